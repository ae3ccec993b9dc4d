"""Thresholds by name, set where every kind of speech that is not so keeps the promised share of false alarms."""

from collections.abc import Collection, Mapping
from pathlib import Path

from earful_models.corpus import TOXIC_LABELS, Clip, load_spoken
from earful_models.evaluation.bursts import CORPUS, HEATED, is_heated, load_bursts
from earful_models.evaluation.metrics import Floats, threshold_at
from earful_models.evaluation.real_halves import ordinary_speech
from earful_models.evaluation.scored import scored
from earful_models.evaluation.scorer import Scorer, Thresholds, languages_of

ANY = "toxic"
FALSE_ALARM_RATES = {"strict": 0.05, "balanced": 0.01, "lenient": 0.001}
"""The share of clean validation clips that a label may flag, by the name of the operating point: labels together flag
more.
"""


def choose_thresholds(clean: Mapping[str, Floats]) -> dict[str, float]:
    """The lowest threshold of each operating point that keeps its share in EVERY group of clean validation clips.

    clean: the scores of each group that has not got the label. Real people's recordings score higher than synthesised
    ones, and longer ones higher than short ones: one share over all of them would be kept by the easy groups alone. A
    group too small to measure a share puts the threshold just over its highest score.

    Raises ValueError if a group is empty.
    """
    for name, scores in clean.items():
        if not len(scores):
            raise ValueError(f"no clean validation clips in {name}")
    return {
        name: max(threshold_at(rate, scores) for scores in clean.values()) for name, rate in FALSE_ALARM_RATES.items()
    }


def validation_thresholds(scorer: Scorer, corpus: Path, cache: Path, errors: dict[str, str]) -> Thresholds:
    """Thresholds of the toxic labels and of `heated`, of those that the scorer has."""
    clean = clean_validation(corpus, cache, languages_of(scorer))
    parts = {name: scored(scorer, clips, f"validation, {name}", errors) for name, clips in clean.items()}
    labels = {label for part in parts.values() for label in part.scores.by_label}
    groups = {label: list(clean) for label in (ANY, *TOXIC_LABELS) if label in labels}
    if HEATED in labels:
        calm = calm_validation(corpus, cache)
        new = {name: clips for name, clips in calm.items() if name not in parts}
        parts |= {name: scored(scorer, clips, f"validation, {name}", errors) for name, clips in new.items()}
        groups[HEATED] = list(calm)
    thresholds: Thresholds = {name: {} for name in FALSE_ALARM_RATES}
    for label, names in groups.items():
        points = choose_thresholds({name: parts[name].scores.by_label[label] for name in names})
        for name, threshold in points.items():
            thresholds[name][label] = threshold
    return thresholds


def clean_validation(corpus: Path, cache: Path, languages: Collection[str]) -> dict[str, list[Clip]]:
    """The clean clips that operating points of toxic labels are set on: synthesised ones of each language, and each
    corpus of real speech, its validation half.

    Raises ValueError if the corpus has none of a language.
    """
    synthesised = {
        synthesised_in(language): [clip for clip in load_spoken(corpus, cache, "val", [language]) if not clip.toxic]
        for language in languages
    }
    for name, clips in synthesised.items():
        if not clips:
            raise ValueError(f"the corpus has no clean validation clips for operating points: {name}")
    return {**synthesised, **ordinary_speech(corpus, cache, validation=True)}


def synthesised_in(language: str) -> str:
    """The name of a group of synthesised clips."""
    return f"synthesised, {language}"


def calm_validation(corpus: Path, cache: Path) -> dict[str, list[Clip]]:
    """The recordings that operating points of `heated` are set on: vocal bursts of every other emotion than anger, and
    the same ordinary speech, as who reads or gives orders is taken not to shout. Of synthesised voices nothing
    is known.
    """
    bursts = load_bursts(corpus, cache, "val")
    calm = [clip for clip, angry in zip(bursts, is_heated(bursts), strict=True) if not angry]
    return {**({CORPUS: calm} if calm else {}), **ordinary_speech(corpus, cache, validation=True)}
