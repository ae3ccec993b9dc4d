import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from earful_models.texts.labels import LABELS
from earful_models.texts.mapping import SOURCES
from earful_models.texts.readings import FILE, ReadText, agreement_table, noise_table, read_texts, relabelled
from earful_models.texts.rows import TextRow, digest

HEADER = "id,source,labels,readings\n"


def row(text: str, *labels: str) -> TextRow:
    return TextRow(text, "en", frozenset(labels), "", "davidson", "MIT", digest(text), False, "test")


def read(folder: Path, *lines: str) -> list[ReadText]:
    (folder / "read.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return read_texts(folder / "read.csv")


@pytest.mark.parametrize(
    ("labels", "readings", "decided"),
    [
        ("N", "B", "bullying"),
        ("B", "N?", "no_violation"),
        ("P", "PB PBO", "profanity bullying"),
        ("PO", "PB PBO", "profanity bullying other"),
        ("N", "B N", "no_violation"),
        ("B", "B N?", "bullying"),
        ("O", "B N", ""),
        ("P", "P M", ""),
        ("N", "X", ""),
    ],
)
def test_each_label_is_the_majoritys_and_the_sources_decides_a_draw(
    tmp_path: Path, labels: str, readings: str, decided: str
) -> None:
    (found,) = read(tmp_path, f"a,davidson,{labels},{readings}")
    assert found.decided == set(decided.split())


def test_rows_get_the_decided_labels_and_what_readers_leave_open_or_did_not_read_is_left_out(tmp_path: Path) -> None:
    rows = [row(str(i), "bullying") for i in range(5)] + [row("told by nobody")]
    other = replace(row("of a source that nobody read", "bullying"), source="edos")
    codes = ["B,PO", ",N", "B,X", "O,B N"]
    texts = read(tmp_path, *(f"{one.id},davidson,{code}" for one, code in zip(rows, codes, strict=False)))
    dropped: Counter[str] = Counter()
    found = {one.text: one.labels for one in relabelled([*rows, other], texts, dropped)}
    assert found == {"0": {"profanity", "other"}, "1": {"no_violation"}, other.text: {"bullying"}}
    assert dropped == {"a reader would not use it": 1, "its readers do not agree": 1, "not read": 2}


@pytest.mark.parametrize(
    ("language", "codes", "kept"),
    [
        ("en", "N,N", True),
        ("en", "N,S", False),
        ("en", "N,N S", False),
        ("en", "N,B", True),
        ("fr", "N,B", False),
        ("fr", "N,N", True),
    ],
)
def test_what_any_reader_calls_sexual_is_held_to_the_stricter_list_of_minors(
    tmp_path: Path, language: str, codes: str, kept: bool
) -> None:
    text = {"en": "Are you at school, love?", "fr": "Tu es à l'école ?"}[language]
    school = replace(row(text, "no_violation"), language=language)
    dropped: Counter[str] = Counter()
    assert len(relabelled([school], read(tmp_path, f"{school.id},davidson,{codes}"), dropped)) == kept
    assert dropped == ({} if kept else {"sexual, and may hint at minors or ages": 1})


def test_noise_counts_labels_that_are_wrong_and_labels_that_are_missed(tmp_path: Path) -> None:
    lines = [f"{i},davidson,P,{'PB' if i < 8 else 'P'}" for i in range(38)] + ["38,edos,P,N", "39,edos,P,X"]
    table = noise_table(read(tmp_path, *lines))
    assert "| `profanity` | all | 39 | 3% (0% to 13%) | 38 | 0% (0% to 9%) |" in table
    assert "| `profanity` | davidson | 38 | 0% (0% to 9%) | 38 | 0% (0% to 9%) |" in table
    assert "edos" not in table


def test_agreement_is_of_the_texts_that_were_read_twice(tmp_path: Path) -> None:
    lines = [
        *(f"a{i},edos,N,B B" for i in range(6)),
        *(f"b{i},edos,N,N N" for i in range(3)),
        "c,edos,N,B N",
        "d,edos,N,N",
    ]
    assert "| `bullying` | 6 | 1 | 90% (60% to 98%) | 0.78 |" in agreement_table(read(tmp_path, *lines))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("a,davidson,N,NP", "unknown code 'NP' for a"),
        ("a,davidson,Q,N", "unknown code 'Q' for a"),
        ("a,davidson,N,", "no reading of a"),
    ],
)
def test_a_reading_that_is_none_is_an_error_that_names_the_text(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read(tmp_path, line)


def test_the_readings_are_of_every_label_and_hold_no_text() -> None:
    texts = read_texts()
    assert {label for text in texts for label in text.decided} == set(LABELS)
    assert len({text.id for text in texts}) == len(texts) > 60_000
    assert {text.source for text in texts} <= set(SOURCES)
    line = re.compile("[0-9a-f]{12},[a-z0-9-]+,[PBSRON]*,([PBSRONMX]+[?]?( |$))+")
    header, *lines = FILE.read_text().splitlines()
    assert header + "\n" == HEADER
    assert [one for one in lines if not line.fullmatch(one)] == []
