"""The clips that a scorer is tested on. Nothing of them is in training, and no threshold is set on them."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from earful_models.augment import nonspeech
from earful_models.corpus import Clip, load_real, load_spoken, real_corpora
from earful_models.evaluation.bursts import load_bursts
from earful_models.evaluation.game_voices import load_game_voices
from earful_models.evaluation.real_halves import ordinary_speech

SUITES = ("hatecheck", "xstest", "mhc")
SILENT = 300
"""Clips without speech that are generated."""


@dataclass(frozen=True)
class TestSets:
    """spoken: synthesised texts and voices that training has not. suites: functional tests, spoken by such voices, with
    their case in the row's `case`. ordinary: the test half of real speech by corpus. bursts: laughs, cries and shouts
    of speakers that training has not. acted: sentences acted with emotions. games: voices of a game with their
    judgement. silence: no speech at all.
    """

    spoken: list[Clip]
    suites: dict[str, list[Clip]]
    ordinary: dict[str, list[Clip]]
    bursts: list[Clip]
    acted: list[Clip]
    games: list[Clip]
    silence: list[Clip]


def load_test_sets(corpus: Path, cache: Path, languages: Collection[str]) -> TestSets:
    """All that the corpus folder has, of synthesised speech in these languages; `cache` holds decoded audio."""
    names = real_corpora(corpus)
    return TestSets(
        spoken=load_spoken(corpus, cache, "test", languages),
        suites=with_cases(corpus, load_spoken(corpus, cache, "suite", languages)),
        ordinary=ordinary_speech(corpus, cache, validation=False),
        bursts=load_bursts(corpus, cache, "test"),
        acted=load_real(corpus, cache, "ravdess") if "ravdess" in names else [],
        games=load_game_voices(cache),
        silence=[_noise(i) for i in range(SILENT)],
    )


def with_cases(corpus: Path, clips: list[Clip]) -> dict[str, list[Clip]]:
    """The clips of each suite with the functional case that the suite's own file gives their text."""
    suites: dict[str, list[Clip]] = {}
    for suite in SUITES:
        spoken = [clip for clip in clips if clip.row["source"] == suite]
        if spoken:
            cases = functional_cases(corpus, suite)
            suites[suite] = [
                Clip({**clip.row, "case": cases.get(_key(clip.row["text"]), "other")}, clip.samples) for clip in spoken
            ]
    return suites


def functional_cases(corpus: Path, suite: str) -> dict[str, str]:
    """The functional case of each text of a suite, by the text without case and punctuation. HateCheck's misspellings
    are not spoken, and some of them differ from their originals by spaces alone.
    """
    text, case = ("prompt", "type") if suite == "xstest" else ("test_case", "functionality")
    cases = {}
    for path in sorted((corpus / "text" / suite).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if text in row and not row[case].startswith("spell_"):
                    cases[_key(row[text])] = row[case]
    return cases


def _key(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _noise(seed: int) -> Clip:
    samples = nonspeech(np.random.default_rng([9, seed]))
    return Clip({"path": f"noise/{seed}"}, np.clip(samples * 32768, -32768, 32767).astype(np.int16))
