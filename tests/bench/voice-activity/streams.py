"""streams.py CORPUS CACHE FOLDER: makes the recordings to measure on, real speech and pauses, clean and in noise.

CORPUS and CACHE are those of the training recipe. Writes STREAM.npy, the truth, and STREAM-CONDITION.s16.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from earful_models.corpus import SAMPLE_RATE, Clip, load_real
from numpy.typing import NDArray

Signal = NDArray[np.float64]

SNRS = (20, 10, 5, 0)  # dB, of the speech while it lasts against the noise
NOISES = ("stationary", "babble", "game")
CONDITIONS = ("clean", *(f"{noise}-{snr}" for noise in NOISES for snr in SNRS))
SECONDS = 90  # of one stream
STREAMS = 5  # of one half
SPEECH_RMS, ROOM_RMS = 0.05, 10 ** (-72 / 20)
HOP = SAMPLE_RATE // 100


@dataclass(frozen=True)
class Stream:
    """Speech with pauses, the truth of each 10 ms, and what is mixed into it."""

    name: str
    clean: Signal
    speech: NDArray[np.bool_]

    def mixed(self, noise: Signal, snr: float) -> Signal:
        talking = np.repeat(self.speech, HOP)
        level = np.sqrt(np.mean(self.clean[talking] ** 2))
        return self.clean + noise * level * 10 ** (-snr / 20) / np.sqrt(np.mean(noise**2))


def halves(corpus: Path, cache: Path) -> dict[str, tuple[list[Clip], list[Clip]]]:
    """For `development` and `test` the clips of the streams and those of the babble. No speaker is in two of the four.

    LibriSpeech names its speakers; of the others none is named, so each source is in one half alone.
    """
    read = load_real(corpus, cache, "librispeech")
    groups: list[list[Clip]] = [[], [], [], []]
    order = {speaker: i for i, speaker in enumerate(sorted({clip.row["speaker"] for clip in read}))}
    for clip in read:
        groups[order[clip.row["speaker"]] % 4].append(clip)
    home = [clip for clip in load_real(corpus, cache, "precise") if clip.row["kind"] == "speech"]
    orders, words = load_real(corpus, cache, "intents"), load_real(corpus, cache, "wakewords")
    return {"development": (groups[0] + home, groups[2]), "test": (groups[1] + orders + words, groups[3])}


def make_streams(half: str, clips: list[Clip], rng: np.random.Generator) -> Iterator[Stream]:
    """Clips in turn from each source at levels 12 dB apart, 0.2-2.5 s between them, over a quiet room's noise."""
    sources: dict[str, list[Clip]] = {}
    for clip in clips:
        sources.setdefault(clip.row["corpus"], []).append(clip)
    queues = {name: iter(rng.permutation(len(group))) for name, group in sources.items()}
    for number in range(STREAMS):
        parts: list[Signal] = []
        truths: list[NDArray[np.bool_]] = []
        while sum(map(len, parts)) < SECONDS * SAMPLE_RATE:
            for name, queue in queues.items():
                samples = sources[name][next(queue)].samples[: 15 * SAMPLE_RATE].astype(float) / 32768
                samples = samples[: len(samples) // HOP * HOP]
                if np.sqrt(np.mean(samples**2)) < 1e-4:
                    continue
                truth = speech_frames(samples)
                level = np.sqrt(np.mean(samples[np.repeat(truth, HOP)] ** 2))
                samples = samples * SPEECH_RMS / level * 10 ** (rng.uniform(-6, 6) / 20)
                fade = np.minimum(1, np.minimum(np.arange(len(samples)), np.arange(len(samples))[::-1]) / 160)
                pause = int(rng.uniform(20, 250))
                parts += [np.zeros(pause * HOP), samples * fade]
                truths += [np.zeros(pause, bool), truth]
        clean = np.concatenate(parts)
        clean = clean + ROOM_RMS * stationary(len(clean), rng)
        yield Stream(f"{half}-{number}", clean, np.concatenate(truths))


def speech_frames(samples: Signal) -> NDArray[np.bool_]:
    """The truth of each 10 ms of a clean recording, from its energy in windows of 30 ms.

    Speech is less than 30 dB below the recording's loudest twentieth and 6 dB above its quietest twentieth; gaps under
    100 ms are filled, then bursts under 50 ms dropped.
    """
    padded = np.pad(samples**2, HOP)
    energy = np.convolve(padded.reshape(-1, HOP).sum(1), np.ones(3), "valid") / (3 * HOP)
    level = 10 * np.log10(energy + 1e-10)
    quiet, loud = np.percentile(level, [5, 95])
    return drop(fill((level > loud - 30) & (level > min(quiet + 6, loud - 6)), 10), 5)


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The [first, last) of each stretch that is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def fill(mask: NDArray[np.bool_], shorter: int) -> NDArray[np.bool_]:
    """With the gaps between two true stretches filled that are shorter than so many frames."""
    out = mask.copy()
    for first, last in runs(~mask):
        if first > 0 and last < len(mask) and last - first < shorter:
            out[first:last] = True
    return out


def drop(mask: NDArray[np.bool_], shorter: int) -> NDArray[np.bool_]:
    """Without the true stretches that are shorter than so many frames."""
    out = mask.copy()
    for first, last in runs(mask):
        if last - first < shorter:
            out[first:last] = False
    return out


def stationary(count: int, rng: np.random.Generator) -> Signal:
    """Noise at -3 dB an octave, as of a fan or a room, RMS 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 20 * count / SAMPLE_RATE))
    noise = np.fft.irfft(spectrum, count)
    return noise / np.sqrt(np.mean(noise**2))


def babble(count: int, rng: np.random.Generator, talkers: list[Clip]) -> Signal:
    """Eight people at once who are not in the streams."""
    mix = np.zeros(count)
    for _ in range(8):
        voice = np.concatenate([talkers[i].samples for i in rng.permutation(len(talkers))[:20]]).astype(float)
        voice = np.resize(np.roll(voice, int(rng.integers(len(voice)))), count)
        mix += voice / np.sqrt(np.mean(voice**2))
    return mix


def game(count: int, rng: np.random.Generator) -> Signal:
    """A game's sound: chords of saws that change every half second, a drum on each beat, and now and then a bang."""
    time = np.arange(count) / SAMPLE_RATE
    beat = SAMPLE_RATE // 2
    mix = np.zeros(count)
    for first in range(0, count, beat):
        span = slice(first, min(first + beat, count))
        root = 110 * 2 ** (rng.integers(12) / 12)
        envelope = np.exp(-2 * (time[span] - time[first]))
        for ratio in (1, 1.26, 1.5, 2):
            mix[span] += envelope * sum(np.sin(2 * np.pi * root * ratio * k * time[span]) / k for k in range(1, 9))
        mix[span] += 4 * np.exp(-25 * (time[span] - time[first])) * rng.standard_normal(span.stop - span.start)
    for first in rng.integers(0, count, int(count / SAMPLE_RATE / 4)):
        span = slice(first, min(first + SAMPLE_RATE, count))
        bang = np.cumsum(rng.standard_normal(span.stop - span.start))
        bang -= np.convolve(bang, np.ones(200) / 200, "same")
        mix[span] += 8 * np.exp(-5 * (time[span] - time[first])) * bang / (np.std(bang) + 1e-9)
    return mix


def main() -> None:
    corpus, cache, folder = map(Path, sys.argv[1:])
    for seed, (half, (clips, talkers)) in enumerate(halves(corpus, cache).items()):
        rng = np.random.default_rng(seed + 1)
        for stream in make_streams(half, clips, rng):
            count = len(stream.clean)
            noises = {
                "stationary": stationary(count, rng),
                "babble": babble(count, rng, talkers),
                "game": game(count, rng),
            }
            np.save(folder / f"{stream.name}.npy", stream.speech)
            for condition in CONDITIONS:
                noise, _, snr = condition.partition("-")
                signal = stream.mixed(noises[noise], float(snr)) if snr else stream.clean
                samples = np.clip(np.round(signal * 32768), -32768, 32767).astype(np.int16)
                samples.tofile(folder / f"{stream.name}-{condition}.s16")


if __name__ == "__main__":
    main()
