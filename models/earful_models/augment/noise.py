"""Noise, and sounds that are no speech at all."""

import numpy as np

from earful_models.augment.filters import shaped
from earful_models.augment.level import Audio, at_level, rms
from earful_models.corpus import SAMPLE_RATE


def coloured_noise(length: int, exponent: float, random: np.random.Generator) -> Audio:
    """Noise with power falling as 1/f**exponent: 0 white, 1 pink, 2 brown."""
    white = random.standard_normal(length).astype(np.float32)
    return shaped(white, lambda hz: np.maximum(hz, 20) ** (-exponent / 2))


def with_noise(samples: Audio, snr: float, random: np.random.Generator) -> Audio:
    """Coloured noise added at a ratio in dB to the RMS of the whole, pauses included."""
    noise = coloured_noise(len(samples), random.uniform(-0.5, 2), random)
    scale = rms(samples) / max(rms(noise), 1e-9) * 10 ** (-snr / 20)
    return samples + noise * np.float32(scale)


def nonspeech(random: np.random.Generator) -> Audio:
    """Half a second to five seconds of noise, of hum with noise, or of nearly nothing."""
    length = int(random.uniform(0.5, 5) * SAMPLE_RATE)
    noise = coloured_noise(length, random.uniform(-0.5, 2.5), random)
    kind = random.integers(4)
    if kind == 0:
        return at_level(noise, random.uniform(-100, -60))
    if kind == 1:
        time = np.arange(length) / SAMPLE_RATE
        hum = sum(random.uniform(0, 1) * np.sin(2 * np.pi * k * random.choice([50, 60]) * time) for k in range(1, 6))
        noise = at_level(noise, -10) + np.asarray(hum, np.float32)
    if kind == 2:  # swells, as of wind and traffic
        points = random.uniform(0, 1, max(2, length // 4000))
        noise = noise * np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(points)), points).astype(np.float32)
    return at_level(noise, random.uniform(-60, -12))
