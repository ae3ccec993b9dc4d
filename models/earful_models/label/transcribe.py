"""Transcribes clips with Whisper base, each once: what was heard is kept by the clip's samples."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from earful_models.corpus import Clip
from earful_models.label.whisper_weights import whisper_folder

Listener = Callable[[NDArray[np.float32], str | None], tuple[str, str]]
"""Samples, -1 to 1 at 16 kHz, and their language if it is known, to the words spoken and the language heard."""


def whisper(cache: Path) -> Listener:
    """Whisper base, greedily, on one thread in 8 bits: about two clips a second, whatever their length up to 30 s."""
    from faster_whisper import WhisperModel  # of `models/setup label`, which others do without

    model = WhisperModel(str(whisper_folder(cache)), device="cpu", compute_type="int8", cpu_threads=1)

    def listen(samples: NDArray[np.float32], language: str | None) -> tuple[str, str]:
        segments, heard = model.transcribe(
            samples,
            language=language,
            beam_size=1,
            temperature=0.0,  # no second try at random: the same clip gives the same words
            condition_on_previous_text=False,  # which repeats itself on laughter and noise
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments), heard.language

    return listen


class Transcriber:
    """Remembers its transcripts in `cache`/transcripts/base.jsonl, so that a run that was interrupted goes on."""

    def __init__(self, cache: Path, listener: Callable[[Path], Listener] = whisper) -> None:
        self._cache, self._listener = cache, listener
        self._file = cache / "transcripts" / "base.jsonl"
        self._known: dict[str, str] = {}
        if self._file.exists():
            for record in _records(self._file.read_text("utf-8").splitlines()):
                self._known[record["key"]] = record["text"]

    def transcribe(self, clips: list[Clip]) -> list[str]:
        """The words of each clip; "" where none were heard. A manifest's language is taken as known."""
        keys = [_key(clip) for clip in clips]
        missing = {key: clip for key, clip in zip(keys, clips, strict=True) if key not in self._known}
        if missing:
            listen = self._listener(self._cache)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write("\n")  # ends a line that was cut short, which would spoil the next
                for key, clip in tqdm(missing.items(), "transcribing", mininterval=5):
                    samples = clip.samples.astype(np.float32) / np.float32(32768)
                    self._known[key], _ = listen(samples, _language(clip))
                    file.write(json.dumps({"key": key, "text": self._known[key]}, ensure_ascii=False) + "\n")
                    file.flush()
        return [self._known[key] for key in keys]


def _language(clip: Clip) -> str | None:
    return clip.row.get("language") or None


def _key(clip: Clip) -> str:
    return f"{_language(clip) or ''}:{hashlib.sha256(clip.samples.tobytes()).hexdigest()[:20]}"


def _records(lines: Iterable[str]) -> Iterable[dict[str, Any]]:
    for line in lines:
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue  # the last line of a run that was killed while it wrote, or nothing
