"""Metrics of a binary classifier, their confidence intervals, and calibration."""

from collections.abc import Callable

import numpy as np
import torch
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
    order = np.argsort(-scores, kind="stable")
    scores, positive = scores[order], positive[order]
    last_of_tie = np.append(np.diff(scores) != 0, True)
    hits = np.cumsum(positive)[last_of_tie]
    precision = hits / (np.flatnonzero(last_of_tie) + 1)
    return float(np.sum(np.diff(hits, prepend=0) * precision) / positive.sum())


def at_threshold(scores: Floats, positive: Bools, threshold: float) -> dict[str, float]:
    """The paper's figures, an alarm being a score of at least the threshold. Undefined ratios are 0."""
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


def bootstrap(metric: Metric, scores: Floats, positive: Bools, rounds: int = 1000) -> tuple[float, float]:
    """The 95 % percentile interval over resampled clips, the same for the same input."""
    random = np.random.default_rng(0)
    values: list[float] = []
    while len(values) < rounds:
        chosen = random.integers(len(scores), size=len(scores))
        if 0 < positive[chosen].sum() < len(chosen):
            values.append(metric(scores[chosen], positive[chosen]))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def platt(logits: Floats, positive: Bools) -> tuple[float, float]:
    """Scale and bias so that sigmoid(scale * logit + bias) is a probability (Platt 1999, with his softened targets)."""
    hits, misses = positive.sum(), np.sum(~positive)
    target = torch.from_numpy(np.where(positive, (hits + 1) / (hits + 2), 1 / (misses + 2)))
    x = torch.from_numpy(logits)
    parameters = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([parameters], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(x * parameters[0] + parameters[1], target)
        value.backward()
        return value

    optimiser.step(loss)
    scale, bias = parameters.tolist()
    return scale, bias


def threshold_at(false_alarm_rate: float, negative_scores: Floats) -> float:
    """The lowest threshold above which at most this share of the negatives lies: just over their maximum if there are
    too few of them to measure the rate.
    """
    allowed = int(false_alarm_rate * len(negative_scores))
    highest = np.sort(negative_scores)[::-1][allowed]
    return float(np.nextafter(highest, np.inf))
