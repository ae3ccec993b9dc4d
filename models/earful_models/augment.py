"""Augmentation of waveforms: what microphones, rooms and calls do to a voice, and sounds that are no speech at all."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import SAMPLE_RATE, Clip

Audio = NDArray[np.float32]
LONGEST = 15 * SAMPLE_RATE


@dataclass(frozen=True)
class Augmentation:
    """How often each change is made to a training clip, as probabilities."""

    gain: float = 0.0
    noise: float = 0.0
    band_limit: float = 0.0
    speed: float = 0.0
    edges: float = 0.0
    join: float = 0.0
    short_crop: float = 0.0
    spec_augment: float = 0.0
    nonspeech: float = 0.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 0 <= value <= 1:
                raise ValueError(f"augmentation.{name} must be from 0 to 1, not {value}")


@dataclass(frozen=True)
class Example:
    """What a training step sees of one clip: samples, -1 to 1, the label and the row indices it was made of."""

    samples: Audio
    toxic: bool
    rows: tuple[int, ...]


def augmented(clips: list[Clip], index: int, config: Augmentation, random: np.random.Generator) -> Example:
    """Clip `index` with random changes; the same generator state gives the same example."""

    def happens(probability: float) -> bool:
        return bool(random.random() < probability)

    if happens(config.nonspeech):
        return Example(nonspeech(random), False, ())
    samples, toxic = _float(clips[index]), clips[index].toxic
    rows: tuple[int, ...] = (index,)
    if happens(config.join):
        other = int(random.integers(len(clips)))
        gap = np.zeros(int(random.uniform(0.1, 0.6) * SAMPLE_RATE), np.float32)
        joined = np.concatenate([samples, gap, _float(clips[other])])
        if len(joined) <= LONGEST:
            samples, toxic, rows = joined, toxic or clips[other].toxic, (index, other)
    elif not toxic and happens(config.short_crop):
        # Only clean speech is cut short: a crop of a toxic utterance may have lost what made it so.
        samples, rows = cropped(samples, random.uniform(0.3, 2.0), random), ()
    if happens(config.speed):
        samples = resampled(samples, random.uniform(0.87, 1.15))
    if happens(config.edges):
        before, after = (random.uniform(0, 0.5, 2) * SAMPLE_RATE).astype(int)
        samples = np.pad(samples, (before, after))
    if happens(config.band_limit):
        samples = band_limited(samples, random.uniform(20, 350), random.uniform(2800, 8000))
    if happens(config.noise):
        samples = with_noise(samples, random.uniform(3, 40), random)
    if happens(config.gain):
        samples = at_level(samples, random.uniform(-45, -12))
    return Example(samples[:LONGEST], toxic, rows)


def _float(clip: Clip) -> Audio:
    return clip.samples.astype(np.float32) / np.float32(32768)


def cropped(samples: Audio, seconds: float, random: np.random.Generator) -> Audio:
    """A random part of this length, or everything if the clip is shorter."""
    length = min(len(samples), int(seconds * SAMPLE_RATE))
    start = int(random.integers(len(samples) - length + 1))
    return samples[start : start + length]


def resampled(samples: Audio, speed: float) -> Audio:
    """Played faster, tempo and pitch together, by linear interpolation."""
    positions = np.arange(0, len(samples) - 1, speed)
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)


def shaped(samples: Audio, gain: Callable[[NDArray[np.floating]], NDArray[np.floating]]) -> Audio:
    """Filtered without phase change by a gain that is a function of the frequency in Hz."""
    padded = -(-len(samples) // 8000) * 8000  # a product of small primes, which the FFT likes
    hz = np.fft.rfftfreq(padded, 1 / SAMPLE_RATE)
    spectrum = np.fft.rfft(samples, padded) * gain(hz)
    return np.fft.irfft(spectrum, padded)[: len(samples)].astype(np.float32)


def band_limited(samples: Audio, low: float, high: float) -> Audio:
    """Fourth-order slopes below `low` and above `high` Hz."""
    return shaped(samples, lambda hz: 1 / np.sqrt((1 + (low / np.maximum(hz, 1)) ** 8) * (1 + (hz / high) ** 8)))


def coloured_noise(length: int, exponent: float, random: np.random.Generator) -> Audio:
    """Noise with power falling as 1/f**exponent: 0 white, 1 pink, 2 brown."""
    white = random.standard_normal(length).astype(np.float32)
    return shaped(white, lambda hz: np.maximum(hz, 20) ** (-exponent / 2))


def with_noise(samples: Audio, snr: float, random: np.random.Generator) -> Audio:
    """Coloured noise added at a signal-to-noise ratio in dB."""
    noise = coloured_noise(len(samples), random.uniform(-0.5, 2), random)
    scale = rms(samples) / max(rms(noise), 1e-9) * 10 ** (-snr / 20)
    return samples + noise * np.float32(scale)


def at_level(samples: Audio, level: float) -> Audio:
    """Scaled to an RMS of `level` dB below full scale, then clipped like a converter."""
    return np.clip(samples * np.float32(10 ** (level / 20) / max(rms(samples), 1e-9)), -1, 1)


def rms(samples: Audio) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


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
