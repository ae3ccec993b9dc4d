"""SVOX Pico (Apache-2.0) as py-nanotts packs it: one speaker for each of en-US, en-GB, de, es, fr."""

import numpy as np
from py_nanotts import NanoTTS

from earful_models.corpus import SAMPLE_RATE
from earful_models.speech.audio import Samples, resampled
from earful_models.speech.voices import Voice


class Pico:
    """`rate` scales pitch and formants together, by resampling."""

    def __init__(self) -> None:
        self._engine = NanoTTS()

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        pcm = self._engine.speak(text, voice=voice.timbre[0][0], speed=tempo / voice.rate)
        audio = np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)
        return resampled(audio, SAMPLE_RATE * voice.rate)
