"""What happens at the operating points, and whether the scores are probabilities."""

from typing import Any

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.calibration import expected_calibration_error, reliability
from earful_models.evaluation.interval import count_share
from earful_models.evaluation.metrics import Bools, at_threshold
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Scores, Thresholds

METRICS = ("recall", "false_alarm_rate", "precision", "f1", "accuracy", "weighted_accuracy")


def alarms(scores: Scores, thresholds: dict[str, float], label: str = "toxic") -> Bools:
    """Which clips alarm at an operating point: the label reaches its threshold, or for `toxic` any toxic label of the
    scorer does, as each flags by itself in the package.
    """
    labels = toxic_labels(scores) if label == "toxic" else [label]
    reached = [scores.by_label[name] >= thresholds[name] for name in labels if name in thresholds]
    alarm = reached[0]
    for more in reached[1:]:
        alarm = alarm | more
    return alarm


def toxic_labels(scores: Scores) -> list[str]:
    """The scorer's labels whose alarm is one of toxicity: `toxic` and the toxic labels. `heated` is none."""
    return [label for label in ("toxic", *TOXIC_LABELS) if label in scores.by_label]


def decisions(part: Scored, thresholds: Thresholds) -> dict[str, Any]:
    """For each operating point the figures with their intervals, and the recall of each label."""
    return {name: _at_point(part, point) for name, point in thresholds.items()}


def _at_point(part: Scored, point: dict[str, float]) -> dict[str, Any]:
    alarm = alarms(part.scores, point)
    figures: dict[str, Any] = {"thresholds": {name: point[name] for name in toxic_labels(part.scores) if name in point}}
    if len(figures["thresholds"]) > 1 and "toxic" in point:
        alone = part.scores.by_label["toxic"] >= point["toxic"]
        figures["toxic_alone"] = {
            "recall": part.where(part.toxic).bootstrap.share(alone[part.toxic]),
            "false_alarm_rate": part.where(~part.toxic).bootstrap.share(alone[~part.toxic]),
        }
    for name in METRICS:
        figures[name] = part.bootstrap.metric(
            lambda a, p, n=name: at_threshold(a, p, 0.5)[n],  # type: ignore[misc]
            alarm.astype(float),
            part.toxic,
        )
    shares = {"recall": alarm[part.toxic], "false_alarm_rate": alarm[~part.toxic], "precision": part.toxic[alarm]}
    for name, happened in shares.items():
        if happened.all() or not happened.any():  # certain to a bootstrap alone
            figures[name] = count_share(happened)
    figures["recall_by_label"] = {
        label: part.where(part.has(label)).bootstrap.share(alarm[part.has(label)])
        for label in TOXIC_LABELS
        if part.has(label).any()
    }
    return figures


def calibration(part: Scored) -> dict[str, Any]:
    """For each label of the scorer: the reliability diagram and the expected calibration error."""
    figures = {}
    for label in part.scores.by_label:
        scores, positive = part.scores.by_label[label], part.has(label)
        if positive.any():
            figures[label] = {
                "bins": reliability(scores, positive),
                "expected_calibration_error": round(expected_calibration_error(scores, positive), 4),
            }
    return figures
