"""How well each language is scored, beside English."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.decisions import alarms
from earful_models.evaluation.discrimination import mean_precision
from earful_models.evaluation.gaps import FEWEST
from earful_models.evaluation.interval import of_both
from earful_models.evaluation.metrics import Bools, auc
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Thresholds
from earful_models.evaluation.voices import styles
from earful_models.speech.voices import SHARED_SPEAKERS

ENGLISH = "en"


def main_language(part: Scored) -> Scored:
    """The English clips, which the peers read; all, if there are none. One language is one question: over several a
    score that is higher in one of them would count against the toxic clips of another.
    """
    english = languages_of_clips(part) == ENGLISH
    return part.where(english) if english.any() else part


def by_language(part: Scored, thresholds: Thresholds, point: str) -> dict[str, dict[str, Any]]:
    """The figures of each language, English first, if there are several: AUC of any toxicity, recall and false alarms
    at an operating point, the mean average precision of the labels that have enough clips (`labels`), English's of the
    same labels (`english_mean`), and the first in parts of the second (`share`). `shared_voices`: whether the test is
    spoken by speakers that training has too.

    Average precision rises with a label's share of the clips, which differs between languages; the AUC does not.
    """
    names = languages_of_clips(part)
    if len(np.unique(names)) < 2:
        return {}
    alarm = alarms(part.scores, thresholds[point])
    return {str(name): _of(part, names == name, names == ENGLISH, alarm) for name in sorted(set(names), key=_order)}


def languages_of_clips(part: Scored) -> NDArray[np.str_]:
    """The language of each clip."""
    return np.array([clip.row.get("language") or ENGLISH for clip in part.clips], dtype=str)


def _of(part: Scored, here: Bools, english: Bools, alarm: Bools) -> dict[str, Any]:
    labels = [label for label in TOXIC_LABELS if (here & part.has(label)).sum() >= FEWEST]
    mean, bootstrap = mean_precision(part, labels), part.bootstrap
    scores, toxic = part.scores.toxic, part.toxic
    return {
        "clips": int(here.sum()),
        "toxic": int((here & toxic).sum()),
        "shared_voices": any(style in SHARED_SPEAKERS for clip in part.where(here).clips for style in styles(clip.row)),
        "few_speakers": part.where(here).bootstrap.few,
        "labels": labels,
        "auc": bootstrap.of(lambda chosen: of_both(auc, scores[(c := chosen[here[chosen]])], toxic[c])),
        "recall": part.where(here & toxic).bootstrap.share(alarm[here & toxic]),
        "false_alarm_rate": part.where(here & ~toxic).bootstrap.share(alarm[here & ~toxic]),
        "mean_average_precision": bootstrap.of(lambda chosen: mean(chosen[here[chosen]])),
        "english_mean": bootstrap.of(lambda chosen: mean(chosen[english[chosen]])),
        "share": bootstrap.of(lambda chosen: mean(chosen[here[chosen]]) / mean(chosen[english[chosen]])),
    }


def _order(name: str) -> tuple[bool, str]:
    return name != ENGLISH, name
