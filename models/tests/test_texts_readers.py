from pathlib import Path

import pytest
from texts_corpora import write_corpora

from earful_models.texts.mapping import SOURCES
from earful_models.texts.readers import READERS, RawRow


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpora(tmp_path_factory.mktemp("corpora")) / "text"


def kinds(text: Path, source: str) -> dict[str, tuple[str, ...]]:
    return {row.text: row.kinds for row in READERS[source](text / source)}


def test_every_source_has_a_reader_and_every_class_that_it_reads_is_mapped(text: Path) -> None:
    assert list(READERS) == [name for name in SOURCES if name in READERS]
    for name, source in ((name, SOURCES[name]) for name in READERS):
        rows = list(READERS[name](text / name))
        assert rows
        assert {kind for row in rows for kind in row.kinds} <= source.kinds.keys()
        assert {row.language for row in rows} == set(source.languages)


def test_a_paradetox_rewrite_names_its_text(text: Path) -> None:
    assert list(READERS["paradetox"](text / "paradetox")) == [
        RawRow("drat this is too late", ("toxic",)),
        RawRow("well this is too late", ("neutral",), partner="drat this is too late"),
        RawRow('a "quoted drat', ("toxic",)),
        RawRow("a quoted word", ("neutral",), partner='a "quoted drat'),
        RawRow("oh bother what now", ("toxic",)),
        RawRow("oh well what now", ("neutral",)),
        RawRow("what was that then", ("unclear",)),
    ]


def test_convabuse_is_what_at_least_half_of_the_annotators_saw(text: Path) -> None:
    assert kinds(text, "convabuse") == {
        "meet me tonight.": ("intellectual", "sex_harassment"),
        "thank you.": ("none",),
        "go away.": ("abuse",),
        "be quiet.": ("disputed",),
    }


def test_the_second_stage_says_what_kind_an_implicit_post_is(text: Path) -> None:
    assert list(kinds(text, "implicit-hate").values()) == [("stereotypical",), ("irony",), ("not_hate",)]


def test_a_pick_up_line_speaks_to_somebody(text: Path) -> None:
    assert kinds(text, "pickup-lines") == {"Are you from heaven?": ("line",), "Roses are red.": ("unaddressed",)}


def test_goemotions_has_an_emotion_where_its_labels_agree(text: Path) -> None:
    rows = list(READERS["goemotions"](text / "goemotions"))
    assert [row.emotion for row in rows] == ["joy", "", "anger", "joy"]
    assert rows[0].kinds == ("joy", "love")


def test_the_class_of_a_hostile_french_row_is_its_target(text: Path) -> None:
    assert list(kinds(text, "mlma").values()) == [
        ("other",),
        ("religion",),
        ("normal",),
        ("origin", "normal"),
        ("fearful",),
    ]


def test_a_portuguese_class_takes_two_votes_of_three(text: Path) -> None:
    assert list(kinds(text, "told-br").values()) == [("none",), ("obscene", "insult"), ("disputed",)]


def test_hatecheck_cases_are_racism_by_their_target_and_misspellings_are_no_speech(text: Path) -> None:
    assert list(kinds(text, "hatecheck").values()) == [("other",), ("unspeakable",), ("clean",), ("profanity",)]
    assert set(kinds(text, "mhc").values()) == {("racism",)}
