"""hibari-tts (Apache-2.0): one small English speaker, moved by the WORLD vocoder (Morise et al. 2016)."""

from dataclasses import replace

import hibari
import numpy as np

from earful_models.corpus import SAMPLE_RATE
from earful_models.speech.audio import Samples, resampled
from earful_models.speech.voices import Voice
from earful_models.vocoder import analysed, synthesised


class Hibari:
    """`rate` of a voice scales the formants and `pitch` the pitch, each alone."""

    def __init__(self) -> None:
        self._engine = hibari.Hibari("heart")

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        audio = resampled(np.asarray(self._engine(text, seed=0), np.float32), self._engine.sample_rate)
        return audio if len(audio) < SAMPLE_RATE // 10 else morphed(audio, voice.pitch, voice.rate, tempo)


def morphed(audio: Samples, pitch: float, formants: float, tempo: float) -> Samples:
    """The same speech with pitch and formants times these factors, `tempo` times as fast."""
    voice = analysed(audio).with_formants(formants)
    return synthesised(replace(voice, f0=voice.f0 * pitch), tempo)
