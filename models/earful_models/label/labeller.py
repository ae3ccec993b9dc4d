"""What a worker does to a piece: transcribes it and classifies the transcript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import TOXIC_LABELS, decode
from earful_models.label.manifest import SCORES
from earful_models.libopus import version
from earful_models.texts.labels import CLEAN


@dataclass(frozen=True)
class Models:
    """`transcribe` takes samples (-1 to 1 at 16 kHz) and returns the words and the language that it heard; `classify`
    takes texts and returns the scores [texts, labels]; a toxic label is set from its threshold up. `transcriber` and
    `classifier` name them in the manifest.
    """

    transcribe: Callable[[NDArray[np.float32]], tuple[str, str]]
    classify: Callable[[list[str]], NDArray[np.float64]]
    thresholds: Mapping[str, float]
    transcriber: str
    classifier: str


class Labeller:
    """Loads the models once a worker."""

    def __init__(self, out: Path, models: Callable[[], Models]) -> None:
        self._out, self._models = out, models()

    def __call__(self, piece: dict[str, Any]) -> dict[str, Any]:
        """A row of the manifest. It is the stored piece that is heard, so that others can hear what was labelled."""
        samples = decode((self._out / piece["path"]).read_bytes()).astype(np.float32) / np.float32(32768)
        text, language = self._models.transcribe(samples)
        text = " ".join(text.split())
        scores = [float(score) for score in self._models.classify([text])[0]]
        toxic = {label: scores[i] >= self._models.thresholds[label] for i, label in enumerate(TOXIC_LABELS)}
        decisions = {**toxic, CLEAN: not any(toxic.values())}
        return {
            **piece,
            "transcript": text,
            "language": language,
            **{label: str(int(decided)) for label, decided in decisions.items()},
            **{name: f"{score:.4f}" for name, score in zip(SCORES, scores, strict=True)},
            "cutter": f"{version()}, DTX",
            "transcriber": self._models.transcriber,
            "classifier": self._models.classifier,
        }
