"""Letters to the phonemes that Kokoro was trained on (misaki's alphabet)."""

import re
import subprocess
from functools import cache
from typing import Any

ESPEAK = {"de": "de", "es": "es-419", "fr": "fr", "pt": "pt-br"}
"""espeak-ng's names of the languages."""

# espeak-ng's IPA with ties to misaki's letters, longest first (misaki, espeak.py, E2M).
_MISAKI = {
    "ʔˌn\u0329": "ʔn", "ʔn\u0329": "ʔn", "a^ɪ": "I", "a^ʊ": "W", "d^ʒ": "ʤ", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q",
    "s^s": "S", "t^ʃ": "ʧ", "ɔ^ɪ": "Y", "d^z": "ʣ", "t^s": "ʦ", "ɚ": "əɹ", "ʲ": "", "^": "", "-": "",
}  # fmt: skip


def phonemes(text: str, language: str, british: bool) -> str:
    """The text in misaki's alphabet: English by hibari's dictionary and rules, the others by espeak-ng.

    espeak-ng leaves punctuation out, so the text is given to it clause by clause: pauses and questions stay audible.
    """
    if language == "en":
        spoken: str = _english(british)(text)
        return spoken
    clauses = re.findall(r"([^.,;:!?…]+)([.,;:!?…]?)", text)
    said = [(_espeak(clause, language), mark or ".") for clause, mark in clauses if re.search(r"\w", clause)]
    return " ".join(clause + mark for clause, mark in said)


@cache
def _english(british: bool) -> Any:
    from hibari.g2p import G2P

    return G2P(british=british)


def _espeak(clause: str, language: str) -> str:
    command = ["espeak-ng", "-q", "--ipa", "--tie=^", "-v", ESPEAK[language], "--", clause.strip()]
    ipa = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ipa = re.sub(r"\([a-z-]+\)", "", " ".join(ipa.split()))  # (en): a word that it takes for another language's
    for written, letters in _MISAKI.items():
        ipa = ipa.replace(written, letters)
    return ipa
