"""Metrics of a binary classifier. Scores rise with the probability of the positive class."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Metric = Callable[[Floats, Bools], float]


def auc(scores: Floats, positive: Bools) -> float:
    """Area under the ROC curve: how often a positive scores above a negative, ties counting half."""
    order = np.sort(scores[~positive])
    below = np.searchsorted(order, scores[positive], "left") + np.searchsorted(order, scores[positive], "right")
    return float(below.mean() / 2 / len(order))


def average_precision(scores: Floats, positive: Bools) -> float:
    """Precision averaged over the recalls at which it changes; tied scores are taken together."""
    hits, alarms = _counts(scores, positive)
    return float(np.sum(np.diff(hits, prepend=0) * hits / alarms) / positive.sum())


def recall_at(false_alarm_rate: float, scores: Floats, positive: Bools) -> float:
    """The share of positives over the lowest threshold that at most this share of the negatives reaches."""
    return float(np.mean(scores[positive] >= threshold_at(false_alarm_rate, scores[~positive])))


def threshold_at(false_alarm_rate: float, negative_scores: Floats) -> float:
    """The lowest threshold above which at most this share of the negatives lies: just over their maximum if there are
    too few of them to measure the rate.
    """
    allowed = int(false_alarm_rate * len(negative_scores))
    highest = np.sort(negative_scores)[::-1][allowed]
    return float(np.nextafter(highest, np.inf))


def at_threshold(scores: Floats, positive: Bools, threshold: float) -> dict[str, float]:
    """The figures of Yousefi and Emmanouilidou 2021, an alarm being a score of at least the threshold. Undefined
    ratios are 0.
    """
    alarm = scores >= threshold
    hit, false_alarm = int(np.sum(alarm & positive)), int(np.sum(alarm & ~positive))
    recall = hit / max(1, int(positive.sum()))
    false_alarm_rate = false_alarm / max(1, int(np.sum(~positive)))
    precision = hit / max(1, int(alarm.sum()))
    return {
        "accuracy": float(np.mean(alarm == positive)),
        "weighted_accuracy": (recall + 1 - false_alarm_rate) / 2,
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-12, precision + recall),
        "false_alarm_rate": false_alarm_rate,
    }


def curves(scores: Floats, positive: Bools) -> dict[str, Any]:
    """The ROC and the precision-recall curve as lists of points, from the highest threshold down. Undefined ratios are
    0.
    """
    hits, alarms = _counts(scores, positive)
    recall, precision = hits / max(1, int(positive.sum())), hits / alarms
    false_alarm_rate = (alarms - hits) / max(1, int(np.sum(~positive)))
    return {
        "false_alarm_rate": [0.0, *np.round(false_alarm_rate, 5).tolist()],
        "recall": [0.0, *np.round(recall, 5).tolist()],
        "precision": [1.0, *np.round(precision, 5).tolist()],
    }


def _counts(scores: Floats, positive: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hits, and alarms in all, at each distinct score taken as the threshold, the highest first."""
    order = np.argsort(-scores, kind="stable")
    last_of_tie = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    return np.cumsum(positive[order], dtype=np.int64)[last_of_tie], last_of_tie.astype(np.int64) + 1
