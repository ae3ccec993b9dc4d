"""The recordings of a folder, and the pieces cut out of each."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from earful_models.corpus import decode_blocks
from earful_models.label.pieces import cut
from earful_models.speech.audio import opus
from earful_models.whole import whole

LIST = "pieces.csv"
COLUMNS = ("recording", "start", "end", "path")

Row = dict[str, str]


class LabelError(ValueError):
    """Why a folder cannot be labelled."""


def find_recordings(folder: Path, out: Path) -> list[str]:
    """The files in and under `folder`, relative to it, less hidden ones and what is in `out`.

    Raises LabelError if there are none.
    """
    if not folder.is_dir():
        raise LabelError(f"{folder} is not a folder")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and out not in path.parents]
    names = [path.relative_to(folder) for path in files]
    visible = [str(name) for name in names if not any(part.startswith(".") for part in name.parts)]
    if not visible:
        raise LabelError(f"{folder} has no recordings")
    return visible


def nameable(recording: str) -> bool:
    """Whether a table of UTF-8 lines can name it: what an old archive holds may have a name of another encoding."""
    return recording.encode(errors="ignore").decode() == recording and not {"\n", "\r"} & set(recording)


def is_cut(recording: str, out: Path) -> bool:
    """Whether all pieces of a recording are there."""
    return (_folder(recording, out) / LIST).exists()


def cut_recording(recording: str, recordings: Path, out: Path) -> None:
    """Writes the pieces as Ogg Opus and then, as the mark that it is finished, their list.

    Raises av.error.FFmpegError or OSError if the recording cannot be decoded to its end; nothing is kept of it then.
    """
    folder = _folder(recording, out)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with whole(folder / LIST) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for piece in cut(decode_blocks(recordings / recording)):
                path = folder / f"{round(piece.start * 1000):09}.opus"
                path.write_bytes(opus(piece.samples.astype(np.float32) / np.float32(32768)))
                start, end, relative = f"{piece.start:.2f}", f"{piece.end:.2f}", path.relative_to(out).as_posix()
                writer.writerow({"recording": recording, "start": start, "end": end, "path": relative})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def pieces(recording: str, out: Path) -> Iterator[Row]:
    """The COLUMNS of each piece of a recording that is cut; seconds with two decimals, the path relative to `out`."""
    with (_folder(recording, out) / LIST).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _folder(recording: str, out: Path) -> Path:
    return out / "pieces" / recording
