"""What is already spoken: a file for each utterance, named by everything its audio depends on."""

import os
from dataclasses import dataclass
from pathlib import Path

from earful_models.speech.lines import Line
from earful_models.speech.plan import ATTEMPTS, Utterance, planned


@dataclass(frozen=True)
class SpeechCache:
    """A file is written beside its place and renamed, so that a kill at any moment leaves a whole file or none."""

    folder: Path

    def audio(self, utterance: Utterance) -> Path:
        return self.folder / "audio" / utterance.key[:2] / f"{utterance.key}.opus"

    def failure(self, utterance: Utterance) -> Path:
        return self.audio(utterance).with_suffix(".failed")

    def store(self, utterance: Utterance, audio: bytes) -> None:
        _write(self.audio(utterance), audio)

    def store_failure(self, utterance: Utterance, reason: str) -> None:
        _write(self.failure(utterance), reason.encode())

    def next(self, line: Line, seed: int) -> Utterance | None:
        """The utterance that is spoken, or is to be spoken next; None where all attempts have failed."""
        for attempt in range(ATTEMPTS):
            utterance = planned(line, seed, attempt)
            if not self.failure(utterance).exists():
                return utterance
        return None

    def failures(self, line: Line, seed: int) -> list[str]:
        """Why attempts at a line have failed."""
        paths = [self.failure(planned(line, seed, attempt)) for attempt in range(ATTEMPTS)]
        return [path.read_text() for path in paths if path.exists()]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
