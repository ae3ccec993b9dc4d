"""Thresholds by name, set where every kind of speech that is not so keeps the promised share of false alarms."""

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np

from earful_models.corpus import TOXIC_LABELS, Clip, load_spoken
from earful_models.evaluation.bursts import CORPUS, HEATED, is_heated, load_bursts
from earful_models.evaluation.metrics import Floats, threshold_at
from earful_models.evaluation.real_halves import ordinary_speech
from earful_models.evaluation.scored import scored
from earful_models.evaluation.scorer import Scorer, Thresholds, languages_of
from earful_models.model_file import TOLERANCE

ANY = "toxic"
FALSE_ALARM_RATES = {"strict": 0.05, "balanced": 0.01, "lenient": 0.001}
"""The share of clean validation clips that may be flagged, by any label, by the name of the operating point."""
HALVINGS = 20
"""Steps of the search for the share that each label may flag: to a millionth of the rate."""


def choose_thresholds(clean: Mapping[str, Mapping[str, Floats]]) -> Thresholds:
    """Thresholds of each operating point that keep its share in EVERY group of clean validation clips: of the clips
    that any label flags, as the package flags each by itself. All labels have the same share of their worst group.

    clean: of each group the scores by label. Real people's recordings score higher than synthesised ones, and longer
    ones higher than short ones: one share over all of them would be kept by the easy groups alone. A group too small
    to measure a share puts the thresholds just over its highest scores.

    Raises ValueError if a group is empty.
    """
    for name, scores in clean.items():
        if not all(len(of_label) for of_label in scores.values()):
            raise ValueError(f"no clean validation clips in {name}")
    return {name: _together(clean, rate) for name, rate in FALSE_ALARM_RATES.items()}


def with_margin(points: Thresholds) -> Thresholds:
    """Thresholds that keep their rates where a file's rounding of the weights moves a score; 1 is the highest."""
    return {
        name: {label: min(1.0, threshold + TOLERANCE) for label, threshold in point.items()}
        for name, point in points.items()
    }


def _together(clean: Mapping[str, Mapping[str, Floats]], rate: float) -> dict[str, float]:
    """The lowest thresholds at which no group has more than this share of clips that are flagged by any label."""
    kept, low, high = _each(clean, 0.0), 0.0, rate
    share = rate  # which one label alone keeps
    for _ in range(HALVINGS):
        tried = _each(clean, share)
        if all(_flagged(scores, tried) <= rate for scores in clean.values()):
            kept, low = tried, share
        else:
            high = share
        share = (low + high) / 2
    return kept


def _each(clean: Mapping[str, Mapping[str, Floats]], share: float) -> dict[str, float]:
    """The lowest thresholds at which each label flags at most this share of every group."""
    labels = next(iter(clean.values()))
    return {label: max(threshold_at(share, scores[label]) for scores in clean.values()) for label in labels}


def _flagged(scores: Mapping[str, Floats], thresholds: Mapping[str, float]) -> float:
    return float(np.mean(np.any([scores[label] >= threshold for label, threshold in thresholds.items()], axis=0)))


def validation_thresholds(scorer: Scorer, corpus: Path, cache: Path, errors: dict[str, str]) -> Thresholds:
    """Thresholds of the toxic labels, which flag together, and of `heated`, of those that the scorer has.

    Raises ValueError if a kind of clips has no score of one of them.
    """
    clean = clean_validation(corpus, cache, languages_of(scorer))
    parts = {name: scored(scorer, clips, f"validation, {name}", errors) for name, clips in clean.items()}
    labels = {label for part in parts.values() for label in part.scores.by_label}
    groups = [([label for label in (ANY, *TOXIC_LABELS) if label in labels], list(clean))]
    if HEATED in labels:
        calm = calm_validation(corpus, cache)
        new = {name: clips for name, clips in calm.items() if name not in parts}
        parts |= {name: scored(scorer, clips, f"validation, {name}", errors) for name, clips in new.items()}
        groups.append(([HEATED], list(calm)))
    thresholds: Thresholds = {name: {} for name in FALSE_ALARM_RATES}
    for together, names in groups:
        for name in names:
            if missing := [label for label in together if label not in parts[name].scores.by_label]:
                raise ValueError(f"{scorer.name} gives no score of {', '.join(missing)} for any clip of {name}")
        of_groups = {name: {label: parts[name].scores.by_label[label] for label in together} for name in names}
        for name, point in choose_thresholds(of_groups).items():
            thresholds[name] |= point
    return thresholds


def clean_validation(corpus: Path, cache: Path, languages: Collection[str]) -> dict[str, list[Clip]]:
    """The clean clips that operating points of toxic labels are set on: synthesised ones of each language, and each
    corpus of real speech, its validation half.

    Raises ValueError if the corpus has none of a language.
    """
    synthesised = clean_of(load_spoken(corpus, cache, "val", languages), languages)
    return {**synthesised, **ordinary_speech(corpus, cache, validation=True)}


def clean_of(clips: list[Clip], languages: Collection[str]) -> dict[str, list[Clip]]:
    """The clean ones among synthesised clips, by language. Raises ValueError if there is none of a language."""
    groups = {}
    for language in languages:
        of_language = [clip for clip in clips if not clip.toxic and clip.row.get("language", "en") == language]
        if not of_language:
            name = synthesised_in(language)
            raise ValueError(f"the corpus has no clean validation clips for operating points: {name}")
        groups[synthesised_in(language)] = of_language
    return groups


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
