"""What the attention looks at: does it peak on the words that the lexicon knows?"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy import stats
from tqdm import tqdm

from earful_models.augment.level import Audio, to_float
from earful_models.corpus import SAMPLE_RATE, Clip
from earful_models.evaluation.metrics import Bools, Floats
from earful_models.label.whisper_weights import whisper_folder
from earful_models.model_file import ModelFile

MARGIN = 0.08
"""Seconds that a word is widened by at both ends: an attention step, for word times are no sharper."""


@dataclass(frozen=True)
class Word:
    """A word and where it is heard, in seconds."""

    text: str
    start: float
    end: float


def word_times(cache: Path) -> Callable[[Audio], list[Word]]:
    """Whisper base with its own word times. Needs `models/setup label`."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(whisper_folder(cache)), device="cpu", compute_type="int8", cpu_threads=1)

    def listen(samples: Audio) -> list[Word]:
        segments, _ = model.transcribe(samples, language="en", beam_size=1, temperature=0.0, word_timestamps=True)
        return [
            Word(word.word.strip(" .,!?").lower(), word.start, word.end) for s in segments for word in s.words or []
        ]

    return listen


def attention_on(weights: Floats, seconds: float, words: list[Word], known: list[Word]) -> tuple[float, bool, float]:
    """Of the attention that lies on any of the words the share that lies on the known ones, whether its peak does, and
    the known ones' share of the words' time: what an attention that hears speech, but no words, gives them.
    """
    times = (np.arange(len(weights)) + 0.5) * seconds / len(weights)

    def inside(these: list[Word]) -> Bools:
        hit = np.zeros(len(weights), bool)
        for word in these:
            hit |= (times >= word.start - MARGIN) & (times <= word.end + MARGIN)
        return hit

    spoken, hit = inside(words), inside(known)
    heard = np.where(spoken, weights, 0)
    return float(heard[hit].sum() / heard.sum()), bool(hit[np.argmax(heard)]), float(hit.sum() / spoken.sum())


def focus(
    model: ModelFile, clips: list[Clip], listen: Callable[[Audio], list[Word]], known: Callable[[str], bool]
) -> dict[str, float]:
    """Means over the clips in which a known word is heard, with 95 % bootstrap intervals of what the attention gains
    over chance, as points of share and of peaks.
    """
    found = []
    for clip in tqdm(clips, "attention", mininterval=5):
        samples = to_float(clip.samples)[: 15 * SAMPLE_RATE]
        seconds = len(samples) / SAMPLE_RATE
        words = [word for word in listen(samples) if word.start < seconds]  # Whisper can put one behind the end
        hit = [word for word in words if known(word.text)]
        if hit:
            _, weights = model.score_window(torch.from_numpy(samples))
            found.append(attention_on(weights.double().numpy(), seconds, words, hit))
    if len(found) < 2:
        raise ValueError("a known word is heard in fewer than two of the clips")
    share, peak, chance = np.array(found, np.float64).T
    figures = {"clips": float(len(found)), "share": share.mean(), "peak": peak.mean(), "chance": chance.mean()}
    for name, gains in (("share", share - chance), ("peak", peak - chance)):
        interval = stats.bootstrap((gains,), np.mean, n_resamples=1000, rng=0, method="percentile").confidence_interval
        figures[f"{name}_gain_low"], figures[f"{name}_gain_high"] = interval.low, interval.high
    return {name: round(float(value), 4) for name, value in figures.items()}
