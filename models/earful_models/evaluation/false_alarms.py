"""Alarms on people who say nothing toxic, or who are not angry, by the hour."""

from collections.abc import Callable
from typing import Any

import numpy as np

from earful_models.corpus import Clip
from earful_models.evaluation.decisions import alarms
from earful_models.evaluation.interval import per_hour
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Thresholds
from earful_models.evaluation.voices import gender

BURSTS = {"amusement": "laughter", "anger": "shouting", "sadness": "crying", "distress": "crying"}
"""What the vocal bursts of an emotion mostly are."""


def false_alarms(part: Scored, thresholds: Thresholds, label: str = "toxic") -> dict[str, Any]:
    """Clips and hours, the label's median score, and for each operating point the share of clips that alarm and the
    alarms an hour of audio, with intervals. Every alarm is false.
    """
    hours = float(part.seconds.sum()) / 3600
    figures: dict[str, Any] = {
        "clips": len(part.clips),
        "speakers": len({clip.row.get("speaker", "") for clip in part.clips} - {""}),
        "few_speakers": part.bootstrap.few,
        "hours": round(hours, 3),
        "median_score": round(float(np.median(part.scores.of(label))), 4),
        "points": {},
    }
    for name, point in thresholds.items():
        alarm = alarms(part.scores, point, label)
        count = int(alarm.sum())
        figures["points"][name] = {
            "alarms": count,
            "share": part.bootstrap.share(alarm),
            "per_hour": per_hour(count, hours),
        }
        if label == "toxic" and label in part.scores.by_label:
            alone = int((part.scores.by_label[label] >= point[label]).sum())
            figures["points"][name]["toxic_alone_per_hour"] = per_hour(alone, hours)
    return figures


def by(part: Scored, of: Callable[[Clip], str], thresholds: Thresholds, label: str = "toxic") -> dict[str, Any]:
    """The false alarms of each group."""
    return {name: false_alarms(group, thresholds, label) for name, group in part.parts(of).items()}


def emotion(clip: Clip) -> str:
    """The emotion of a recording, with what its bursts mostly are."""
    name = clip.row["emotion"]
    return f"{name} ({BURSTS[name]})" if clip.row.get("kind") == "burst" and name in BURSTS else name


def acted_gender(clip: Clip) -> str:
    """The gender of an actor."""
    return gender(clip.row)
