"""Whether a model file scores the same in PyTorch, in the native core and in WebAssembly."""

import dataclasses
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from earful_models.corpus import Clip, Samples, load_spoken
from earful_models.encoder.int8 import Int8Linear, with_exact_inputs
from earful_models.evaluation.bursts import load_bursts
from earful_models.evaluation.command import run, write_wav
from earful_models.evaluation.real_halves import ordinary_speech
from earful_models.evaluation.scorer import clip_id
from earful_models.model_file import ModelFile, load_model
from earful_models.network import AttentiveCnn
from earful_models.window import SHORTEST

LIMIT, ENCODER_LIMIT = 1e-4, 1e-3
"""What float weights may differ by: of a CNN, and of the sums of an encoder's many layers."""
CLIPS = 200
REPOSITORY = Path(__file__).resolve().parents[2]


class ParityError(ValueError):
    """A runtime cannot be built or run, or scores another way. The message says which, on what and by how much."""


def check_parity(path: Path, clips: list[Clip]) -> float:
    """The largest difference of any score of these clips between PyTorch and either runtime.

    Builds what is not up to date of the runtimes. Raises ParityError if it is over the limit, or a clip has no score.

    With int8 weights an input that is rounded the other way, as the last bit of a sum may have it, sets off others:
    two runtimes end up as two drawings of the same noise. PyTorch shows how much that is on these clips, for there it
    can be left out. What it moves the most moved score by, each of the two may be off by.
    """
    model = load_model(path)
    expected = _scores(model, clips)
    limit = LIMIT if isinstance(model.network, AttentiveCnn) else ENCODER_LIMIT
    if any(isinstance(layer, Int8Linear) for layer in model.network.modules()):
        exact = _scores(dataclasses.replace(model, network=with_exact_inputs(model.network)), clips)
        limit = 2 * max(abs(a[label] - b[label]) for a, b in zip(expected, exact, strict=True) for label in a)
    _build_native()
    native = [str(REPOSITORY / "build" / "native" / "tests" / "parity" / "earful_scores"), str(path.resolve())]
    wasm = ["npm", "run", "--silent", "--prefix", str(REPOSITORY), "score", "--"]
    wasm += ["--json", "--model", str(path.resolve())]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for i, clip in enumerate(clips):
            _floats(clip.samples).tofile(folder / f"{i}.f32")
            write_wav(folder / f"{i}.wav", clip.samples)
        return max(
            _difference(runtime, command, [folder / f"{i}{suffix}" for i in range(len(clips))], clips, expected, limit)
            for runtime, command, suffix in (("native", native, ".f32"), ("WebAssembly", wasm, ".wav"))
        )


def parity_clips(corpus: Path, cache: Path) -> list[Clip]:
    """200 validation clips: half of them real where the folder has real speech, the longest of it among them, so that
    clips of more than one window are compared too.
    """
    real = [clip for clips in ordinary_speech(corpus, cache, validation=True).values() for clip in clips]
    real += load_bursts(corpus, cache, "val")
    real.sort(key=lambda clip: -len(clip.samples))
    chosen = real[: CLIPS // 10] + _spread(real[CLIPS // 10 :], CLIPS // 2 - CLIPS // 10)
    synthesised = sorted(load_spoken(corpus, cache, "val"), key=lambda clip: len(clip.samples))
    chosen += _spread(synthesised, CLIPS - len(chosen))
    return [clip for clip in chosen if len(clip.samples) >= SHORTEST]


def _scores(model: ModelFile, clips: list[Clip]) -> list[dict[str, float]]:
    return [model.score(torch.from_numpy(_floats(clip.samples))) for clip in tqdm(clips, "PyTorch", leave=False)]


def _spread(clips: list[Clip], count: int) -> list[Clip]:
    """This many clips, evenly over their order."""
    return [clips[i] for i in np.unique(np.linspace(0, len(clips) - 1, count).astype(int))] if clips else []


def _difference(
    runtime: str,
    command: list[str],
    files: list[Path],
    clips: list[Clip],
    expected: Sequence[dict[str, float]],
    limit: float,
) -> float:
    found, problems = run(command, files)
    worst = 0.0
    for file, clip, scores in zip(files, clips, expected, strict=True):
        if file not in found:
            raise ParityError(f"{runtime} did not score {clip_id(clip)}: {'; '.join(problems) or 'it printed nothing'}")
        for label, score in scores.items():
            other = found[file].get(label, float("nan"))
            difference = abs(other - score)
            if not difference <= limit:
                raise ParityError(
                    f"{runtime} scores {label} of {clip_id(clip)} {other:.6f} and PyTorch {score:.6f}: "
                    f"they may differ by {limit:g}"
                )
            worst = max(worst, difference)
    return worst


def _build_native() -> None:
    commands = [["cmake", "--build", "--preset", "native", "--target", "earful_scores"]]
    if not (REPOSITORY / "build" / "native" / "build.ninja").exists():
        commands.insert(0, ["cmake", "--preset", "native"])
    for command in commands:
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stderr + done.stdout).strip().splitlines()[-5:]
            raise ParityError(f"{' '.join(command)} failed: " + "\n".join(lines))


def _floats(samples: Samples) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return samples.astype(np.float32) / np.float32(32768)
