"""What a text model finds, label by label, in the test texts of the sources that it was trained on."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from earful_models.evaluation.interval import Bootstrap
from earful_models.evaluation.metrics import Bools, Floats, at_threshold, auc, average_precision
from earful_models.text_encoder.labels import HATE_LABELS

FEWEST = 5
"""Positive test texts, below which a label's figures say nothing."""


def label_figures(
    labels: list[str], scores: Floats, targets: Floats, points: dict[str, dict[str, float]], families: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """By label: texts known to have it and not to, AUC and average precision with their intervals, and what each
    operating point finds. scores and targets [texts, labels]; targets are NaN where not known. families: what
    intervals are over.
    """
    figures: dict[str, dict[str, Any]] = {}
    for i, label in enumerate(labels):
        known = ~np.isnan(targets[:, i])
        of_label, positive = scores[known, i], targets[known, i] == 1
        if positive.sum() < FEWEST or positive.all():
            continue
        bootstrap = Bootstrap(np.array(families)[known])
        figures[label] = {
            "positive": int(positive.sum()),
            "negative": int((~positive).sum()),
            "auc": bootstrap.metric(auc, of_label, positive),
            "average_precision": bootstrap.metric(average_precision, of_label, positive),
            "points": {name: at_threshold(of_label, positive, point[label]) for name, point in points.items()},
        }
    return figures


def flag_figures(
    labels: list[str], scores: Floats, toxic: Bools, points: dict[str, dict[str, float]], families: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """By operating point the shares of toxic and of clean texts that ANY label of toxicity flags, as the points promise
    it, with their intervals over families. scores [texts, labels].
    """
    chosen, of_texts = [i for i, label in enumerate(labels) if label in HATE_LABELS], np.array(families)
    figures = {}
    for name, point in points.items():
        flagged = np.any([scores[:, i] >= point[labels[i]] for i in chosen], axis=0)
        figures[name] = {
            "recall": Bootstrap(of_texts[toxic]).share(flagged[toxic]),
            "false_alarms": Bootstrap(of_texts[~toxic]).share(flagged[~toxic]),
        }
    return figures
