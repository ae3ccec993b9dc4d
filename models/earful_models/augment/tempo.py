"""Tempo and pitch."""

from fractions import Fraction

import av
import av.filter
import numpy as np

from earful_models.augment.level import Audio
from earful_models.corpus import SAMPLE_RATE


def cropped(samples: Audio, seconds: float, random: np.random.Generator) -> Audio:
    """A random part of this length, or everything if the clip is shorter."""
    length = min(len(samples), int(seconds * SAMPLE_RATE))
    start = int(random.integers(len(samples) - length + 1))
    return samples[start : start + length]


def repeated(samples: Audio, random: np.random.Generator) -> Audio:
    """Said two or three times, with pauses of up to 0.4 s."""
    parts = [samples]
    for _ in range(int(random.integers(1, 3))):
        parts += [np.zeros(int(random.uniform(0, 0.4) * SAMPLE_RATE), np.float32), samples]
    return np.concatenate(parts)


def resampled(samples: Audio, speed: float) -> Audio:
    """Played faster, tempo and pitch together, by linear interpolation."""
    positions = np.arange(0, len(samples) - 1, speed)
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)


def stretched(samples: Audio, tempo: float) -> Audio:
    """Spoken faster without a change of pitch, by FFmpeg's atempo (WSOLA, Verhelst and Roelands 1993)."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout="mono", time_base=Fraction(1, SAMPLE_RATE))
    change, sink = graph.add("atempo", repr(tempo)), graph.add("abuffersink")
    source.link_to(change)
    change.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
    frame.sample_rate, frame.pts = SAMPLE_RATE, 0
    graph.push(frame)
    graph.push(None)
    blocks = []
    while True:
        try:
            blocks.append(graph.pull().to_ndarray()[0])
        except (av.error.EOFError, av.error.BlockingIOError):
            break
    return np.concatenate(blocks)


def pitched(samples: Audio, semitones: float) -> Audio:
    """Pitch and formants higher without a change of tempo: a voice of another size. As long as before."""
    ratio = 2 ** (semitones / 12)
    changed = resampled(stretched(samples, 1 / ratio), ratio)[: len(samples)]
    return np.pad(changed, (0, len(samples) - len(changed)))
