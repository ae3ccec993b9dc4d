"""Levels and mixing."""

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import SAMPLE_RATE, Samples

Audio = NDArray[np.float32]

FRAME = SAMPLE_RATE // 50
MARGIN = 15.9
"""ITU-T P.56: speech is active where its envelope is within 15.9 dB of the active level."""


def to_float(samples: Samples) -> Audio:
    """int16 as -1 to 1."""
    return samples.astype(np.float32) / np.float32(32768)


def to_int16(samples: Audio) -> Samples:
    """Rounded and clipped, as a converter does."""
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)


def rms(samples: Audio) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def active_level(samples: Audio) -> float:
    """RMS of the active speech: the frames of 20 ms no more than 15.9 dB below that RMS itself, as in ITU-T P.56 but by
    frames in place of an envelope. Pauses do not count. A clip under a frame has its plain RMS.
    """
    whole = len(samples) // FRAME * FRAME
    if whole == 0:
        return rms(samples)
    power = np.mean(np.square(samples[:whole], dtype=np.float64).reshape(-1, FRAME), 1)
    level = float(power.mean())
    for _ in range(20):
        active = power[power >= level * 10 ** (-MARGIN / 10)]
        if active.mean() == level:
            break
        level = float(active.mean())
    return float(np.sqrt(level))


def mixed(speech: Audio, other: Audio, snr: float) -> Audio:
    """`other` added so that the active level of the speech is `snr` dB above the RMS of what is added. May exceed full
    scale. Silence on either side adds nothing.
    """
    loudness, level = rms(other), active_level(speech)
    if loudness == 0 or level == 0:
        return speech
    return speech + other * np.float32(level / loudness * 10 ** (-snr / 20))


def at_level(samples: Audio, level: float) -> Audio:
    """Scaled to an RMS of `level` dB below full scale, then clipped like a converter."""
    return np.clip(samples * np.float32(10 ** (level / 20) / max(rms(samples), 1e-9)), -1, 1)


def within_scale(samples: Audio) -> Audio:
    """Turned down only if it exceeds full scale."""
    peak = float(np.max(np.abs(samples), initial=0))
    return samples / np.float32(peak) if peak > 1 else samples


def overdriven(samples: Audio, random: np.random.Generator) -> Audio:
    """A microphone turned up 3 to 25 dB too far: flattened peaks, half the time with a soft knee. The result has the
    level of the input, so that this changes the shape alone.
    """
    peak = float(np.max(np.abs(samples), initial=0))
    if peak == 0:
        return samples
    driven = samples * np.float32(10 ** (random.uniform(3, 25) / 20) / peak)
    flattened = np.tanh(driven) if random.random() < 0.5 else np.clip(driven, -1, 1)
    return within_scale(flattened * np.float32(rms(samples) / rms(flattened)))


def as_loud_as_people_are(samples: Audio, random: np.random.Generator) -> Audio:
    """An RMS from -70 dB, where 16 bits leave little, to -6 dB, where the peaks are cut."""
    return to_float(to_int16(at_level(samples, random.uniform(-70, -6))))
