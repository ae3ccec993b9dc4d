"""95 % confidence intervals: bootstrap over whole voices or speakers, and exact ones of counts."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, chi2

from earful_models.evaluation.metrics import Bools, Floats, Metric

Indices = NDArray[np.int64]
Interval = list[float | None]
"""A value and the two ends of its interval; None where it is not defined."""

SETS = 1000
FEWEST = 3
"""Conditions: of fewer voices nothing can be said about voices in general, so clips are drawn instead."""
FEW = 20
"""Conditions: of fewer the percentiles of a bootstrap hold the truth in clearly less than 95 % of tests."""


class Bootstrap:
    """1000 sets drawn from the same clips, the same for every figure and every run.

    conditions: what each clip shares with others that are like it, its voice or its speaker. Conditions are drawn
    first, then as many clips as each has, as Liu et al. 2024 do. Without them clips are drawn.
    """

    def __init__(self, conditions: Sequence[str] | NDArray[np.str_], count: int = SETS) -> None:
        names, self._conditions = np.unique(np.array(conditions, dtype=str), return_inverse=True)
        self.over = "conditions" if FEWEST <= len(names) < len(conditions) else "clips"
        self.few = len(names) < min(FEW, len(conditions))
        self._count = count

    @cached_property
    def sets(self) -> list[Indices]:
        """The indices of the clips of each set."""
        size = len(self._conditions)
        if self.over == "clips":
            return [np.random.default_rng(seed).integers(size, size=size) for seed in range(self._count)]
        return list(conditional_sets(self._conditions, self._count))

    def of(self, statistic: Callable[[Indices], float]) -> Interval:
        """A statistic of the clips with these indices. Sets for which it is NaN are left out."""
        value = statistic(np.arange(len(self._conditions)))
        values = np.array([statistic(chosen) for chosen in self.sets])
        values = values[np.isfinite(values)]
        low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (np.nan, np.nan)
        return rounded(value, low, high)

    def metric(self, metric: Metric, scores: Floats, positive: Bools) -> Interval:
        """A metric that needs clips of both classes."""
        return self.of(lambda chosen: of_both(metric, scores[chosen], positive[chosen]))

    def share(self, happened: Bools) -> Interval:
        """The share of clips for which something is so. Where it never or always is, which a bootstrap takes for
        certain, the interval is Clopper and Pearson's.
        """
        if happened.all() or not happened.any():
            return share(int(happened.sum()), len(happened))
        return self.of(lambda chosen: _mean(happened[chosen]))

    def gap(self, happened: Bools, here: Bools, there: Bools) -> Interval:
        """That share of the clips here less that of the clips there. Where it never or always happens on either side
        the interval is `share_gap`'s.
        """
        sides = happened[here], happened[there]
        if any(side.all() or not side.any() for side in sides):
            return share_gap(*sides)
        return self.of(
            lambda chosen: _mean(happened[chosen[here[chosen]]]) - _mean(happened[chosen[there[chosen]]])
        )  # fmt: skip


def conditional_sets(conditions: Indices, count: int) -> Iterator[Indices]:
    """Draws as the package confidence-intervals does (Ferrer and Riera), but all conditions of a set at once, which
    with hundreds of speakers is minutes against seconds. conditions: 0 to K - 1 for each clip.
    """
    sizes = np.bincount(conditions)
    clips, starts = np.argsort(conditions, kind="stable"), np.cumsum(sizes) - sizes
    for seed in range(count):
        random = np.random.default_rng(seed)
        times = np.bincount(random.integers(len(sizes), size=len(sizes)), minlength=len(sizes))
        # For every clip a clip of the same condition; a condition that was drawn twice has the same ones twice.
        within = (random.random(len(clips)) * np.repeat(sizes, sizes)).astype(np.int64)
        yield np.repeat(clips[np.repeat(starts, sizes) + within], np.repeat(times, sizes))


def of_both(metric: Metric, scores: Floats, positive: Bools) -> float:
    """The metric, or NaN if a class is missing."""
    return metric(scores, positive) if positive.any() and not positive.all() else math.nan


def share(count: int, total: int) -> Interval:
    """A share and its interval by Clopper and Pearson (1934)."""
    return rounded(count / total, *_ends(count, total)) if total else [None, None, None]


def share_gap(here: Bools, there: Bools) -> Interval:
    """The share here less that there, each clip counting for itself: Newcombe's square and add (1998) of the ends of
    Clopper and Pearson's intervals.
    """
    if not len(here) or not len(there):
        return [None, None, None]
    (p, p_low, p_high), (q, q_low, q_high) = ((x.mean(), *_ends(int(x.sum()), len(x))) for x in (here, there))
    return rounded(p - q, p - q - math.hypot(p - p_low, q_high - q), p - q + math.hypot(p_high - p, q - q_low))


def count_share(happened: Bools) -> Interval:
    """The share of clips for which something is so, each clip counting for itself."""
    return share(int(happened.sum()), len(happened))


def per_hour(count: int, hours: float) -> Interval:
    """Events an hour and their interval if they come independently (Garwood 1936): never 0 to 0."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return rounded(count / hours, low / hours, chi2.ppf(0.975, 2 * count + 2) / 2 / hours)


def _ends(count: int, total: int) -> tuple[float, float]:
    low = beta.ppf(0.025, count, total - count + 1) if count else 0.0
    high = beta.ppf(0.975, count + 1, total - count) if count < total else 1.0
    return float(low), float(high)


def _mean(happened: Bools) -> float:
    return float(happened.mean()) if len(happened) else math.nan


def rounded(*values: float) -> Interval:
    """To the four digits that a figure can have."""
    return [round(float(value), 4) if math.isfinite(value) else None for value in values]
