"""Undoes how words are disguised before BERT's tokeniser reads them. The twin of core/text/normaliser."""

import re
from collections.abc import Callable
from itertools import product

from tokenizers.normalizers import BertNormalizer

from earful_models.text_encoder.look_alikes import ALWAYS, BESIDE_LATIN, INVISIBLE

Count = Callable[[str], int]
"""How many word pieces a word takes; an unknown one, more than any known."""

LEET = str.maketrans("@431!05$7", "aaeiiosst")
MOST_STRETCHED = 4
"""Runs of a letter in a word that are tried one by one."""

_FOLD = BertNormalizer(lowercase=True)
_SPACED = re.compile(r"(?<![^ ])[a-z](?: [a-z]){2,}(?![a-z0-9'])")
_DOTTED = re.compile(r"(?<![a-z0-9])[a-z](?:[.\-_*][a-z]){2,}(?![a-z0-9])")
_LEET = re.compile(r"[a-z0-9@!$]{3,}")
_LETTERS = re.compile("[a-z]{3,}")
_RUN = re.compile(r"([a-z])\1\1+")
_FOREIGN = re.compile(r"[\u0370-\u052f]")


def normalised(text: str, count: Count) -> str:
    """The text as BERT's own normaliser leaves it (small letters, no accents, no control characters), and then

    - without characters that nobody sees, and with look-alikes as the Latin letters they stand for: those of other
      forms anywhere, Cyrillic and Greek ones in words that also have Latin letters and no other foreign ones;
    - three or more letters joined that stand alone, between spaces or with dots, hyphens, underscores or stars between;
    - of a word with signs for letters (l33t), and of one with a letter three times or more in a row, the reading that
      takes the fewest word pieces: as it is, decoded, each run cut to two letters or one. The earliest of equal ones.
    """
    words = " ".join(revealed(word) for word in _FOLD.normalize_str(text).translate(INVISIBLE).split(" "))
    words = _SPACED.sub(lambda match: match[0].replace(" ", ""), words)
    return " ".join(read(word, count) for word in words.split(" "))


def revealed(word: str) -> str:
    """Without look-alikes."""
    if word.isascii():
        return word
    word = word.translate(ALWAYS)
    if re.search("[a-z]", word) and all(ord(c) in BESIDE_LATIN for c in _FOREIGN.findall(word)):
        word = word.translate(BESIDE_LATIN)
    return word


def read(word: str, count: Count) -> str:
    """A word between spaces without dots between its letters, signs for letters, and stretched letters."""
    word = _DOTTED.sub(lambda match: re.sub("[^a-z]", "", match[0]), word)
    word = _LEET.sub(lambda match: decoded(match[0], count), word)
    return _LETTERS.sub(lambda match: shortened(match[0], count), word)


def decoded(word: str, count: Count) -> str:
    """With letters for its signs, if it has both and no other digit. What ends it in ! or 1 is no letter."""
    body = word.rstrip("!1")
    letters = body.translate(LEET)
    if len(body) < 3 or letters == body or not letters.isalpha() or not re.search("[a-z]", body):
        return word
    return word if count(body) <= count(letters) else letters + word[len(body) :]


def shortened(word: str, count: Count) -> str:
    """With each run of a letter as it is, or all of them of one letter or two."""
    runs = len(_RUN.findall(word))
    if not runs:
        return word
    readings = [word]
    for lengths in product((2, 1), repeat=runs) if runs <= MOST_STRETCHED else [(2,) * runs, (1,) * runs]:
        left = iter(lengths)
        readings.append(_RUN.sub(lambda match, left=left: match[1] * next(left), word))  # type: ignore[misc]
    return min(readings, key=count)
