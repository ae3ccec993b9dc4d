"""hibari-tts (Apache-2.0): one small English speaker, moved by the WORLD vocoder (Morise et al. 2016)."""

import hibari
import numpy as np
import pyworld

from earful_models.corpus import SAMPLE_RATE
from earful_models.speech.audio import Samples, resampled
from earful_models.speech.voices import Voice

FRAME_MS = 5.0


class Hibari:
    """`rate` of a voice scales the formants and `pitch` the pitch, each alone."""

    def __init__(self) -> None:
        self._engine = hibari.Hibari("heart")

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        audio = resampled(np.asarray(self._engine(text, seed=0), np.float32), self._engine.sample_rate)
        return audio if len(audio) < SAMPLE_RATE // 10 else morphed(audio, voice.pitch, voice.rate, tempo)


def morphed(audio: Samples, pitch: float, formants: float, tempo: float) -> Samples:
    """The same speech with pitch and formants times these factors, `tempo` times as fast."""
    wave = audio.astype(np.float64)
    rough, times = pyworld.dio(wave, SAMPLE_RATE, frame_period=FRAME_MS)
    f0 = pyworld.stonemask(wave, rough, times, SAMPLE_RATE)
    envelope = pyworld.cheaptrick(wave, f0, times, SAMPLE_RATE)
    aperiodicity = pyworld.d4c(wave, f0, times, SAMPLE_RATE)
    bins = np.arange(envelope.shape[1])
    source = np.clip(bins / formants, 0, len(bins) - 1)
    low = source.astype(int)
    high, part = np.minimum(low + 1, len(bins) - 1), source - low
    envelope, aperiodicity = (
        np.ascontiguousarray(field[:, low] * (1 - part) + field[:, high] * part) for field in (envelope, aperiodicity)
    )
    moved = pyworld.synthesize(f0 * pitch, envelope, aperiodicity, SAMPLE_RATE, FRAME_MS / tempo)
    return np.asarray(moved, np.float32)
