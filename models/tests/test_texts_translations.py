import shutil
from collections import Counter
from pathlib import Path

import pytest

from earful_models.texts.lexicon import Lexicon, Term
from earful_models.texts.rows import TextRow, digest
from earful_models.texts.translate import TranslationError, translate
from earful_models.texts.translations import translated_rows

LEXICON = Lexicon({"pt": {"droga": Term("", False, False)}, "es": {}, "fr": {}})
KNOWN = {
    ("pt", "You play very well today."): "Você joga muito bem hoje.",
    ("pt", "Drat it is late again."): "Droga, já é tarde de novo.",
    ("pt", "Drat we are lost here."): "Nós estamos perdidos aqui.",
    ("pt", "Nobody likes you in here."): "Ninguém gosta desse menino aqui.",
    ("pt", "We shall meet them there."): "We shall meet them there.",
    ("es", "You play very well today."): "Esta noche todo va muy bien.",
}
apertium = pytest.mark.skipif(shutil.which("apertium") is None, reason="Apertium is not installed")


def row(text: str, *labels: str, source: str = "davidson", test_only: bool = False) -> TextRow:
    return TextRow(text, "en", frozenset(labels), "", source, "MIT", digest(text), test_only, "val")


ROWS = [
    row("You play very well today.", "no_violation"),
    row("Drat it is late again.", "profanity"),
    row("Drat we are lost here.", "profanity"),
    row("Nobody likes you in here.", "bullying"),
    row("We shall meet them there.", "other"),
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    asked: list[tuple[str, str]] = []

    def known(texts: list[str], language: str) -> list[str | None]:
        asked.extend((language, text) for text in texts)
        return [KNOWN.get((language, text)) for text in texts]

    monkeypatch.setattr("earful_models.texts.translations.translate", known)
    return asked


def test_a_translation_has_the_labels_group_split_and_licence_of_its_text(
    asked: list[tuple[str, str]], tmp_path: Path
) -> None:
    dropped: Counter[str] = Counter()
    found = {row.text: row for row in translated_rows(ROWS, LEXICON, tmp_path / "cache.csv", dropped)}
    assert set(found) == {"Você joga muito bem hoje.", "Droga, já é tarde de novo.", "Esta noche todo va muy bien."}
    parent, child = ROWS[0], found["Esta noche todo va muy bien."]
    assert (child.group, child.split, child.licence, child.labels) == (parent.group, "val", "MIT", parent.labels)
    assert (child.language, child.source) == ("es", "translated-davidson")
    assert found["Droga, já é tarde de novo."].labels == {"profanity"}
    assert dropped["profanity lost or found in translation"] == 1
    assert dropped["mentions minors or ages"] == 1
    assert dropped["not in its language"] == 1
    assert len(asked) == 15


def test_what_is_in_the_cache_is_not_translated_again(asked: list[tuple[str, str]], tmp_path: Path) -> None:
    first = translated_rows(ROWS, LEXICON, tmp_path / "cache.csv", Counter())
    asked.clear()
    assert translated_rows(ROWS, LEXICON, tmp_path / "cache.csv", Counter()) == first
    assert asked == []


def test_suites_and_the_grammar_are_not_translated(asked: list[tuple[str, str]], tmp_path: Path) -> None:
    rows = [
        row("You play very well today.", "other", source="hatecheck", test_only=True),
        row("Drat it is late again.", "profanity", source="game-talk"),
    ]
    assert translated_rows(rows, LEXICON, tmp_path / "cache.csv", Counter()) == []
    assert asked == []


def test_a_faithful_translation_is_kept_and_nonsense_is_not() -> None:
    good, bad = translate(["Think more and judge less.", "Blorf gnat wibble zort."], "pt")
    assert good is not None
    assert "Pense" in good
    assert bad is None or "Blorf" in bad


@apertium
def test_spanish_and_french_come_by_rules_and_nothing_unknown_is_kept() -> None:
    texts = ["I have to work in the morning.", "The zortling wibbles."]
    for language, word in (("es", "trabajar"), ("fr", "travailler")):
        good, bad = translate(texts, language)
        assert good is not None
        assert word in good
        assert bad is None


def test_without_apertium_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TranslationError, match="apt-get install apertium apertium-eng-spa"):
        translate(["We meet tomorrow."], "es")


def test_a_line_that_a_kill_has_cut_is_translated_again(asked: list[tuple[str, str]], tmp_path: Path) -> None:
    cache = tmp_path / "cache.csv"
    before = list(translated_rows(ROWS, LEXICON, cache, Counter()))
    whole = cache.read_bytes()
    for cut in (1, 3, len(whole.splitlines()[-1])):
        cache.write_bytes(whole[:-cut])
        asked.clear()
        assert set(translated_rows(ROWS, LEXICON, cache, Counter())) == set(before)
        assert asked
        assert sorted(cache.read_bytes().splitlines()) == sorted(whole.splitlines())
