"""The analysis of variance of the paper's tables 2 and 3, as R's `anova` of a linear model: each term after those
before it ("type I").
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.stats import f as f_distribution

from earful_models.evaluation.metrics import Bools, Floats


class Term(NamedTuple):
    """A row of the table; of the residuals F and p are NaN."""

    name: str
    degrees: int
    squares: float
    f: float
    p: float


def anova(terms: Mapping[str, Floats], outcome: Bools) -> list[Term]:
    """terms: a column [n] by name, in order. The last row is the residuals."""
    y = outcome.astype(np.float64)
    design = np.ones((len(y), 1))
    left, explained = _residual(design, y), []
    for column in terms.values():
        design = np.column_stack([design, column])
        after = _residual(design, y)
        explained.append(left - after)
        left = after
    degrees = len(y) - design.shape[1]
    rows = []
    for name, squares in zip(terms, explained, strict=True):
        ratio = squares / (left / degrees)
        rows.append(Term(name, 1, squares, ratio, float(f_distribution.sf(ratio, 1, degrees))))
    return [*rows, Term("Residuals", degrees, left, np.nan, np.nan)]


def _residual(design: Floats, y: Floats) -> float:
    """The sum of squares that a least squares fit leaves."""
    fitted = design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(np.sum((y - fitted) ** 2))
