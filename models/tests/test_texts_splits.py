from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from earful_models.texts.clean import word_key
from earful_models.texts.near_duplicates import near_duplicates
from earful_models.texts.rows import TextRow, digest
from earful_models.texts.splits import Spoken, hashed_split, near_duplicates_across_splits, spoken_texts, with_splits

LONG = "We meet behind the old mill when the second bell rings"


def row(text: str, group: str = "", source: str = "davidson", language: str = "en") -> TextRow:
    suite = source == "hatecheck"
    labels = frozenset({"no_violation"})
    return TextRow(text, language, labels, "", source, "MIT", digest(group or word_key(text)), suite)


def spoken(*known: tuple[str, str]) -> dict[str, Spoken]:
    return {word_key(text): Spoken(text, split) for text, split in known}


def splits(rows: list[TextRow], known: dict[str, Spoken] | None = None) -> dict[str, str]:
    return {found.text: found.split for found in with_splits(rows, known or {}, Counter())}


def test_pairs_that_share_half_of_their_letters_runs_are_found_and_no_others() -> None:
    texts = [
        f"{LONG}.",
        "Nobody saw the ship leave.",
        f"{LONG} twice.",
        f"So {LONG.lower()}!",
        "The old mill is behind us.",
    ]
    assert sorted(near_duplicates(texts)) == [(0, 2), (0, 3), (2, 3)]


def test_very_short_texts_are_compared_too() -> None:
    assert list(near_duplicates(["No.", "Go.", "no!", "?"])) == [(0, 2)]


def test_near_duplicates_share_a_group_and_its_split() -> None:
    rows = [row(f"{LONG} number {i}.") for i in range(30)]
    assert len({hashed_split(found.group) for found in rows}) > 1
    found = with_splits(rows, {}, Counter())
    assert len(found) == 30
    assert len({(one.group, one.split) for one in found}) == 1
    assert near_duplicates_across_splits(found) == 0
    assert near_duplicates_across_splits([replace(found[0], split="train"), replace(found[1], split="test")]) == 1


def test_texts_of_two_languages_are_not_compared() -> None:
    rows = [row(f"{LONG}."), row(f"{LONG} here.", language="de")]
    assert len({found.group for found in with_splits(rows, {}, Counter())}) == 2


def test_other_rows_do_not_move_the_split_of_one_that_is_like_none() -> None:
    rows = [row(f"{digest(str(i))} {digest(str(-i))}.") for i in range(300)]
    alone, together = splits(rows[:100]), splits(rows)
    assert alone.items() <= together.items()
    counts = Counter(together.values())
    assert counts["train"] > 200
    assert counts["val"] > 10 < counts["test"]


@pytest.mark.parametrize("split", ["train", "val", "test"])
def test_a_spoken_text_keeps_the_split_of_its_speech_and_its_group_follows(split: str) -> None:
    rows = [row(f"{LONG}."), row("It is over there.", group=word_key(LONG))]
    assert splits(rows, spoken((LONG.upper(), split))) == {f"{LONG}.": split, "It is over there.": split}


def test_a_text_that_was_spoken_in_another_split_than_its_near_duplicate_is_dropped() -> None:
    rows = [row(f"{LONG}."), row(f"{LONG} again.")]
    dropped: Counter[str] = Counter()
    (found,) = with_splits(rows, spoken((f"{LONG}.", "train"), (f"{LONG} again.", "test")), dropped)
    assert (found.text, found.split) == (f"{LONG} again.", "test")
    assert dropped == {"would be in two splits": 1}


def test_a_text_like_one_that_is_spoken_in_another_split_is_dropped_though_that_is_no_row() -> None:
    first = row(f"{LONG}.")
    other = next(split for split in ("train", "test") if split != hashed_split(first.group))
    assert splits([first], spoken((f"{LONG} again", other))) == {}
    assert splits([first], spoken((f"{LONG} again", hashed_split(first.group)))) != {}


def test_a_text_like_one_of_a_test_suite_is_in_no_other_split() -> None:
    suite = row(f"{LONG}.", source="hatecheck")
    learnt = [row(f"{LONG} number {i}.") for i in range(30)]
    for found in learnt:
        kept = splits([suite, found])
        assert kept[suite.text] == "test"
        assert kept.get(found.text, "test") == "test"
    assert with_splits([suite, learnt[0]], {}, Counter())[0].group == suite.group


def test_the_spoken_texts_are_read_with_the_earliest_split_of_the_same_words(tmp_path: Path) -> None:
    assert spoken_texts(tmp_path) == {}
    (tmp_path / "speech").mkdir()
    lines = "text,split\nWell met,train\nMet; well!,val\nSo long,train\n"
    (tmp_path / "speech" / "spoken-texts.csv").write_text(lines)
    assert spoken_texts(tmp_path) == {
        "met well": Spoken("Met, well!", "val"),
        "long so": Spoken("So long.", "train"),
    }
