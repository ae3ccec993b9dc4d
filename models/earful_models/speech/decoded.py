"""The decoded audio of the spoken corpus in one file that is mapped into memory.

The file only ever grows, so that whoever reads an older index of it still finds its clips.
"""

import csv
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from earful_models.corpus import SAMPLE_RATE, Row, Samples, decode, spoken_files
from earful_models.fingerprint import file_fingerprint
from earful_models.speech.measure import MEASURES, measured
from earful_models.whole import whole

# What is known of a decoded clip: its first sample in the file, the one after its last, seconds, the measures.
FACTS = ("first", "last", "duration", *MEASURES)


def decoded(rows: list[Row], folder: Path, cache: Path, processes: int) -> list[Row]:
    """The rows, whose paths are below `folder`, with the FACTS of their audio; decodes the files whose bytes have not
    been before.
    """
    cache.mkdir(parents=True, exist_ok=True)
    samples_path, facts_path = spoken_files(cache).samples, cache / "speech-files.csv"
    facts = _read(facts_path) if samples_path.exists() else {}
    files = [file_fingerprint(folder / row["path"]) for row in rows]
    new = {file: folder / row["path"] for file, row in zip(files, rows, strict=True) if file not in facts}
    if new:
        facts |= _append(new, samples_path, processes)
        write_csv([{"sha256": file, **found} for file, found in facts.items()], facts_path)
    return [{**row, **facts[file]} for file, row in zip(files, rows, strict=True)]


def _append(files: dict[str, Path], path: Path, processes: int) -> dict[str, Row]:
    facts: dict[str, Row] = {}
    with path.open("ab") as file, get_context("spawn").Pool(processes) as pool:
        at = file.tell() // 2
        clips = pool.imap(_decoded, files.values(), chunksize=16)
        for name, (samples, measures) in zip(files, tqdm(clips, "decoding", len(files), disable=None), strict=True):
            samples.tofile(file)
            duration = f"{len(samples) / SAMPLE_RATE:.2f}"
            facts[name] = {"first": str(at), "last": str(at + len(samples)), "duration": duration, **measures}
            at += len(samples)
    return facts


def _decoded(path: Path) -> tuple[Samples, Row]:
    samples = decode(path.read_bytes())
    return samples, measured(samples)


def write_csv(rows: list[Row], path: Path, columns: tuple[str, ...] = ()) -> None:
    """Whole or not at all; with all columns of the first row unless given."""
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _read(path: Path) -> dict[str, Row]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["sha256"]: {fact: row[fact] for fact in FACTS} for row in csv.DictReader(file)}
