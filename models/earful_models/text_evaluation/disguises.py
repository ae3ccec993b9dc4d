"""Texts whose words are disguised as people disguise them, to measure what the normaliser is worth.

Every word of four letters or more is disguised, in a way drawn from a seed: harder than what people do, who disguise
one word. No model is trained on these.
"""

import random
import re
from collections.abc import Callable

_WORD = re.compile(r"[A-Za-z]{4,}")
_LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
_LOOK_ALIKE = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}
_INVISIBLE = "\u200b\u200c\u200d\u2060"


def _leet(word: str, draw: random.Random) -> str:
    """Signs for some letters, at least one if any can have one; the first letter stays."""
    able = [i for i in range(1, len(word)) if word[i].lower() in _LEET]
    chosen = set(draw.sample(able, draw.randint(1, len(able)))) if able else set()
    return "".join(draw.choice(_LEET[c.lower()]) if i in chosen else c for i, c in enumerate(word))


def _spaced(word: str, draw: random.Random) -> str:
    return draw.choice((" ", ".", "-")).join(word)


def _stretched(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word))
    return word[:at] + word[at] * draw.randint(3, 6) + word[at + 1 :]


def _invisible(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word))
    return word[:at] + draw.choice(_INVISIBLE) + word[at:]


def _look_alike(word: str, draw: random.Random) -> str:
    """Cyrillic letters for some, at least one if any can have one, but never for all."""
    able = [i for i, c in enumerate(word) if c.lower() in _LOOK_ALIKE]
    most = min(len(able), len(word) - 1)
    chosen = set(draw.sample(able, draw.randint(1, most))) if able else set()
    return "".join(_LOOK_ALIKE[c.lower()] if i in chosen else c for i, c in enumerate(word))


def _full_width(word: str, draw: random.Random) -> str:  # noqa: ARG001
    return "".join(chr(ord(c) + 0xFEE0) for c in word)


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "leet": _leet,
    "letters apart": _spaced,
    "stretched letters": _stretched,
    "invisible characters": _invisible,
    "Cyrillic look-alikes": _look_alike,
    "full width": _full_width,
}


def disguised(texts: list[str], name: str, seed: int = 1) -> list[str]:
    """The texts in this disguise."""
    draw = random.Random(f"{name} {seed}")
    return [_WORD.sub(lambda match: DISGUISES[name](match[0], draw), text) for text in texts]
