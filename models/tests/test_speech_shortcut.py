"""The proof that only words tell the labels finds what it should, and only that."""

import numpy as np
import pytest

from earful_models.corpus import SAMPLE_RATE, TOXIC_LABELS, Row
from earful_models.speech.balance import balanced
from earful_models.speech.measure import measured
from earful_models.speech.shortcut import HIGHEST_AUC, shortcut_aucs

ENGINES = ("bell", "horn", "harp")


def rows(number: int = 1000) -> list[Row]:
    """Rows of which nothing but the label differs between toxic and clean."""
    random = np.random.default_rng(3)
    made = []
    for at in range(number):
        toxic = at % 2 == 1
        row = {"id": f"{at}", "group": f"{at // 3}", "language": "en", "split": "train", "source": "made"}
        row |= {"engine": ENGINES[random.integers(3)], "duration": f"{random.gamma(4, 0.8):.2f}"}
        row |= {"loudness_db": f"{random.normal(-23, 3):.2f}", "tilt_db": f"{random.normal(-6, 1):.2f}"}
        row |= {"speech_db": f"{random.normal(-20, 3):.2f}", "no_violation": str(int(not toxic))}
        row |= {label: str(int(toxic and label == TOXIC_LABELS[at % 5])) for label in TOXIC_LABELS}
        made.append(row)
    return made


def toxic(row: Row) -> bool:
    return row["no_violation"] == "0"


def test_finds_nothing_where_there_is_nothing() -> None:
    assert max(shortcut_aucs(rows(), 1)["toxic"].values()) < HIGHEST_AUC


@pytest.mark.parametrize("measure", ["loudness_db", "tilt_db", "duration"])
def test_catches_a_planted_shortcut(measure: str) -> None:
    planted = [{**row, measure: str(float(row[measure]) + 2 * toxic(row))} for row in rows()]
    assert max(shortcut_aucs(planted, 1)["toxic"].values()) > 0.65


def test_catches_an_engine_that_speaks_mostly_toxic_lines() -> None:
    planted = [
        {**row, "engine": "horn" if toxic(row) and at % 3 == 0 else row["engine"]} for at, row in enumerate(rows())
    ]
    assert max(shortcut_aucs(planted, 1)["toxic"].values()) > 0.58


def test_does_not_learn_a_group_by_heart() -> None:
    """Rows of a group look the same and have the same label, at random: only leaving whole groups out is fair."""
    random = np.random.default_rng(4)
    grouped = []
    for group in range(150):
        clean, value = str(random.integers(2)), f"{random.normal():.4f}"
        grouped += [{**row, "group": str(group), "no_violation": clean, "tilt_db": value} for row in rows(6)]
    assert max(shortcut_aucs(grouped, 1)["toxic"].values()) < 0.65


def test_names_the_label_that_is_given_away() -> None:
    planted = [{**row, "tilt_db": str(float(row["tilt_db"]) + 3 * (row["racism"] == "1"))} for row in rows()]
    aucs = shortcut_aucs(planted, 1)
    assert max(aucs["racism"].values()) > 0.8
    assert max(aucs["other"].values()) < 0.7


def test_leaving_out_surplus_mends_a_shortcut_of_duration_and_engine() -> None:
    planted = [
        row
        for at, row in enumerate(rows(3000))
        if not (toxic(row) and (float(row["duration"]) > 3.5 or row["engine"] == "harp") and at % 3)
    ]
    before = max(shortcut_aucs(planted, 1)["toxic"].values())
    mended = balanced(planted, 1)
    assert before > 0.6
    assert max(shortcut_aucs(mended, 1)["toxic"].values()) < HIGHEST_AUC
    assert len(mended) > 0.6 * len(planted)


def test_balance_leaves_the_rarest_labels_whole() -> None:
    planted = [row for at, row in enumerate(rows()) if toxic(row) or at % 4 == 0]
    swearing = {"profanity": "1"} | dict.fromkeys(TOXIC_LABELS[1:], "0")
    common = [{**row, **swearing} if toxic(row) and row["racism"] == "0" else row for row in planted]
    kept = balanced(common, 1)
    assert sum(row["racism"] == "1" for row in kept) > 0.9 * sum(row["racism"] == "1" for row in common)
    assert len(kept) < 0.75 * len(common)


def test_balance_leaves_test_suites_alone() -> None:
    suite = [{**row, "split": "suite"} for row in rows(30) if toxic(row)]
    assert balanced(suite, 1) == suite


def test_measures_loudness_and_tilt() -> None:
    random = np.random.default_rng(5)
    noise = random.normal(0, 3000, SAMPLE_RATE)
    dark = np.cumsum(noise - noise.mean()) / 20
    white = {name: float(value) for name, value in measured(noise.astype(np.int16)).items()}
    assert white["loudness_db"] == pytest.approx(20 * np.log10(3000 / 32768), abs=0.2)
    assert white["tilt_db"] == pytest.approx(0, abs=0.5)
    assert float(measured(dark.astype(np.int16))["tilt_db"]) == pytest.approx(-6, abs=1.5)


def test_measures_a_clip_of_silence_and_one_of_no_length() -> None:
    for length in (0, 100, 5000):
        assert float(measured(np.zeros(length, np.int16))["loudness_db"]) == pytest.approx(-100)
