from collections import Counter

from earful_models.texts.alone import alone
from earful_models.texts.rows import TextRow, digest
from earful_models.texts.splits import apart


def row(text: str, *labels: str, split: str = "train", language: str = "en") -> TextRow:
    return TextRow(text, language, frozenset(labels), "", "davidson", "MIT", digest(text), test_only=False, split=split)


def clean(text: str, **more: str) -> TextRow:
    return row(text, "no_violation", **more)


def said(kind: str, terms: list[str], rows: list[TextRow]) -> set[str]:
    return {found.text for found in alone(terms, rows) if found.kinds == (kind,)}


def test_terms_of_one_or_two_words_are_said_alone() -> None:
    assert said("term", ["drat", "oh bother", "what a bother"], []) == {"drat", "oh bother"}


def test_words_and_pairs_that_three_clean_texts_have_are_said_alone() -> None:
    rows = [clean("Good morning all."), clean("A good morning."), clean("Good morning, number 5."), clean("Good luck.")]
    assert said("word", [], rows) == {"good", "morning", "good morning"}


def test_words_that_toxic_texts_have_more_often_than_clean_ones_are_not_called_clean() -> None:
    clean_rows = [clean(f"These people are {how}.") for how in ("here", "kind", "late")]
    toxic = [row(f"Get out, {where} people.", "racism") for where in ("you", "those", "all you", "old")]
    assert said("word", [], [*clean_rows, clean("Good day."), *toxic]) == {"these", "are", "these people", "people are"}


def test_texts_that_are_held_out_or_of_other_languages_give_no_words() -> None:
    rows = [clean(f"Bonjour {i}.", language="fr") for i in range(3)]
    rows += [clean(f"Hello {name}.", split=split) for name in ("you", "there", "all") for split in ("val", "test")]
    assert said("word", [], rows) == set()


def test_what_is_a_text_already_is_not_said_once_more() -> None:
    rows = [clean("Hello."), clean("Hello you."), clean("Well hello.")]
    assert "hello" not in said("word", ["hello"], rows) | said("term", ["hello"], rows)


def test_a_text_that_is_nearly_one_of_the_others_is_left_out() -> None:
    others = [clean("Recommendation.", split="train"), clean("What a morning.", split="test")]
    rows = [clean("Recommendations.", split="test"), clean("Evening.", split="test"), clean("Evenings.", split="test")]
    dropped: Counter[str] = Counter()
    assert apart(rows, others, dropped) == rows[1:]
    assert dropped.total() == 1
