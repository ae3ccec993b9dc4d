"""Whether a score is a probability: Platt's scaling, the reliability diagram and the expected calibration error."""

from typing import Any

import numpy as np
import torch

from earful_models.evaluation.metrics import Bools, Floats

BINS = 10


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


def reliability(scores: Floats, positive: Bools) -> list[dict[str, Any]]:
    """For each tenth of the scores' range: how many clips, their mean score, and how many of them are positive."""
    bins = []
    where = _bins(scores)
    for i in range(BINS):
        inside = where == i
        count = int(inside.sum())
        if count:
            bins.append(
                {
                    "clips": count,
                    "score": round(float(scores[inside].mean()), 4),
                    "positive": int(positive[inside].sum()),
                }
            )
    return bins


def expected_calibration_error(scores: Floats, positive: Bools) -> float:
    """The mean distance of score and share of positives over ten bins, weighted by their clips (Guo et al. 2017)."""
    where = _bins(scores)
    weighted = [abs(float(scores[where == i].sum() - positive[where == i].sum())) for i in range(BINS)]
    return sum(weighted) / len(scores)


def _bins(scores: Floats) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)
