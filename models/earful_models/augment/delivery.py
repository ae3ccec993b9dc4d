"""How it is said: shouted, whispered, in another intonation. Synthesised voices read all they say alike."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from earful_models.augment.level import Audio, rms
from earful_models.corpus import SAMPLE_RATE
from earful_models.vocoder import FRAME_MS, Vocoded, analysed, synthesised

SHORTEST = SAMPLE_RATE // 10
"""What is shorter stays as it is: the vocoder hears no pitch in it."""

Random = np.random.Generator
Field = NDArray[np.float64]


def shouted(samples: Audio, random: Random) -> Audio:
    """Pitch up by 3 to 12 semitones, first formants by up to a seventh, a flatter spectrum, longer vowels (Rostolland
    1982). The level stays.
    """

    def shout(voice: Vocoded) -> Vocoded:
        hz = _hertz(voice)
        slope = random.uniform(3, 8)  # dB an octave, between 500 Hz and 4 kHz
        brighter = 10 ** (slope * np.log2(np.clip(hz, 500, 4000) / 500) / 10)
        first = random.uniform(1.03, 1.15)
        formants = np.interp(hz, (0, 1500, 4000), (first, first, 1))
        voiced = voice.f0[:, None] > 0
        voice = replace(voice, envelope=np.where(voiced, voice.envelope * brighter, voice.envelope))
        higher = _intoned(voice.f0, random.uniform(1, 1.6)) * 2 ** random.uniform(0.25, 1)
        return _at_times(
            replace(voice.with_formants(formants), f0=np.minimum(higher, 700)), _longer_vowels(voice, random)
        )

    return _said(samples, shout)


def whispered(samples: Audio, random: Random) -> Audio:
    """Noise in place of the voice, with less below 500 Hz and somewhat higher formants. The level stays."""

    def whisper(voice: Vocoded) -> Vocoded:
        weaker = 10 ** (-random.uniform(6, 14) * np.clip(np.log2(500 / np.maximum(_hertz(voice), 60)), 0, 3) / 10)
        noise = replace(
            voice,
            f0=np.zeros_like(voice.f0),
            envelope=voice.envelope * weaker,
            aperiodicity=np.ones_like(voice.aperiodicity),
        )
        return noise.with_formants(random.uniform(1, 1.12))

    return _said(samples, whisper)[: len(samples)]


def intoned(samples: Audio, random: Random) -> Audio:
    """From flat to singing, the pitch wandering by some semitones, now slower and now faster."""

    def intone(voice: Vocoded) -> Vocoded:
        wandering = 2 ** (_wandering(len(voice.f0), random, 2.5) / 12)
        voice = replace(voice, f0=np.minimum(_intoned(voice.f0, random.uniform(0.2, 2.5)) * wandering, 700))
        return _at_times(voice, np.exp(_wandering(len(voice.f0), random, 0.2)))

    return _said(samples, intone)


def _said(samples: Audio, change: Callable[[Vocoded], Vocoded]) -> Audio:
    """Otherwise, at the level it had."""
    if len(samples) < SHORTEST or not np.any(samples):
        return samples
    changed = synthesised(change(analysed(samples)))
    return changed * np.float32(rms(samples) / max(rms(changed), 1e-9))


def _hertz(voice: Vocoded) -> Field:
    return np.linspace(0, SAMPLE_RATE / 2, voice.envelope.shape[1])


def _intoned(f0: Field, spread: float) -> Field:
    """The pitch `spread` times as far from its median, in octaves."""
    voiced = f0 > 0
    if not voiced.any():
        return f0
    median = np.median(f0[voiced])
    return np.where(voiced, median * (np.where(voiced, f0, median) / median) ** spread, 0)


def _wandering(frames: int, random: Random, deviation: float) -> Field:
    """A smooth random curve, with a knot about every 0.4 s."""
    every = int(400 / FRAME_MS)
    knots = random.normal(0, deviation, frames // every + 2)
    return np.interp(np.arange(frames), np.arange(len(knots)) * every, knots)


def _longer_vowels(voice: Vocoded, random: Random) -> Field:
    """How long each frame takes: the voiced ones up to a third longer."""
    return np.where(voice.f0 > 0, random.uniform(1, 1.35), 1.0)


def _at_times(voice: Vocoded, durations: Field) -> Vocoded:
    """The frames for as long as `durations` [frames] says, of their length."""
    ends = np.cumsum(durations)
    source = np.searchsorted(ends, np.arange(round(ends[-1])), side="right").clip(max=len(ends) - 1)
    return Vocoded(voice.f0[source], voice.envelope[source], voice.aperiodicity[source])
