"""The models that ordinary packages and this repository hold: Whisper base, MiniLM and the released head."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earful_models.label.labeller import Models
from earful_models.label.release import load_text_classifier
from earful_models.label.sentence_encoder import SentenceEncoder
from earful_models.label.transcribe import whisper
from earful_models.label.whisper_weights import whisper_folder


@dataclass(frozen=True)
class PackagedModels:
    """Loads them, from `cache`, where Whisper's weights are put together first, and from the file of the head."""

    cache: Path
    head: Path

    def prepare(self) -> "PackagedModels":
        """Puts the weights together before workers look for them. Raises ModuleNotFoundError without the packages."""
        whisper_folder(self.cache)
        return self

    def __call__(self) -> Models:
        """Loads the models."""
        listen, released = whisper(self.cache), load_text_classifier(self.head, SentenceEncoder())

        def transcribe(samples: NDArray[np.float32]) -> tuple[str, str]:
            return listen(samples, None)

        return Models(
            transcribe,
            released.classifier.predict,
            released.thresholds,
            f"Whisper base int8, faster-whisper {version('faster-whisper')}",
            released.version,
        )
