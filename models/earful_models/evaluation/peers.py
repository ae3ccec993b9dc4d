"""What a scorer is compared with: chance, and what the transcript alone tells."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import TOXIC_LABELS, Clip
from earful_models.evaluation.scorer import Scorer, Scores, clip_id
from earful_models.texts.lexicon import Lexicon

Transcribe = Callable[[list[Clip]], list[str]]
Predict = Callable[[list[str]], NDArray[np.float64]]


class Chance:
    """A score drawn at random, decided by the clip's id."""

    name = "chance"
    about = "a random score"

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        digests = [hashlib.sha256(clip_id(clip).encode()).digest() for clip in clips]
        return Scores({"toxic": np.array([int.from_bytes(digest[:6]) / 2**48 for digest in digests])})


class LexiconPeer:
    """1 for a label if the transcript has a term that gives it; `toxic` is 0.5 for a term that gives none."""

    name = "lexicon"
    about = "terms of surge-ai/profanity and LDNOOBW in the transcript"

    def __init__(self, lexicon: Lexicon, transcribe: Transcribe) -> None:
        self._lexicon, self._transcribe = lexicon, transcribe

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        texts = self._transcribe(clips)
        found = [
            self._lexicon.find(text, clip.row.get("language") or "en") for clip, text in zip(clips, texts, strict=True)
        ]
        by_label = {label: np.array([float(label in f.labels) for f in found]) for label in TOXIC_LABELS}
        return Scores({"toxic": np.array([1.0 if f.labels else 0.5 * f.found for f in found]), **by_label})


class TextPeer:
    """A text classifier on the transcript."""

    name = "transcript + text classifier"
    about = "Whisper base, then EHSOR on MiniLM-L6: the classifier of `label`, which teaches the models too"

    def __init__(self, predict: Predict, transcribe: Transcribe) -> None:
        """predict: texts to probabilities [texts, 6], in the order of corpus.LABELS."""
        self._predict, self._transcribe = predict, transcribe

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        *toxic, no_violation = self._predict(self._transcribe(clips)).T
        return Scores({**dict(zip(TOXIC_LABELS, toxic, strict=True)), "toxic": 1 - no_violation})


class WordsPeer(TextPeer):
    """The text classifier on the very words that were to be spoken: no recogniser and no voice could tell it more. How
    far it is from perfect is how far the labels are from what words tell. Of real recordings it knows no words.
    """

    name = "the words themselves + text classifier"
    about = "the text that the synthesiser was given, then the same classifier"

    def __init__(self, predict: Predict) -> None:
        super().__init__(predict, lambda clips: [clip.row["text"] for clip in clips])


def load_peers(corpus: Path, cache: Path) -> list[Scorer]:
    """All peers; the text classifier was trained on training texts alone.

    Raises ModuleNotFoundError where `models/setup label` has not run; chance alone needs nothing.
    """
    from earful_models.label.release import RELEASED, load_text_classifier
    from earful_models.label.sentence_encoder import SentenceEncoder
    from earful_models.label.transcribe import Transcriber

    transcribe = Transcriber(cache.parent).transcribe
    classifier = load_text_classifier(RELEASED, SentenceEncoder()).classifier
    return [
        Chance(),
        LexiconPeer(Lexicon.load(corpus), transcribe),
        TextPeer(classifier.predict, transcribe),
        WordsPeer(classifier.predict),
    ]
