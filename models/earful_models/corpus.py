"""Reads a corpus folder and caches its decoded audio, so that training does not decode it again every epoch."""

import csv
import hashlib
import io
import tarfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from earful_models.fingerprint import file_fingerprint, fingerprint
from earful_models.whole import whole

SAMPLE_RATE = 16000
TOXIC_LABELS = ("profanity", "bullying", "dating_sexting", "racism", "other")
LABELS = (*TOXIC_LABELS, "no_violation")

Samples = NDArray[np.int16]
Row = dict[str, str]


@dataclass(frozen=True)
class Clip:
    """A row of a corpus manifest and its audio, int16 at 16 kHz."""

    row: Row
    samples: Samples

    @property
    def toxic(self) -> bool:
        """Whether any toxic label is set; False where a manifest has no labels, as for the real recordings."""
        return any(self.row.get(label) == "1" for label in TOXIC_LABELS)


def decode(data: bytes) -> Samples:
    """Any audio file as int16 mono samples at 16 kHz.

    Raises av.error.FFmpegError if it cannot be decoded, and ValueError if it has no audio.
    """
    blocks = list(decode_blocks(io.BytesIO(data)))
    return np.concatenate(blocks) if blocks else np.zeros(0, np.int16)


def decode_blocks(file: Path | BinaryIO) -> Iterator[Samples]:
    """The same in blocks, as they are decoded, so that a file may be longer than fits in memory."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    with av.open(file, "r", metadata_errors="replace") as container:  # tags are not always UTF-8
        if not container.streams.audio:
            raise ValueError("the file has no audio")
        for frame in chain(container.decode(audio=0), [None]):
            for block in resampler.resample(frame):
                yield block.to_ndarray()[0].astype(np.int16)


@dataclass(frozen=True)
class SpokenFiles:
    """Where the `corpus` command leaves what load_spoken reads."""

    samples: Path  # int16, the clips one after the other
    index: Path  # build/speech/manifest.csv with the columns first and last: the clip's place in the samples


def spoken_files(cache: Path) -> SpokenFiles:
    return SpokenFiles(cache / "speech.i16", cache / "speech.csv")


def load_spoken(corpus: Path, cache: Path, split: str, languages: Collection[str] = ("en",)) -> list[Clip]:
    """The synthesised utterances of a split (train, val, test, or suite: the spoken test suites) in these languages.

    They are those that the `corpus` command has left in `cache`, else those of speech/spoken.tar, which are English.
    """
    files = spoken_files(cache)
    if files.index.exists():
        clips = _mapped(np.memmap(files.samples, np.int16, "r"), files.index)
    else:
        clips = load_archive(corpus / "speech" / "spoken.tar", cache)
    return [c for c in clips if c.row["split"] == split and c.row.get("language", "en") in languages]


def load_real(corpus: Path, cache: Path, name: str) -> list[Clip]:
    """The real recordings of one corpus of the speech folder, such as librispeech; speech/manifest.csv lists them."""
    rows = [row for row in _real_rows(corpus) if row["corpus"] == name]
    if not rows:
        raise ValueError(f"speech/manifest.csv has no corpus named {name!r}")
    return load_archive(corpus / "speech" / f"{name}.tar", cache, rows)


def speaker_split(row: Row) -> str:
    """The split of a real recording, for models that are trained on some: 80/10/10 by a hash of the speaker."""
    place = hashlib.sha256(row["speaker"].encode()).digest()[1] % 10
    return {0: "val", 1: "test"}.get(place, "train")


def real_corpora(corpus: Path) -> list[str]:
    """The names that load_real knows."""
    return sorted({row["corpus"] for row in _real_rows(corpus)})


def _real_rows(corpus: Path) -> list[Row]:
    with (corpus / "speech" / "manifest.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def load_archive(archive: Path, cache: Path, rows: list[Row] | None = None) -> list[Clip]:
    """All clips of a tar in the order of its manifest: `rows`, or the archive's own manifest.csv.

    The decoded audio is kept in `cache`, by the archive's bytes and the rows, and mapped from there the next time.
    """
    name = f"{archive.stem}-{fingerprint([file_fingerprint(archive), rows])[:16]}"
    samples_path, index_path = cache / f"{name}.npy", cache / f"{name}.csv"
    if not index_path.exists():
        _decode_archive(archive, samples_path, index_path, rows)
    return _mapped(np.load(samples_path, mmap_mode="r"), index_path)


def _mapped(samples: Samples, index_path: Path) -> list[Clip]:
    with index_path.open(encoding="utf-8", newline="") as file:
        index = list(csv.DictReader(file))
    return [Clip(row, samples[int(row.pop("first")) : int(row.pop("last"))]) for row in index]


def _decode_archive(archive: Path, samples_path: Path, index_path: Path, rows: list[Row] | None) -> None:
    files = dict(_members(archive))
    if rows is None:
        rows = list(csv.DictReader(io.StringIO(files["manifest.csv"].decode())))
    clips = [decode(_find(files, row["path"], archive)) for row in tqdm(rows, f"decoding {archive.name}")]
    ends = np.cumsum([len(clip) for clip in clips])
    with whole(samples_path) as unfinished, unfinished.open("wb") as file:
        np.save(file, np.concatenate(clips))
    with whole(index_path) as unfinished, unfinished.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "first", "last"])
        writer.writeheader()
        for row, clip, end in zip(rows, clips, ends, strict=True):
            writer.writerow({**row, "first": end - len(clip), "last": end})


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                yield member.name.removeprefix("./"), file.read()


def _find(files: dict[str, bytes], path: str, archive: Path) -> bytes:
    """A manifest may give a path with or without the folder named after its archive."""
    for name in (path, path.removeprefix(f"{archive.stem}/")):
        if name in files:
            return files[name]
    raise ValueError(f"{archive.name} has no file named {path}")
