"""Recordings to label, made of the real clips of tests/vectors."""

from pathlib import Path

import numpy as np
from conftest import encode

from earful_models.corpus import SAMPLE_RATE, Samples
from earful_models.vectors import read

VECTORS = Path(__file__).resolve().parents[2] / "tests" / "vectors"


def sentence() -> Samples:
    """1.9 s of a person's voice, from its first sound to its last."""
    samples = (read(VECTORS / "clips.safetensors")["sentence"] * 32767).astype(np.int16)
    loud = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())
    return samples[loud[0] : loud[-1]]


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)


def spoken(*parts: Samples | float) -> tuple[Samples, list[tuple[float, float]]]:
    """The parts one after another, numbers being seconds of silence; and where each voice starts and ends."""
    blocks, places, time = [], [], 0.0
    for part in parts:
        block = silence(part) if isinstance(part, float) else part
        seconds = len(block) / SAMPLE_RATE
        if not isinstance(part, float):
            places.append((time, time + seconds))
        blocks.append(block)
        time += seconds
    return np.concatenate(blocks), places


def write_recording(path: Path, *parts: Samples | float) -> list[tuple[float, float]]:
    """A WAV file of `spoken`; returns its places."""
    samples, places = spoken(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(samples))
    return places
