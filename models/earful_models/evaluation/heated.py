"""How well `heated` tells an angry or shouting voice, and whether it keeps away from what is said."""

from typing import Any

import numpy as np

from earful_models.evaluation.bursts import HEATED, is_heated
from earful_models.evaluation.calibration import expected_calibration_error, reliability
from earful_models.evaluation.false_alarms import acted_gender, by, emotion, false_alarms
from earful_models.evaluation.length_and_loudness import length_and_loudness
from earful_models.evaluation.metrics import Bools, auc, average_precision
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Thresholds
from earful_models.recordings import equalised

EQUALISED = "vocal bursts, equal length and loudness"
"""The test that a calibrated score is right about: made as the recordings are that export calibrates it on."""


def heated(
    bursts: Scored, acted: Scored, spoken: Scored, alarms: dict[str, Scored], thresholds: Thresholds
) -> dict[str, Any]:
    """bursts: EmoGator's test speakers. acted: RAVDESS, which no released model is trained on. spoken: synthesised
    texts, toxic and clean. alarms: what is not heated, or not known to be, by name. Nothing if the scorer has no such
    label.
    """
    if HEATED not in spoken.scores.by_label:
        return {}
    not_angry = acted.where(~is_heated(acted.clips))
    parts = {name: part for name, part in _tests(bursts, acted).items() if _has_both(part)}
    figures: dict[str, Any] = {
        "tests": {name: _of_test(part, thresholds) for name, part in parts.items()},
        "words": _words(bursts, acted, spoken),
        "alarms": {
            **{name: false_alarms(part, thresholds, HEATED) for name, part in alarms.items() if part.clips},
            **_prefixed("burst: ", by(bursts, emotion, thresholds, HEATED)),
            **_prefixed("acted: ", by(acted, emotion, thresholds, HEATED)),
            **_prefixed("acted, not angry: ", by(not_angry, acted_gender, thresholds, HEATED)),
        },
    }
    if EQUALISED in parts:
        part = parts[EQUALISED]
        scores, angry = part.scores.by_label[HEATED], is_heated(part.clips)
        figures["calibration"] = {
            "bins": reliability(scores, angry),
            "expected_calibration_error": round(expected_calibration_error(scores, angry), 4),
        }
    return figures


def _tests(bursts: Scored, acted: Scored) -> dict[str, Scored]:
    """The recordings of each test; in all of them the positive ones are the angry ones."""
    angry = is_heated(acted.clips)
    strong = np.array([clip.row.get("intensity") == "strong" for clip in acted.clips], bool)
    return {
        "vocal bursts": bursts,
        EQUALISED: _equalised(bursts),
        "acted sentences": acted,
        "acted sentences, equal length and loudness": _equalised(acted),
        "acted, strongly angry against all others": acted.where(~angry | strong),
        "acted, strong ones alone": acted.where(strong),
    }


def _equalised(part: Scored) -> Scored:
    """The angry recordings, each with the one of its speaker that is nearest to it in length and loudness."""
    chosen = {id(clip) for clip in equalised(part.clips, is_heated(part.clips).tolist())} if part.clips else set()
    return part.where(np.array([id(clip) in chosen for clip in part.clips], bool))


def _of_test(part: Scored, thresholds: Thresholds) -> dict[str, Any]:
    scores, angry = part.scores.by_label[HEATED], is_heated(part.clips)
    shortcut = length_and_loudness(part.clips, angry)
    figures: dict[str, Any] = {
        "clips": len(part.clips),
        "angry": int(angry.sum()),
        "speakers": len({clip.row["speaker"] for clip in part.clips}),
        "few_speakers": part.bootstrap.few,
        "hours": round(float(part.seconds.sum()) / 3600, 3),
        "auc": part.bootstrap.metric(auc, scores, angry),
        "average_precision": part.bootstrap.metric(average_precision, scores, angry),
        "auc_of_length_and_loudness": None if shortcut is None else part.bootstrap.metric(auc, shortcut, angry),
        "points": {},
    }
    for name, point in thresholds.items():
        alarm = scores >= point[HEATED]
        figures["points"][name] = {
            "threshold": point[HEATED],
            "recall": part.where(angry).bootstrap.share(alarm[angry]),
            "false_alarm_rate": part.where(~angry).bootstrap.share(alarm[~angry]),
        }
    return figures


def _words(bursts: Scored, acted: Scored, spoken: Scored) -> dict[str, Any]:
    """How much each label says of what the other is about: an AUC of 0.5 is nothing."""
    figures = {}
    if _both(spoken.toxic):
        scores = spoken.scores.by_label[HEATED]
        figures["heated_of_toxic_texts"] = spoken.bootstrap.metric(auc, scores, spoken.toxic)
    for name, part in (("bursts", bursts), ("acted", acted)):
        if _has_both(part):
            figures[f"toxic_of_angry_{name}"] = part.bootstrap.metric(auc, part.scores.toxic, is_heated(part.clips))
    return figures


def _has_both(part: Scored) -> bool:
    return _both(is_heated(part.clips))


def _both(positive: Bools) -> bool:
    return bool(positive.any() and not positive.all())


def _prefixed(prefix: str, groups: dict[str, Any]) -> dict[str, Any]:
    return {prefix + name: figures for name, figures in groups.items()}
