"""Transcribing with Whisper base, and remembering it."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from earful_models.corpus import Clip
from earful_models.label.transcribe import Listener, Transcriber, whisper
from earful_models.label.whisper_weights import PARTS, whisper_folder

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"


class Ear:
    """Says how many samples it heard, and counts how often it was asked."""

    def __init__(self) -> None:
        self.heard = 0

    def __call__(self, _cache: Path) -> Listener:
        def listen(samples: NDArray[np.float32], language: str | None) -> tuple[str, str]:
            self.heard += 1
            return f"{len(samples)} samples in {language}", language or "en"

        return listen


def clip(length: int, **row: str) -> Clip:
    return Clip(row, np.arange(length, dtype=np.int16))


def test_each_clip_is_transcribed_once_whoever_asks(tmp_path: Path) -> None:
    ear = Ear()
    clips = [clip(10, language="fr"), clip(20), clip(10, language="fr")]
    expected = ["10 samples in fr", "20 samples in None", "10 samples in fr"]
    assert Transcriber(tmp_path, ear).transcribe(clips) == expected
    assert Transcriber(tmp_path, ear).transcribe(clips) == expected
    assert ear.heard == 2


def test_the_same_samples_in_another_language_are_heard_anew(tmp_path: Path) -> None:
    transcriber = Transcriber(tmp_path, Ear())
    assert transcriber.transcribe([clip(10, language="fr")]) != transcriber.transcribe([clip(10, language="de")])


def test_a_line_that_was_cut_short_is_transcribed_again(tmp_path: Path) -> None:
    Transcriber(tmp_path, Ear()).transcribe([clip(10), clip(20)])
    file = tmp_path / "transcripts" / "base.jsonl"
    file.write_text(file.read_text()[:-9])
    ear = Ear()
    for _ in range(2):
        assert Transcriber(tmp_path, ear).transcribe([clip(10), clip(20)])[1] == "20 samples in None"
    assert ear.heard == 1


def test_whisper_writes_down_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="models/setup label has not run")
    samples = load_file(VECTORS / "clips.safetensors")["sentence"].astype(np.float32)
    text, language = whisper(tmp_path)(samples, None)
    assert language == "en"
    assert len(text.split()) > 5, text


def test_half_of_the_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(PARTS[0], reason="models/setup label has not run")
    monkeypatch.setattr("earful_models.label.whisper_weights.PARTS", PARTS[:1])
    with pytest.raises(ValueError, match="72608766 bytes"):
        whisper_folder(tmp_path)
    assert not (tmp_path / "whisper-base" / "model.bin").exists()
