"""Thresholds by name, set where both synthesised and real clean speech keep the promised share of false alarms."""

from collections.abc import Mapping
from pathlib import Path

from earful_models.corpus import Clip, load_spoken
from earful_models.evaluation.decisions import toxic_labels
from earful_models.evaluation.metrics import Floats, threshold_at
from earful_models.evaluation.real_halves import ordinary_speech
from earful_models.evaluation.scored import scored
from earful_models.evaluation.scorer import Scorer, Thresholds

FALSE_ALARM_RATES = {"strict": 0.05, "balanced": 0.01, "lenient": 0.001}
"""The share of clean validation clips that may alarm, by the name of the operating point."""


def choose_thresholds(clean: Mapping[str, Floats]) -> dict[str, float]:
    """The lowest threshold of each operating point that keeps its share in EVERY group of clean validation clips.

    clean: the scores of each group: synthesised speech, and each corpus of real speech. Real people's recordings score
    higher than synthesised ones, and longer ones higher than short ones: one share over all of them would be kept by
    the easy groups alone. A group too small to measure a share puts the threshold just over its highest score.
    Raises ValueError if a group is empty.
    """
    for name, scores in clean.items():
        if not len(scores):
            raise ValueError(f"no clean validation clips in {name}")
    return {
        name: max(threshold_at(rate, scores) for scores in clean.values()) for name, rate in FALSE_ALARM_RATES.items()
    }


def validation_thresholds(scorer: Scorer, corpus: Path, cache: Path, errors: dict[str, str]) -> Thresholds:
    """Thresholds of each toxic label of a scorer that has none, set as `export` sets those of a model."""
    clean = clean_validation(corpus, cache)
    parts = {name: scored(scorer, clips, f"validation, {name}", errors) for name, clips in clean.items()}
    thresholds: Thresholds = {name: {} for name in FALSE_ALARM_RATES}
    for label in toxic_labels(parts["synthesised"].scores):
        points = choose_thresholds({name: part.scores.by_label[label] for name, part in parts.items()})
        for name, threshold in points.items():
            thresholds[name][label] = threshold
    return thresholds


def clean_validation(corpus: Path, cache: Path) -> dict[str, list[Clip]]:
    """The clean clips that operating points are set on: synthesised ones, and each corpus of real speech, its
    validation half.
    """
    synthesised = [clip for clip in load_spoken(corpus, cache, "val") if not clip.toxic]
    return {"synthesised": synthesised, **ordinary_speech(corpus, cache, validation=True)}
