"""measure.py FOLDER: chooses each detector's settings on the development half, prints the test half's tables.

FOLDER holds what streams.py and the detectors wrote: STREAM.npy, STREAM-CONDITION.NAME.f32, *.json.
"""

import itertools
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segmentation import Settings, Spans, dtx, offsets
from streams import NOISES, SNRS, STREAMS, fill, runs

THRESHOLDS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)
ONSETS = (0.01, 0.04, 0.06, 0.1)  # s, at least one frame
SILENCES = (0.2, 0.24, 0.3, 0.36, 0.4)  # s
LEVELS = {"clean": ["clean"]} | {f"{snr} dB": [f"{noise}-{snr}" for noise in NOISES] for snr in SNRS}


@dataclass
class Score:
    """Counts over streams; what the tables show of them."""

    both: int = 0  # frames of 10 ms that are speech and called so
    either: int = 0  # frames that are speech, and frames called so
    hangover_both: int = 0  # the same for utterances, and speech with gaps under 0.2 s filled
    hangover_either: int = 0
    reference: int = 0  # cuts
    found: int = 0
    made: int = 0

    @property
    def frame_f1(self) -> float:
        return 2 * self.both / max(self.either, 1)

    @property
    def utterance_f1(self) -> float:
        return 2 * self.hangover_both / max(self.hangover_either, 1)

    @property
    def recall(self) -> float:
        return self.found / self.reference

    @property
    def precision(self) -> float:
        return self.found / max(self.made, 1)

    @property
    def cut_f1(self) -> float:
        return 2 * self.found / (self.reference + self.made)


class Half:
    """The streams of a half, their truth, and what the encoder sent of the clean ones."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.names = [f"{name}-{number}" for number in range(STREAMS)]
        self.speech = {stream: np.load(folder / f"{stream}.npy") for stream in self.names}
        self.cuts = {stream: dtx(self.read(stream, "clean", "opus-9")) for stream in self.names}

    def read(self, stream: str, condition: str, detector: str) -> NDArray[np.float32]:
        return np.fromfile(self.folder / f"{stream}-{condition}.{detector}.f32", np.float32)

    def score(self, detector: str, frame: float, settings: Settings, condition: str) -> Score:
        score = Score()
        for stream in self.names:
            speech = self.speech[stream]
            probabilities = self.read(stream, condition, detector)
            index = np.minimum((np.arange(len(speech)) * 0.01 / frame + 1e-6).astype(int), len(probabilities) - 1)
            voiced = probabilities[index] >= settings.threshold
            utterances = settings.utterances(probabilities, frame)
            inside = np.zeros(len(speech), bool)
            for first, last in utterances:
                inside[round(first * 100) : round(last * 100)] = True
            filled = fill(speech, 20)
            score.both += int((voiced & speech).sum())
            score.either += int(voiced.sum() + speech.sum())
            score.hangover_both += int((inside & filled).sum())
            score.hangover_either += int(inside.sum() + filled.sum())
            for wanted, got in self.cut_points(stream, utterances, settings):
                score.reference += len(wanted)
                score.made += len(got)
                score.found += len(offsets(wanted, got))
        return score

    def cut_points(self, stream: str, utterances: Spans, settings: Settings) -> list[tuple[list[float], list[float]]]:
        """Starts, and ends: where the encoder stopped sending, and where the silence was long enough."""
        reference = self.cuts[stream]
        return [
            ([first for first, _ in reference], [first for first, _ in utterances]),
            ([last for _, last in reference], [last + settings.silence for _, last in utterances]),
        ]

    def median_offsets(self, detector: str, frame: float, settings: Settings) -> list[float]:
        """Of the starts and of the ends that were found on the clean streams, in seconds; later is positive."""
        found: tuple[list[float], list[float]] = ([], [])
        for stream in self.names:
            utterances = settings.utterances(self.read(stream, "clean", detector), frame)
            for values, (wanted, got) in zip(found, self.cut_points(stream, utterances, settings), strict=True):
                values += offsets(wanted, got)
        return [float(np.median(values)) for values in found]

    def early(self, detector: str, frame: float, settings: Settings, conditions: list[str]) -> list[float]:
        """How much speech came before the voice that found it, in seconds: the pre-roll wanted, for each start."""
        found: list[float] = []
        for stream, condition in itertools.product(self.names, conditions):
            utterances = settings.utterances(self.read(stream, condition, detector), frame)
            wanted = [first / 100 for first, _ in runs(fill(self.speech[stream], 20))]
            found += offsets(wanted, [first for first, _ in utterances])
        return found


def levels(half: Half, detector: str, frame: float, settings: Settings) -> dict[str, list[Score]]:
    return {
        level: [half.score(detector, frame, settings, condition) for condition in conditions]
        for level, conditions in LEVELS.items()
    }


def choose(half: Half, detector: str, frame: float) -> Settings:
    """The settings with the best sum of cut F1 and utterance F1, meant over noises and then over levels."""
    thresholds = (0.5,) if detector.startswith("webrtc") else THRESHOLDS

    def goodness(settings: Settings) -> float:
        scored = levels(half, detector, frame, settings)
        return float(np.mean([np.mean([s.cut_f1 + s.utterance_f1 for s in scores]) for scores in scored.values()]))

    return max((Settings(*grid) for grid in itertools.product(thresholds, ONSETS, SILENCES)), key=goodness)


def main() -> None:
    folder = Path(sys.argv[1])
    timings = {
        name: value for path in folder.glob("timings-*.json") for name, value in json.loads(path.read_text()).items()
    }
    development, test = Half(folder, "development"), Half(folder, "test")
    means = {
        "F1 of 10 ms frames": "frame_f1",
        "F1 of utterances": "utterance_f1",
        "recall of cuts": "recall",
        "precision of cuts": "precision",
    }
    rows = {
        title: [f"| {title} | " + " | ".join([*LEVELS, *NOISES]) + " |", "|---" * (1 + len(LEVELS) + len(NOISES)) + "|"]
        for title in means
    }
    summary = ["| detector | threshold | onset | silence | start, end offset | us for 1 s |", "|---" * 6 + "|"]
    for name, timing in timings.items():
        if name.startswith("opus"):
            continue
        frame = timing["frame"] / 16000
        settings = choose(development, name, frame)
        scored = levels(test, name, frame, settings)
        start, end = test.median_offsets(name, frame, settings)
        summary.append(
            f"| {name} | {settings.threshold} | {max(settings.onset, frame) * 1000:.0f} ms "
            f"| {settings.silence * 1000:.0f} ms | {start * 1000:+.0f}, {end * 1000:+.0f} ms | {timing['us']:.0f} |"
        )
        by_noise = {noise: [scored[f"{snr} dB"][NOISES.index(noise)] for snr in SNRS] for noise in NOISES}
        for title, field in means.items():
            values = [np.mean([getattr(s, field) for s in group]) for group in [*scored.values(), *by_noise.values()]]
            rows[title].append(f"| {name} | " + " | ".join(f"{value:.2f}" for value in values) + " |")
        if name == "earful":
            late = test.early(
                name, frame, settings, ["clean", *(f"{noise}-{snr}" for noise in NOISES for snr in (20, 10))]
            )
            note = ", ".join(f"{np.percentile(late, p) * 1000:+.0f} ms ({p} %)" for p in (50, 90, 95, 98))
    print("\n\n".join("\n".join(part) for part in [summary, *rows.values()]))
    print(f"\nearful's voice starts after the speech by: {note}; clean, 20 and 10 dB")
    print(f"\ncuts in the test half: {sum(2 * len(spans) for spans in test.cuts.values())}")


main()
