"""Whether a text is in the language that its source claims, by the share of its words that a dictionary has."""

import re
import unicodedata
from functools import cache

from spellchecker import SpellChecker

from earful_models.texts.clean import words

SHARE = 0.8
_ELIDED = re.compile(r"\b(?:\w|\w*qu)'(?=\w)", re.IGNORECASE)


def in_language(text: str, language: str) -> bool:
    """Whether at least SHARE of the words are numbers or in the dictionary. Elided articles are not counted."""
    known = _dictionary(language)
    found = words(_without_accents(text if language == "en" else _ELIDED.sub("", text)))
    right = sum(word.isdigit() or word in known or word.removesuffix("'s") in known for word in found)
    return bool(found) and right >= SHARE * len(found)


def common_words(language: str) -> list[str]:
    """The words of the dictionary, the most frequent first."""
    counts = SpellChecker(language=language, distance=1).word_frequency.dictionary
    return sorted(counts, key=lambda word: (-counts[word], word))


@cache
def _dictionary(language: str) -> frozenset[str]:
    """Words of film subtitles, so colloquial ones and contractions are in."""
    spelt = SpellChecker(language=language, distance=1).word_frequency.dictionary
    return frozenset(_without_accents(word) for word in spelt)


def _without_accents(text: str) -> str:
    """Comments often lack the accents, and so do some words of the dictionaries."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
