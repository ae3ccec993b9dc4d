"""Whether a model file scores speech the same in PyTorch, in the native core and in WebAssembly."""

import dataclasses
import tempfile
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from tqdm import tqdm

from earful_models.corpus import Clip, Samples, load_spoken
from earful_models.evaluation.bursts import load_bursts
from earful_models.evaluation.command import write_wav
from earful_models.evaluation.real_halves import ordinary_speech
from earful_models.evaluation.scorer import clip_id
from earful_models.model_file import ModelFile, load_model
from earful_models.network import AttentiveCnn
from earful_models.runtimes import ENCODER_LIMIT, LIMIT, REPOSITORY, Scores, build_runtimes, difference, expected_of
from earful_models.window import SHORTEST

CLIPS = 200
Item = TypeVar("Item")


def check_parity(path: Path, clips: list[Clip]) -> float:
    """The largest difference of any score of these clips between PyTorch and either runtime.

    Builds what is not up to date of the runtimes. Raises ParityError if it is over the limit, or a clip has no score.
    """
    model = load_model(path)
    limit = LIMIT if isinstance(model.network, AttentiveCnn) else ENCODER_LIMIT
    expected = expected_of(
        model.network, lambda network: _scores(dataclasses.replace(model, network=network), clips), limit
    )
    native = [*build_runtimes("earful_scores"), str(path.resolve())]
    cli = str(REPOSITORY / "web" / "dist" / "cli" / "earful.js")
    wasm = ["node", cli, "score", "--json", "--model", str(path.resolve())]
    names = [clip_id(clip) for clip in clips]
    with tempfile.TemporaryDirectory() as name:
        raw, waves = ([Path(name) / f"{i}{suffix}" for i in range(len(clips))] for suffix in (".f32", ".wav"))
        for clip, samples, wave in zip(clips, raw, waves, strict=True):
            _floats(clip.samples).tofile(samples)
            write_wav(wave, clip.samples)
        return max(
            difference("native", native, raw, names, expected), difference("WebAssembly", wasm, waves, names, expected)
        )


def parity_clips(corpus: Path, cache: Path) -> list[Clip]:
    """200 validation clips: half of them real where the folder has real speech, the longest of it among them, so that
    clips of more than one window are compared too.
    """
    real = [clip for clips in ordinary_speech(corpus, cache, validation=True).values() for clip in clips]
    real += load_bursts(corpus, cache, "val")
    real.sort(key=lambda clip: -len(clip.samples))
    chosen = real[: CLIPS // 10] + spread(real[CLIPS // 10 :], CLIPS // 2 - CLIPS // 10)
    synthesised = sorted(load_spoken(corpus, cache, "val"), key=lambda clip: len(clip.samples))
    chosen += spread(synthesised, CLIPS - len(chosen))
    return [clip for clip in chosen if len(clip.samples) >= SHORTEST]


def spread(items: list[Item], count: int) -> list[Item]:
    """This many of them, evenly over their order."""
    return [items[i] for i in np.unique(np.linspace(0, len(items) - 1, count).astype(int))] if items else []


def _scores(model: ModelFile, clips: list[Clip]) -> Scores:
    return [model.score(torch.from_numpy(_floats(clip.samples))) for clip in tqdm(clips, "PyTorch", leave=False)]


def _floats(samples: Samples) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return samples.astype(np.float32) / np.float32(32768)
