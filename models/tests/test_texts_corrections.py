from collections import Counter
from pathlib import Path

import pytest

from earful_models.texts.corrections import FILE, Reading, corrected, noise, readings, table
from earful_models.texts.labels import LABELS
from earful_models.texts.rows import TextRow, digest

HEADER = "id,source,drawn_for,labels,verdict,corrected\n"


def row(text: str, *labels: str) -> TextRow:
    return TextRow(text, "en", frozenset(labels), "", "davidson", "MIT", digest(text), False, "test")


def reading(of: TextRow, verdict: str, *labels: str) -> Reading:
    return Reading(of.id, of.source, of.labels, of.labels, verdict, frozenset(labels))


def test_wrong_labels_are_replaced_and_what_no_label_fits_is_left_out() -> None:
    rows = [row("one", "bullying"), row("two", "bullying"), row("three", "bullying"), row("four", "bullying")]
    read = [
        reading(rows[0], "wrong", "other", "profanity"),
        reading(rows[1], "wrong"),
        reading(rows[2], "arguable", "bullying"),
    ]
    dropped: Counter[str] = Counter()
    found = {one.text: one.labels for one in corrected(rows, read, dropped)}
    assert found == {"one": {"other", "profanity"}, "three": {"bullying"}, "four": {"bullying"}}
    assert dropped == {"no label fits": 1}


def test_a_label_that_the_reader_confirmed_is_not_changed_by_the_mapping() -> None:
    before = row("one", "bullying")
    (found,) = corrected([row("one", "other")], [reading(before, "right", "bullying")], Counter())
    assert found.labels == {"bullying"}


def test_noise_counts_the_label_that_the_sample_was_drawn_for() -> None:
    rows = [row(str(i), "bullying") for i in range(20)]
    read = [reading(one, "right", "bullying") for one in rows[:17]]
    read += [
        reading(rows[17], "wrong", "bullying", "profanity"),
        reading(rows[18], "wrong", "other"),
        reading(rows[19], "arguable", "bullying"),
    ]
    assert noise(read, "bullying") == {"all": (20, 1, 1), "davidson": (20, 1, 1)}
    assert noise(read, "other") == {}
    assert "| `bullying` | all | 20 | 5% (1% to 24%) | 5% (1% to 24%) |" in table(read)


@pytest.mark.parametrize("line", ["a,davidson,other,other,perhaps,other", "a,davidson,other,other,wrong,nice"])
def test_an_unknown_verdict_or_label_is_an_error_that_names_the_text(tmp_path: Path, line: str) -> None:
    (tmp_path / "read.csv").write_text(f"{HEADER}{line}\n")
    with pytest.raises(ValueError, match="unknown verdict or label for a"):
        readings(tmp_path / "read.csv")


def test_the_readings_are_of_every_label_and_hold_no_text() -> None:
    read = readings()
    assert {label for one in read for label in one.drawn_for} >= set(LABELS)
    assert len({one.id for one in read}) == len(read) > 1000
    assert FILE.read_text().splitlines()[0] + "\n" == HEADER
    assert all(len(one.id) == 12 for one in read)
