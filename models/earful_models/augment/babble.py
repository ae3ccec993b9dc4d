"""Other people who talk."""

import numpy as np

from earful_models.augment.level import Audio, active_level, to_float
from earful_models.corpus import Samples


def babble(length: int, talks: list[Samples], random: np.random.Generator) -> Audio:
    """Three to eight voices of similar loudness, each saying one of `talks` over and over. They are too many to be
    understood; even so `talks` should be clean, since they leave the label of what they are mixed with as it is.
    """
    sound = np.zeros(length, np.float32)
    for _ in range(int(random.integers(3, 9))):
        talk = to_float(talks[int(random.integers(len(talks)))])
        loudness = 10 ** (random.uniform(-6, 0) / 20) / max(active_level(talk), 1e-9)
        sound += np.resize(np.roll(talk, int(random.integers(len(talk)))), length) * np.float32(loudness)
    return sound


def overlapped(samples: Audio, other: Audio, random: np.random.Generator) -> Audio:
    """A second speaker, as loud as the first to 10 dB softer, who begins while the first speaks. Both are whole."""
    start = int(random.uniform(0, 0.8) * len(samples))
    loudness = active_level(samples) / max(active_level(other), 1e-9) * 10 ** (-random.uniform(0, 10) / 20)
    together = np.zeros(max(len(samples), start + len(other)), np.float32)
    together[: len(samples)] = samples
    together[start : start + len(other)] += other * np.float32(loudness)
    return together
