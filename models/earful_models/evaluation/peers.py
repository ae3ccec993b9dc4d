"""What a scorer is compared with: chance, and what the transcript alone tells."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import TOXIC_LABELS, Clip, load_spoken
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
    about = "Whisper base, then MiniLM-L6 with a head trained on the texts of the training split"

    def __init__(self, predict: Predict, labels: tuple[str, ...], transcribe: Transcribe) -> None:
        self._predict, self._labels, self._transcribe = predict, labels, transcribe

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        probabilities = self._predict(self._transcribe(clips))
        return Scores(dict(zip(self._labels, probabilities.T, strict=True)))


def load_peers(corpus: Path, cache: Path) -> list[Scorer]:
    """All peers. Raises ModuleNotFoundError where `models/setup label` has not run; chance alone needs nothing."""
    from earful_models.label.sentence_encoder import SentenceEncoder
    from earful_models.label.text_classifier import LABELS, train_text_classifier
    from earful_models.label.transcribe import Transcriber

    build = cache.parent
    transcribe = Transcriber(build).transcribe
    rows = [clip.row for clip in load_spoken(corpus, cache, "train")]
    classifier = train_text_classifier(SentenceEncoder(), rows, build)
    return [
        Chance(),
        LexiconPeer(Lexicon.load(corpus), transcribe),
        TextPeer(classifier.predict, LABELS, transcribe),
    ]
