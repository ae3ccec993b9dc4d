"""Texts with emotions that a model which ships may learn from: GoEmotions (Demszky et al. 2020), Apache-2.0."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from earful_models.texts.clean import clean, word_key, words
from earful_models.texts.lexicon import Lexicon
from earful_models.texts.minors import hints_at_minors, mentions_minors
from earful_models.texts.readers import READERS
from earful_models.texts.readings import read_texts
from earful_models.texts.rows import LONGEST, digest
from earful_models.texts.splits import hashed_split

SOURCE = "goemotions"
MOST = 2000
"""Texts of an emotion in a split: joy and neutral are two thirds of the source."""


class EmotionTexts(NamedTuple):
    """Each text with one of texts.labels.EMOTIONS."""

    texts: list[str]
    emotions: list[str]


def emotion_texts(corpora: Path, split: str, held_out: Collection[str] = (), most: int = MOST) -> EmotionTexts:
    """The rows of CORPUS/text/goemotions on whose emotion annotators agree, as speech would have them, less those that
    mention minors, that are sexual and may hint at them or that a reader would not use, and those whose word key is in
    `held_out`, at most `most` of an emotion. Split by word key.
    """
    read = read_texts()
    unused = {text.id for text in read if not text.usable}
    sexual = {text.id for text in read if any("dating_sexting" in reading.labels for reading in text.readings)}
    lexicon = Lexicon.load(corpora)
    found: dict[str, tuple[str, str]] = {}
    counts: Counter[str] = Counter()
    for row in READERS[SOURCE](corpora / "text" / SOURCE):
        text = clean(row.text, "en") if row.emotion else None
        if text is None or not words(text) or len(words(text)) > LONGEST or mentions_minors(text, "en"):
            continue
        name = digest(f"{SOURCE}|{text}")
        if name in unused or ((name in sexual or lexicon.find(text, "en").sexual) and hints_at_minors(text, "en")):
            continue
        key = word_key(text)
        if key in held_out or key in found or hashed_split(digest(key)) != split or counts[row.emotion] == most:
            continue
        found[key] = text, row.emotion
        counts[row.emotion] += 1
    return EmotionTexts([text for text, _ in found.values()], [emotion for _, emotion in found.values()])
