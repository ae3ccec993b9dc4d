"""The study's results beside the paper's Table I, as Markdown."""

import numpy as np
from scipy import stats

from earful_models.network import POOLINGS, Pooling
from earful_models.study.poolings import Results
from earful_models.study.trial import Figures

COLUMNS = {"accuracy": "Acc", "weighted_accuracy": "WAcc", "precision": "Prec", "recall": "Rec", "f1": "F"}

PAPER: dict[str, dict[Pooling, tuple[float, ...]]] = {
    "toxicity": {
        "average": (71.33, 69.36, 73.87, 79.96, 76.79),
        "learnable_query": (71.90, 70.07, 74.57, 79.89, 77.13),
        "self_attention": (75.87, 74.80, 79.16, 80.51, 79.82),
    },
    "emotion": {
        "average": (66.87, 66.58, 62.05, 74.83, 67.58),
        "learnable_query": (67.67, 67.52, 68.07, 71.10, 69.54),
        "self_attention": (68.85, 68.79, 63.79, 73.74, 68.37),
    },
}
"""Yousefi and Emmanouilidou 2021, Table I, in percent: Corpus A, and IEMOCAP, with SpecAugment, by positive and
negative emotion.
"""


def table(published: str, results: Results) -> str:
    """A row for each pooling: mean and deviation over the draws, and in brackets the figure that the paper's table of
    this name has. The AUC of the validation tells whether there was time to learn anything.
    """
    columns = [*COLUMNS.values(), "AUC", "validation AUC"]
    lines = ["| pooling | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for pooling in POOLINGS:
        found = {name: [figures[name] for figures in results[pooling]] for name in results[pooling][0]}
        cells = [mean_and_deviation(found[name], 1) for name in COLUMNS]
        if published:
            cells = [f"{own} ({theirs})" for own, theirs in zip(cells, PAPER[published][pooling], strict=True)]
        cells += [mean_and_deviation(found[name], 3) for name in ("auc", "validation_auc")]
        lines.append(f"| {pooling.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def size_table(sizes: dict[str, Figures]) -> str:
    """A row for each network of the search: what it is chosen by, the AUC of the validation, and its test."""
    lines = ["| network | parameters | validation AUC | test AUC | test WAcc |", "|---|---|---|---|---|"]
    for name, figures in sizes.items():
        validation, test, accuracy = (figures[key] for key in ("validation_auc", "auc", "weighted_accuracy"))
        lines.append(f"| {name} | {figures['parameters']:,.0f} | {validation:.3f} | {test:.3f} | {accuracy:.1f} |")
    return "\n".join(lines)


def mean_and_deviation(values: list[float], digits: int) -> str:
    """Such as "71.3 ± 0.4"; the deviation is the sample's."""
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return f"{np.mean(values):.{digits}f} ± {deviation:.{digits}f}"


def gain(
    better: list[Figures], worse: list[Figures], name: str, overlap: float = 0.0
) -> tuple[float, tuple[float, float]]:
    """The mean gain of one over another in trials paired in order, and its 95 % interval by Student's t. Trials that
    share training clips are less independent than they seem: the variance is corrected by the `overlap` of their draws
    (Nadeau and Bengio 2003).
    """
    gains = np.array([one[name] - other[name] for one, other in zip(better, worse, strict=True)])
    error = stats.sem(gains) * (1 + len(gains) * overlap) ** 0.5
    low, high = stats.t.interval(0.95, len(gains) - 1, gains.mean(), error)
    return float(gains.mean()), (float(low), float(high))
