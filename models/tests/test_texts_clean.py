import pytest

from earful_models.texts.clean import clean, word_key, words
from earful_models.texts.language import in_language


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("RT @someone: look at this https://example.org/a?b=1", "Look at this."),
        ("@a.b_c good game &amp; good luck", None),
        ("well played 😀👍", "Well played."),
        ("<b>well</b> *played*", "Well played."),
        ("so cool :) #winning", "So cool winning."),
        ("THAT was goooood!!!", "That was good!"),
        ("it’s “fine”", "It's fine."),
        ("rt @a_b ¿todo bien?", "Todo bien?"),
        ("one  ,two ... three?!", "One, two. Three!"),
    ],
)
def test_links_names_emoji_and_markup_are_removed(written: str, spoken: str | None) -> None:
    assert clean(written, "en") == spoken


@pytest.mark.parametrize(
    "written", ["you d*rn thing", "hi [NAME]", "a = b", "", "😀", "http://example.org", "x_y", "да", "n茫o"]
)
def test_what_cannot_be_spoken_is_refused(written: str) -> None:
    assert clean(written, "en") is None


def test_letters_of_other_languages_are_kept() -> None:
    assert clean("ça va, très bien", "fr") == "Ça va, très bien."
    assert words("Ça va, l'été!") == ["ça", "va", "l'été"]


def test_capitals_are_kept_in_german_and_at_beginnings_alone() -> None:
    assert clean("ask Tom, i am LATE. sorry", "en") == "Ask tom, I am late. Sorry."
    assert clean("frag Tom, ich bin im Haus", "de") == "Frag Tom, ich bin im Haus."


def test_the_word_key_ignores_order_repetition_case_and_punctuation() -> None:
    assert word_key("No, no: you go!") == word_key("you go, NO")
    assert word_key("you go") != word_key("you went")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Don't worry, it's gonna be fine.", "en"),
        ("L'homme n'est pas là.", "fr"),
        ("Das ist doch ganz einfach.", "de"),
        ("Isso é muito bom.", "pt"),
        ("Eso está muy bien.", "es"),
    ],
)
def test_a_text_is_in_its_own_language_alone(text: str, language: str) -> None:
    assert in_language(text, language)
    assert not any(in_language(text, other) for other in ("en", "fr", "de") if other != language)


def test_a_text_of_unknown_words_or_of_none_is_in_no_language() -> None:
    assert not in_language("Blorf znagrat the wimbulous.", "en")
    assert not in_language("...", "en")
