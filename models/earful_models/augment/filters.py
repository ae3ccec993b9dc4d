"""Filters: bands of microphones, headsets and telephones."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from earful_models.augment.level import Audio
from earful_models.corpus import SAMPLE_RATE


def shaped(samples: Audio, gain: Callable[[NDArray[np.floating]], NDArray[np.floating]]) -> Audio:
    """Filtered without phase change by a gain that is a function of the frequency in Hz."""
    padded = -(-len(samples) // 8000) * 8000  # a product of small primes, which the FFT likes
    hz = np.fft.rfftfreq(padded, 1 / SAMPLE_RATE)
    spectrum = np.fft.rfft(samples, padded) * gain(hz)
    return np.fft.irfft(spectrum, padded)[: len(samples)].astype(np.float32)


def band_limited(samples: Audio, low: float, high: float, order: int = 4) -> Audio:
    """Butterworth slopes of this order below `low` and above `high` Hz."""

    def gain(hz: NDArray[np.floating]) -> NDArray[np.floating]:
        below, above = (low / np.maximum(hz, 1)) ** (2 * order), (hz / high) ** (2 * order)
        return 1 / np.sqrt((1 + below) * (1 + above))

    return shaped(samples, gain)


def headset(samples: Audio, random: np.random.Generator) -> Audio:
    """A headset cuts at 80 to 300 Hz; Bluetooth and telephones end at 3.4 kHz, wide band at 7 kHz, both steeply."""
    low = random.uniform(80, 300)
    high = 3400 if random.random() < 0.5 else 7000
    return band_limited(samples, low, high, order=8)


def muffled(samples: Audio, random: np.random.Generator) -> Audio:
    """Through cloth, a hand or a wall: 6 to 18 dB an octave less above 400 to 1500 Hz."""
    return band_limited(samples, 1, random.uniform(400, 1500), order=int(random.integers(1, 4)))
