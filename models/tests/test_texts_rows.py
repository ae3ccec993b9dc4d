from collections import Counter

import pytest

from earful_models.texts.lexicon import Lexicon, Term, addresses_someone, names_group
from earful_models.texts.mapping import SOURCES
from earful_models.texts.readers import RawRow
from earful_models.texts.rows import TextRow, text_rows, unique

# Mild stand-ins: the real lexicons are in the corpora folder.
LEXICON = Lexicon(
    {
        "en": {
            "drat": Term("bodily fluids", False, True),
            "muppet": Term("other / general insult", False, True),
            "muppets": Term("other / general insult", False, False),
            "saucy": Term("sexual anatomy / sexual acts", False, True),
            "outlander": Term("racial / ethnic slurs", True, False),
            "big drum": Term("sexual orientation / gender", True, False),
            "hot potato": Term("bodily fluids", False, True),
        },
        "de": {"mist": Term("", False, False)},
        "fr": {},
        "pt": {},
        "es": {},
    }
)


def read(source: str, *raw: RawRow) -> tuple[list[TextRow], Counter[str]]:
    dropped: Counter[str] = Counter()
    return list(text_rows(source, SOURCES[source], raw, LEXICON, dropped)), dropped


def labels(source: str, text: str, *kinds: str, language: str = "en") -> set[str] | None:
    rows, _ = read(source, RawRow(text, kinds, language))
    return set(rows[0].labels) if rows else None


def test_a_swear_word_is_profanity_and_calling_somebody_one_is_bullying_too() -> None:
    assert labels("paradetox", "Oh drat it is late.", "toxic") == {"profanity"}
    assert labels("paradetox", "You are such a drat player.", "toxic") == {"profanity", "bullying"}
    assert labels("paradetox", "Go away you drat.", "toxic") == {"profanity", "bullying"}
    assert labels("paradetox", "If you drat about it.", "toxic") == {"profanity"}
    assert labels("paradetox", "Take your drat ball back.", "toxic") == {"profanity"}


def test_an_insult_is_bullying_if_it_is_about_somebody() -> None:
    assert labels("paradetox", "He plays like a muppet today.", "toxic") == {"bullying"}
    assert labels("paradetox", "All the muppets play today.", "toxic") == {"profanity"}
    assert labels("paradetox", "You play like a fool today.", "toxic") == {"bullying"}
    assert labels("paradetox", "You play worse than anybody here.", "toxic") == set()
    assert labels("paradetox", "This is a game for fools.", "toxic") == set()


def test_a_toxic_row_that_does_not_show_how_has_no_labels() -> None:
    assert labels("paradetox", "This game was a muppet.", "toxic") == set()
    assert labels("paradetox", "This game was quite bad.", "toxic") == set()


def test_terms_of_several_words_are_found() -> None:
    assert labels("davidson", "That is a big drum there.", "offensive") == {"profanity", "other"}
    assert labels("davidson", "That drum is big there.", "offensive") == set()


def test_a_clean_row_whose_words_say_otherwise_has_no_labels() -> None:
    assert labels("davidson", "Oh it is late.", "neither") == {"no_violation"}
    assert labels("davidson", "Oh drat it is late.", "neither") == set()
    assert labels("germeval2018", "Das ist doch Mist.", "OTHER", language="de") == set()


def test_everyday_insults_are_not_clean_where_annotators_were_asked_something_else() -> None:
    assert labels("edos", "He plays like a fool today.", "none") == set()
    assert labels("edos", "He plays rather well today.", "none") == {"no_violation"}
    assert labels("davidson", "He plays like a fool today.", "neither") == {"no_violation"}


def test_a_group_has_to_be_named_where_racism_is_claimed() -> None:
    assert labels("implicit-hate", "Those immigrants are all the same.", "stereotypical") == {"racism"}
    assert labels("implicit-hate", "Those players are all the same.", "stereotypical") == set()
    assert labels("edos", "Those immigrants are all the same.", "none") == set()
    assert labels("davidson", "My outlander is here with drat.", "offensive") == set()


def test_test_suites_are_labelled_by_their_cases_alone() -> None:
    assert labels("hatecheck", "Oh drat it is late.", "clean") == {"no_violation"}


def test_hostile_emotions_never_tell_that_a_row_is_clean() -> None:
    assert labels("goemotions", "What a lovely day.", "joy") == {"no_violation"}
    assert labels("goemotions", "What a lovely day.", "joy", "anger") == set()
    assert labels("goemotions", "Drat what a day.", "anger") == {"profanity"}


def test_one_or_two_words_are_enough_where_they_were_a_whole_turn() -> None:
    assert labels("convabuse", "Thank you.", "none") == {"no_violation"}
    assert labels("davidson", "Thank you.", "neither") is None


def test_rows_too_long_or_in_another_language_are_left_out() -> None:
    assert labels("davidson", "good " * 25, "neither") == {"no_violation"}
    assert labels("davidson", "good " * 26, "neither") is None
    assert labels("davidson", "Das ist aber wirklich schade heute.", "neither") is None


@pytest.mark.parametrize("kind", ["toxic", "neutral"])
def test_no_row_that_mentions_minors_is_kept(kind: str) -> None:
    text = "Drat, the kids are late." if kind == "toxic" else "The kids are late."
    rows, dropped = read("paradetox", RawRow(text, (kind,)))
    assert rows == []
    assert dropped == {"mentions minors or ages": 1}


@pytest.mark.parametrize("text", ["Are you at school, love?", "I like you, girl.", "I give you a 10, love."])
def test_no_sexual_row_that_hints_at_minors_is_kept(text: str) -> None:
    rows, dropped = read("pickup-lines", RawRow(text, ("line",)))
    assert rows == []
    assert dropped == {"sexual, and may hint at minors or ages": 1}


def test_sexual_words_are_enough_to_be_held_to_the_stricter_list() -> None:
    assert labels("paradetox", "That is a saucy song.", "toxic") == {"profanity"}
    assert labels("paradetox", "That is a saucy school song.", "toxic") is None
    assert labels("goemotions", "That is a school song.", "joy") == {"no_violation"}


def test_every_toxic_row_of_a_language_without_sexual_terms_is_held_to_it_too() -> None:
    assert labels("germeval2018", "Du bist dumm wie Brot.", "INSULT", language="de") == {"bullying"}
    assert labels("germeval2018", "Du bist dumm wie 10 Brote.", "INSULT", language="de") is None


def test_an_unknown_class_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="davidson has a class 'new'"):
        read("davidson", RawRow("Good game.", ("new",)))


def test_contradictory_classes_tell_no_labels() -> None:
    assert labels("mlma", "Tu joues bien, toi.", "gender", "normal", language="fr") == set()


def test_a_test_suite_has_no_rows_without_labels() -> None:
    rows, dropped = read("hatecheck", RawRow("Oh it is late.", ("unspeakable",)))
    assert rows == []
    assert dropped == {"class not used": 1}


def test_a_rewrite_shares_the_group_of_its_text() -> None:
    text = "Drat it is late."
    rows, _ = read("paradetox", RawRow(text, ("toxic",)), RawRow("Well it is late.", ("neutral",), "en", text))
    assert rows[0].group == rows[1].group


def test_a_duplicate_that_has_no_labels_gives_way_to_one_that_has() -> None:
    rows, _ = read("edos", RawRow("The fool is late.", ("none",)))
    told, _ = read("davidson", RawRow("The fool is late.", ("neither",)))
    assert unique(rows + told, Counter()) == told


def test_duplicates_become_one_row_with_the_labels_of_all() -> None:
    rows, _ = read("edos", RawRow("Drat, we will find them.", ("1.1",)), RawRow("We will find them, drat!", ("3.1",)))
    dropped: Counter[str] = Counter()
    (row,) = unique(rows, dropped)
    assert row.text == "Drat, we will find them."
    assert row.labels == {"profanity", "other"}
    assert dropped == {"duplicate": 1}


def test_a_text_labelled_both_toxic_and_clean_is_dropped() -> None:
    toxic, _ = read("edos", RawRow("We will find them.", ("1.1",)))
    clean, _ = read("davidson", RawRow("We will find them.", ("neither",)))
    dropped: Counter[str] = Counter()
    assert unique([*toxic, *clean], dropped) == []
    assert dropped == {"labelled both toxic and clean": 2}


def test_a_text_of_a_test_suite_is_in_no_other_source() -> None:
    suite, _ = read("hatecheck", RawRow("We will find them.", ("other",)))
    learnt, _ = read("edos", RawRow("We will find them.", ("1.1",)))
    (row,) = unique([*suite, *learnt], Counter())
    assert row.source == "hatecheck"


def test_a_rewrite_that_would_tie_two_groups_together_is_dropped() -> None:
    raw = [RawRow("It came late again.", ("neutral",), "en", f"Drat number {i} is late.") for i in range(2)]
    rows, _ = read("paradetox", *raw)
    dropped: Counter[str] = Counter()
    assert unique(rows, dropped) == []
    assert dropped == {"would tie groups together": 2}


def test_terms_that_polite_rewrites_keep_are_not_held_against_a_text() -> None:
    pairs = [("A drat hot potato.", "A hot potato."), ("Drat and drat.", "A drat.")] + [("Drat.", "No.")] * 2
    lexicon = LEXICON.without_everyday(pairs)
    assert not lexicon.find("A hot potato.", "en").found
    assert lexicon.find("Drat.", "en").labels == {"profanity"}


def test_a_slur_that_is_mostly_no_attack_says_nothing_by_itself() -> None:
    lexicon = LEXICON.with_disputed_slurs(["outlander go"], ["my outlander"] * 4)
    found = lexicon.find("My outlander, drat.", "en")
    assert found.found
    assert found.ethnic
    assert found.labels == set()
    kept = LEXICON.with_disputed_slurs(["outlander go"], [*["my outlander"] * 3, "drat"])
    assert kept.find("My outlander, drat.", "en").labels == {"racism", "profanity"}


def test_groups_and_address_are_found_in_any_form() -> None:
    assert names_group("Two African players.", "en")
    assert names_group("Die Ausländerin spielt.", "de")
    assert not names_group("Two players.", "en")
    assert addresses_someone("You're late.")
    assert not addresses_someone("They are late.")
