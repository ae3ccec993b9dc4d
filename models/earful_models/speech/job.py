"""The `speak` command, and the part of `corpus` that speaks."""

from functools import partial
from multiprocessing import get_context
from pathlib import Path

from earful_models.speech.lines import Line
from earful_models.speech.speak import speak


def speak_all(lines: list[Line], folder: Path, seed: int, processes: int) -> None:
    """Speaks what the cache in `folder` lacks of the lines, each process an equal part of them."""
    if processes == 1:
        speak(lines, folder, seed)
        return
    with get_context("spawn").Pool(processes) as pool:
        pool.map(partial(_part, lines, folder, seed, processes), range(processes), chunksize=1)


def _part(lines: list[Line], folder: Path, seed: int, parts: int, part: int) -> None:
    speak(lines, folder, seed, part, parts)
