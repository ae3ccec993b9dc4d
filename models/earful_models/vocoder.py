"""The WORLD vocoder (Morise et al. 2016): a voice as pitch, spectral envelope and aperiodicity, and back."""

from dataclasses import dataclass, replace

import numpy as np
import pyworld
from numpy.typing import NDArray

from earful_models.corpus import SAMPLE_RATE

FRAME_MS = 5.0

Field = NDArray[np.float64]


@dataclass(frozen=True)
class Vocoded:
    """Frames of 5 ms: `f0` [frames] in Hz, 0 where nothing is voiced; `envelope` [frames, bins], power from 0 to 8 kHz;
    `aperiodicity` [frames, bins], 0 to 1: how much of it is noise.
    """

    f0: Field
    envelope: Field
    aperiodicity: Field

    def with_formants(self, factor: float | Field) -> "Vocoded":
        """The spectrum at `factor` times its frequencies, which may be a factor for each bin."""
        bins = np.arange(self.envelope.shape[1])
        source = np.clip(bins / factor, 0, len(bins) - 1)
        low = source.astype(int)
        high, part = np.minimum(low + 1, len(bins) - 1), source - low

        def moved(field: Field) -> Field:
            return np.ascontiguousarray(field[:, low] * (1 - part) + field[:, high] * part)

        return replace(self, envelope=moved(self.envelope), aperiodicity=moved(self.aperiodicity))


def analysed(samples: NDArray[np.float32]) -> Vocoded:
    """Of at least a tenth of a second at 16 kHz."""
    wave = samples.astype(np.float64)
    rough, times = pyworld.dio(wave, SAMPLE_RATE, frame_period=FRAME_MS)
    f0 = pyworld.stonemask(wave, rough, times, SAMPLE_RATE)
    envelope = pyworld.cheaptrick(wave, f0, times, SAMPLE_RATE)
    return Vocoded(f0, envelope, pyworld.d4c(wave, f0, times, SAMPLE_RATE))


def synthesised(voice: Vocoded, tempo: float = 1.0) -> NDArray[np.float32]:
    """Samples at 16 kHz, `tempo` times as fast."""
    wave = pyworld.synthesize(voice.f0, voice.envelope, voice.aperiodicity, SAMPLE_RATE, FRAME_MS / tempo)
    return np.asarray(wave, np.float32)
