import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from texts_corpora import write_corpora

from earful_models.texts.balance import balanced
from earful_models.texts.build import build_texts
from earful_models.texts.clean import word_key
from earful_models.texts.labels import EMOTIONS, LABELS
from earful_models.texts.readings import CODES, Reading, ReadText
from earful_models.texts.report import shortcut_auc
from earful_models.texts.rows import TextRow, digest


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A grammar of two lines instead of the real one, nothing read, and a translator that only knows one sentence."""
    grammar = tmp_path / "grammar"
    grammar.mkdir()
    lines = '[words]\nit = "boss | dragon"\n[lines]\nno_violation = "Kill the {it} now."\nother = "I hurt you, {it}."'
    (grammar / "en.toml").write_text(lines)
    pairs = tmp_path / "voice_talk"
    pairs.mkdir()
    (pairs / "en.csv").write_text("pair,labels,text\n1,bullying,You goose stay out.\n1,no_violation,A goose is out.\n")
    monkeypatch.setattr("earful_models.texts.build.GAME_TALK", grammar)
    monkeypatch.setattr("earful_models.texts.build.VOICE_TALK", pairs)
    monkeypatch.setattr("earful_models.texts.build.read_texts", list)

    def translate(texts: list[str], language: str) -> list[str | None]:
        return ["É um dia muito bom." if language == "pt" and "fine day" in text else None for text in texts]

    monkeypatch.setattr("earful_models.texts.translations.translate", translate)


def row(text: str, *labels: str, source: str = "davidson", test_only: bool = False) -> TextRow:
    return TextRow(text, "en", frozenset(labels), "", source, "MIT", digest(text), test_only)


def many(count: int, length: int, *labels: str, source: str = "davidson") -> list[TextRow]:
    name = labels[0].replace("_", "")
    return [row(" ".join([*["so"] * (length - 2), name, str(i)]), *labels, source=source) for i in range(count)]


def test_the_command_writes_texts_and_statistics(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpora = write_corpora(tmp_path / "corpora")
    build_texts(corpora, tmp_path / "out" / "texts.csv")
    with (tmp_path / "out" / "texts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        *("id", "text", "language", *LABELS),
        *("emotion", "source", "licence", "group", "split"),
    ]
    by_text = {row["text"]: row for row in rows}
    assert len(by_text) == len(rows) == len({row["id"] for row in rows})
    assert by_text["Drat this is too late."]["profanity"] == "1"
    assert by_text["Drat this is too late."]["group"] == by_text["Well this is too late."]["group"]
    assert by_text["Are you from heaven?"]["dating_sexting"] == "1"
    assert by_text["Isso é muito ruim."]["licence"] == "CC-BY-SA-4.0"
    assert by_text["We will find them."]["split"] == "test"
    assert by_text["Are you from heaven?"]["split"] == "val"
    assert {row["emotion"] for row in rows} <= {"", *EMOTIONS}
    for found in rows:
        toxic = any(found[label] == "1" for label in LABELS[:-1])
        assert found["no_violation"] == str(int(not toxic))
    stats = json.loads((tmp_path / "out" / "texts.json").read_text())
    assert stats["rows"] == len(rows)
    assert stats["near_duplicates_across_splits"] == 0
    assert by_text["Kill the dragon now."]["source"] == "game-talk"
    assert by_text["You goose stay out."]["bullying"] == "1"
    assert by_text["You goose stay out."]["group"] == by_text["A goose is out."]["group"]
    assert stats["languages"]["es"]["source_alone_auc"] is None
    assert stats["dropped"]["hatecheck"] == {"class not used": 1}
    printed = capsys.readouterr().out
    assert "pickup-lines" in printed
    assert "length alone" in printed


def test_texts_have_the_labels_of_their_readings_and_unread_ones_of_a_source_that_was_read_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpora = write_corpora(tmp_path / "corpora")
    readings = {
        ("pickup-lines", "Are you from heaven?"): "N",
        ("alone", "Bother."): "S",
    }
    read = [
        ReadText(digest(f"{source}|{text}"), source, frozenset(), (Reading(frozenset({CODES[code]}), False),))
        for (source, text), code in readings.items()
    ]
    monkeypatch.setattr("earful_models.texts.build.read_texts", lambda: read)
    build_texts(corpora, tmp_path / "texts.csv")
    with (tmp_path / "texts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_text = {row["text"]: row for row in rows}
    assert by_text["Are you from heaven?"]["no_violation"] == "1"
    assert {row["source"] for row in rows} >= {"paradetox", "game-talk"}
    dropped = json.loads((tmp_path / "texts.json").read_text())["dropped"]
    assert dropped["alone"]["not read"] == 1


def test_the_same_corpora_give_the_same_file(tmp_path: Path) -> None:
    corpora = write_corpora(tmp_path / "corpora")
    for name in ("a.csv", "b.csv"):
        build_texts(corpora, tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_folder_without_sources_is_an_error_that_names_them(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has none of hatecheck, xstest"):
        build_texts(tmp_path, tmp_path / "texts.csv")


def test_as_many_clean_as_toxic_rows_of_each_length_are_kept_within_a_source() -> None:
    rows = many(9, 4, "profanity") + many(5, 4, "no_violation") + many(2, 8, "profanity") + many(7, 8, "no_violation")
    chosen = Counter((found.length, found.toxic) for found in balanced(rows, 1))
    assert chosen == {(4, True): 5, (4, False): 5, (8, True): 2, (8, False): 2}


def test_rows_of_rare_labels_are_kept_first() -> None:
    rows = many(9, 4, "profanity") + many(2, 4, "racism") + many(5, 4, "no_violation")
    chosen = Counter(label for found in balanced(rows, 1) for label in found.labels)
    assert chosen == {"racism": 2, "profanity": 3, "no_violation": 5}


def test_preferred_rows_are_kept_before_others_of_the_same_label() -> None:
    rows = many(9, 4, "profanity") + many(3, 4, "no_violation")
    wanted = {word_key(found.text) for found in rows[6:9]}
    assert balanced(rows, 1, wanted) == rows[6:]


def test_a_source_without_a_clean_class_is_kept_whole_though_some_of_its_rows_were_read_as_clean() -> None:
    lines = many(3, 4, "dating_sexting", source="pickup-lines") + many(1, 5, "no_violation", source="pickup-lines")
    assert balanced(lines, 1) == lines


def test_another_seed_chooses_other_rows_of_the_same_counts() -> None:
    rows = many(40, 4, "profanity") + many(20, 4, "no_violation")
    first, second = balanced(rows, 1), balanced(rows, 2)
    assert first == balanced(rows[::-1], 1)[::-1]
    assert len(first) == len(second) == 40
    assert first != second


def test_test_suites_and_sources_without_clean_rows_are_kept_whole() -> None:
    suite = [row("one two three", "other", source="hatecheck", test_only=True)]
    lines = many(3, 4, "dating_sexting", source="pickup-lines")
    assert balanced(suite + lines, 1) == suite + lines


def test_a_source_that_tells_toxic_from_clean_shows_as_a_shortcut() -> None:
    apart = many(5, 4, "racism", source="implicit-hate") + many(5, 4, "no_violation", source="goemotions")
    mixed = [*apart, *many(5, 4, "racism", source="goemotions"), *many(5, 4, "no_violation", source="implicit-hate")]
    assert shortcut_auc(apart, lambda found: found.source) == 1
    assert shortcut_auc(mixed, lambda found: found.source) == 0.5
    assert shortcut_auc(apart[:5], lambda found: found.source) is None
