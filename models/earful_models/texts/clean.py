"""Turns a written comment into text that a person could say."""

import html
import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_REPLACED = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "…": ".",
        "–": ",",
        "—": ",",
        "¡": " ",
        "¿": " ",
    }
)
_LINKS = re.compile(r"https?:\S+|www\.\S+|\b\w+\.(?:com|org|net|co|de|fr|br)\b\S*", re.IGNORECASE)
_NAMES = re.compile(r"^\s*rt\b|\bRT\b:?|(?:^|(?<=[\s.,:!?\"(]))@+\w+:?|[@|]LBR[@|]|\|LBR\|")
_MARKUP = re.compile(r"<[^<>]*>")
_FACES = re.compile(r"(?<!\w)[:;=8xX]['o-]?[)(\]\[DPpOo/\\|3*]+(?!\w)|<3+")
_LEFT_OUT_AT_BOTH_ENDS = " ,;:-'\""
_SPEAKABLE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ſ0-9\s.,!?'&%-]*")  # Latin letters alone


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; an apostrophe within a word belongs to it."""
    return _WORD.findall(text.lower())


def word_key(text: str) -> str:
    """The same for texts that differ in word order, repetition, case or punctuation alone."""
    return " ".join(sorted(set(words(text))))


def clean(text: str, language: str) -> str | None:
    """The text without links, @names, emoji and markup, as a sentence; None if what is left could not be spoken:
    masked words, placeholders such as [NAME], and other symbols.

    Speech has no capitals, so a model must not learn who uses which: only the beginnings of sentences and the English
    "I" keep one, and German, where they tell how a word is read.
    """
    text = html.unescape(html.unescape(text)).translate(_REPLACED)
    text = unicodedata.normalize("NFC", text)
    for pattern in (_MARKUP, _LINKS, _NAMES, _FACES):
        text = pattern.sub(" ", text)
    text = "".join(" " if unicodedata.category(c) in {"So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc"} else c for c in text)
    text = re.sub(r"#(?=\w)", "", text)
    text = re.sub(r"(?<!\w)[*_~]+|[*_~]+(?!\w)", "", text)  # emphasis; inside a word it would be a mask
    text = re.sub(r"[()/;:]|\s-+|-+\s", ",", text.replace('"', " "))
    text = re.sub(r"\s+'\s*(?=(?:s|t|re|ve|ll|m|d)\b)", "'", text)  # "don 't" of tokenised sources
    text = re.sub(r"(.)\1{2,}", r"\1\1", text)
    text = re.sub(r"([.,!?])[\s.,!?]*(?=[.,!?])", "", text)  # of a run of marks, the last
    text = re.sub(r"\s+([.,!?])", r"\1", text)
    text = re.sub(r"([.,!?])(?=[^\W\d_])", r"\1 ", text)
    text = re.sub(r"[\s,]+via[\s.,]*$", "", text)  # what a removed link leaves
    text = re.sub(r"\s+", " ", text).strip(_LEFT_OUT_AT_BOTH_ENDS).lstrip(".!? ")
    if not text or not _SPEAKABLE.fullmatch(text):
        return None
    if language != "de":
        text = re.sub(r"\bi\b", "I", text.lower()) if language == "en" else text.lower()
    text = re.sub(r"(?:^|[.!?]\s)\w", lambda match: match[0].upper(), text)
    return text if text[-1] in ".!?" else f"{text}."
