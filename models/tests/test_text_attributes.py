"""What is known of a text's attributes."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from texts_corpora import write_corpora

from earful_models.text_encoder.attributes import known_attributes, row_id, severe_turns, source_classes
from earful_models.text_encoder.labels import ATTRIBUTES
from earful_models.texts.labels import LABELS
from earful_models.texts.lexicon import Lexicon, Term

LEXICON = Lexicon(
    {
        "en": {
            "drat": Term("bodily fluids / excrement", severe=False, mild=False),
            "doublydrat": Term("other / general insult", severe=True, mild=False),
            "fiddle": Term("sexual anatomy / sexual acts", severe=False, mild=False),
        }
    }
)


def known(text: str, label: str, source: str = "paradetox", classes: Iterable[str] = ()) -> dict[str, bool]:
    row = {"text": text, "source": source, **{name: str(int(name == label)) for name in LABELS}}
    return known_attributes(row, set(classes), LEXICON)


def test_a_clean_text_has_none_whatever_its_words() -> None:
    assert known("Shoot the sniper.", "no_violation") == dict.fromkeys(ATTRIBUTES, False)


def test_a_text_is_known_to_lack_what_none_of_its_words_could_show() -> None:
    assert known("Drat this lag.", "profanity") == dict.fromkeys(ATTRIBUTES, False)


@pytest.mark.parametrize(
    ("text", "label", "unknown"),
    [
        ("Drat, I will hit it.", "profanity", "threat"),
        ("Drat those immigrants.", "profanity", "identity_attack"),
        ("Fiddle this lag.", "profanity", "sexually_explicit"),
        ("Meet me tonight.", "dating_sexting", "sexually_explicit"),
    ],
)
def test_what_words_could_show_and_nobody_says_is_not_known(text: str, label: str, unknown: str) -> None:
    assert set(ATTRIBUTES) - set(known(text, label)) == {unknown}


def test_severe_insults_are_neither_known_to_be_severe_nor_meant() -> None:
    assert set(ATTRIBUTES) - set(known("What a doublydrat.", "profanity")) == {"severe_toxicity", "insult"}


def test_labels_and_the_sources_own_classes_say_for_sure() -> None:
    assert known("You silly goose.", "bullying")["insult"]
    assert known("Those people again.", "racism")["identity_attack"]
    assert known("We shall get you.", "other", "edos", ["1.1"])["threat"]
    assert known("They cannot think.", "other", "edos", ["2.2"])["insult"]
    assert not known("Drat the foreigners.", "profanity", "davidson", ["offensive"])["identity_attack"]
    assert known("Those foreigners again.", "racism", "davidson", ["offensive"])["identity_attack"]
    assert "severe_toxicity" not in known("Those doublydrat foreigners.", "racism", "davidson", ["offensive"])
    assert known("Fiddle me.", "dating_sexting")["sexually_explicit"]


def test_talk_made_for_the_purpose_threatens_where_it_is_other_and_speaks_of_harm() -> None:
    assert known("I will hit you.", "other", "game-talk")["threat"]
    assert not known("I want some powder.", "other", "game-talk")["threat"]
    assert not known("You cannot hit anything.", "bullying", "game-talk")["threat"]


def test_classes_are_found_by_the_id_that_the_table_gives(tmp_path: Path) -> None:
    write_corpora(tmp_path)
    classes = source_classes(tmp_path)
    assert classes[row_id("edos", "We shall get you all.")] == {"1.2"}
    assert "stereotypical" in classes[row_id("implicit-hate", "immigrants are all the same")]
    assert {"sex_harassment", "not severe"} <= classes[row_id("convabuse", "meet me tonight.")]


def test_severe_is_what_half_of_the_annotators_saw_as_such(tmp_path: Path) -> None:
    write_corpora(tmp_path)
    path = tmp_path / "text" / "convabuse" / "ConvAbuseEMNLPfull.csv"
    lines = path.read_text().splitlines()
    column = lines[0].split(",").index("is_abuse.-3")
    fields = lines[1].split(",")
    fields[column] = "1"
    path.write_text("\n".join([lines[0], ",".join(fields), *lines[2:]]))
    turns = severe_turns(path.parent)
    assert turns["meet me tonight."]
    assert not turns["go away."]


def test_an_attribute_on_which_annotators_disagree_is_not_known() -> None:
    found = known("Drat the foreigners.", "profanity", "davidson", ["offensive", "hate"])
    assert not {"identity_attack", "severe_toxicity"} & set(found)
