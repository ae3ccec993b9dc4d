import pytest

from earful_models.texts.minors import hints_at_minors, mentions_minors


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The kids are here.", "en"),
        ("That kid's bike.", "en"),
        ("A twelve year old plays.", "en"),
        ("She is 16 yo today.", "en"),
        ("My little sister plays.", "en"),
        ("He is in high school.", "en"),
        ("Aged 9, he wins.", "en"),
        ("What a teenager!", "en"),
        ("Die Schulkinder spielen.", "de"),
        ("Ein Mädchen spielt.", "de"),
        ("L'enfant joue.", "fr"),
        ("Elle a douze ans.", "fr"),
        ("As crianças jogam.", "pt"),
        ("Los niños juegan.", "es"),
    ],
)
def test_children_teenagers_and_ages_are_found(text: str, language: str) -> None:
    assert mentions_minors(text, language)
    assert hints_at_minors(text, language)


@pytest.mark.parametrize("text", ["The girl next door.", "My daughter.", "He is 40.", "At school.", "I am seventeen."])
def test_sexual_content_is_held_to_a_stricter_list(text: str) -> None:
    assert hints_at_minors(text, "en")
    assert not mentions_minors(text, "en")


@pytest.mark.parametrize("text", ["Good game, well played.", "Stage two of the kidney message.", "The manager agreed."])
def test_words_that_only_contain_such_a_word_are_not_found(text: str) -> None:
    assert not hints_at_minors(text, "en")
