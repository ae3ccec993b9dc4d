"""How well scores tell toxic from clean, without any threshold."""

from collections.abc import Callable
from typing import Any

import numpy as np

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.interval import Indices, Interval, of_both
from earful_models.evaluation.metrics import auc, average_precision, curves, recall_at
from earful_models.evaluation.scored import Scored

RATES = {"1 %": 0.01, "0.1 %": 0.001}
"""False alarms at which recall is told."""


def discrimination(part: Scored) -> dict[str, Any]:
    """The figures of any toxicity, of each label and their mean."""
    labels = [label for label in TOXIC_LABELS if part.has(label).any()]
    return {
        "clips": len(part.clips),
        "toxic": int(part.toxic.sum()),
        "any": {**of_label(part, "toxic"), "curves": curves(part.scores.toxic, part.toxic)},
        "labels": {label: of_label(part, label) for label in labels},
        "mean_average_precision": mean_average_precision(part, labels),
    }


def of_label(part: Scored, label: str) -> dict[str, Any]:
    """A label against the clips without it, other toxic ones included; recall is told against clean clips alone, whose
    alarms are the false ones. own_score: whether the scorer has this label, or its score of any toxicity stands in.
    """
    scores, positive = part.scores.of(label), part.has(label)
    matters = positive | ~part.toxic
    negatives = int((~part.toxic & ~positive).sum())
    bootstrap = part.bootstrap

    def recall(rate: float, chosen: Indices) -> float:
        if rate * negatives < 1:  # the threshold would be the highest clean score, which most sets lack
            return float("nan")
        chosen = chosen[matters[chosen]]
        return of_both(lambda s, p: recall_at(rate, s, p), scores[chosen], positive[chosen])

    return {
        "clips": int(positive.sum()),
        "own_score": label in part.scores.by_label,
        "auc": bootstrap.metric(auc, scores, positive),
        "average_precision": bootstrap.metric(average_precision, scores, positive),
        "recall_at": {name: bootstrap.of(lambda chosen, r=rate: recall(r, chosen)) for name, rate in RATES.items()},  # type: ignore[misc]
    }


def mean_average_precision(part: Scored, labels: list[str]) -> Interval:
    """The mean of the labels' average precisions."""
    return part.bootstrap.of(mean_precision(part, labels))


def mean_precision(part: Scored, labels: list[str]) -> Callable[[Indices], float]:
    """The mean of the labels' average precisions as a function of the clips."""
    scores, positives = [part.scores.of(label) for label in labels], [part.has(label) for label in labels]

    def statistic(chosen: Indices) -> float:
        values = [
            of_both(average_precision, s[chosen], p[chosen]) for s, p in zip(scores, positives, strict=True)
        ]  # fmt: skip
        return float(np.mean(values)) if values else float("nan")

    return statistic
