"""The other runtimes than PyTorch: what they are built and called by, and whether they score as it does."""

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from earful_models.encoder.int8 import Int8Linear, Network, with_exact_inputs
from earful_models.evaluation.command import run

LIMIT, ENCODER_LIMIT = 1e-4, 1e-3
"""What float weights may differ by: of a CNN, and of the sums of an encoder's many layers."""
REPOSITORY = Path(__file__).resolve().parents[2]
Scores = list[dict[str, float]]
"""Of each clip or text, by label."""


class ParityError(ValueError):
    """A runtime cannot be built or run, or scores another way. The message says which, on what and by how much."""


class Expected(NamedTuple):
    """What PyTorch scores, and what a runtime may be off by."""

    scores: Scores
    limit: float


def expected_of(network: Network, score: Callable[[Network], Scores], limit: float) -> Expected:
    """limit: with float weights.

    With int8 weights an input that is rounded the other way, as the last bit of a sum may have it, sets off others:
    two runtimes end up as two drawings of the same noise. PyTorch shows how much that is on these clips or texts, for
    there it can be left out. What it moves the most moved score by, each of the two may be off by.
    """
    scores = score(network)
    if any(isinstance(layer, Int8Linear) for layer in network.modules()):
        exact = score(with_exact_inputs(network))
        limit = 2 * max(abs(a[label] - b[label]) for a, b in zip(scores, exact, strict=True) for label in a)
    return Expected(scores, limit)


def build_runtimes(program: str) -> list[str]:
    """Builds what is not up to date of the package in web/dist and of this program of tests/parity, which is returned
    as the beginning of a command. Raises ParityError.
    """
    commands = [["cmake", "--build", "--preset", "native", "--target", program], ["web/build", "--quiet"]]
    if not (REPOSITORY / "build" / "native" / "build.ninja").exists():
        commands.insert(0, ["cmake", "--preset", "native"])
    for command in commands:
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = (done.stderr + done.stdout).strip().splitlines()[-5:]
            raise ParityError(f"{' '.join(command)} failed: " + "\n".join(lines))
    return [str(REPOSITORY / "build" / "native" / "tests" / "parity" / program)]


def difference(
    runtime: str, command: list[str], files: Sequence[Path], names: Sequence[str], expected: Expected
) -> float:
    """The largest of any score that the command prints for these files. names: what messages call them.

    Raises ParityError if it is over the limit, or a file has no score.
    """
    found, problems = run(command, files)
    worst = 0.0
    for file, name, scores in zip(files, names, expected.scores, strict=True):
        if file not in found:
            raise ParityError(f"{runtime} did not score {name}: {'; '.join(problems) or 'it printed nothing'}")
        for label, score in scores.items():
            other = found[file].get(label, float("nan"))
            if not abs(other - score) <= expected.limit:
                raise ParityError(
                    f"{runtime} scores {label} of {name} {other:.6f} and PyTorch {score:.6f}: "
                    f"they may differ by {expected.limit:g}"
                )
            worst = max(worst, abs(other - score))
    return worst


def release(path: Path, check: Callable[[Path], float]) -> None:
    """Gives NAME.unchecked, and NAME.float32 with the weights before they were rounded if it is there, to `check`; then
    the former becomes the file. Raises ParityError, and leaves NAME.unchecked, if a runtime scores another way.
    """
    unchecked, exact = path.with_suffix(".unchecked"), path.with_suffix(".float32")
    if exact.exists():
        check(exact)
        exact.unlink()
    worst = check(unchecked)
    unchecked.rename(path)
    print(agreement(path, worst))


def agreement(path: Path, worst: float) -> str:
    return f"{path}: native and WebAssembly score as PyTorch does, within {worst:.1e}"
