"""Cuts, transcribes and classifies a folder of recordings as a Ray job, on this machine or on a cluster.

There is no second way without Ray: on one machine it costs three seconds and uses every core, and what is tested there
is what runs on a cluster. Cutting comes first, for it costs little beside Whisper, and then the work to do is known.
"""

import csv
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import av
import ray
import ray.data
from tqdm import tqdm

from earful_models.label.labeller import Labeller, Models
from earful_models.label.manifest import Manifest
from earful_models.label.recordings import LabelError, cut_recording, find_recordings, is_cut, nameable, pieces

OBJECT_STORE = 100 * 2**20  # bytes; what passes through it is names and texts, and /dev/shm may be small
ROWS_PER_TASK = 4  # what is lost when a worker dies, and how often the manifest grows


def label(recordings: Path, out: Path, models: Callable[[], Models], address: str | None = None) -> None:
    """Writes out/manifest.csv, out/pieces and out/errors.csv, which names the recordings that cannot be decoded.

    Run again, it goes on where it was interrupted, and tries the recordings in errors.csv again. Every machine of a
    cluster must have both folders under the same path. `models` is called in every worker.

    Raises LabelError if there are no recordings, or none of them can be decoded.
    """
    recordings, out = recordings.resolve(), out.resolve()
    found = find_recordings(recordings, out)
    names = [name for name in found if nameable(name)]
    out.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(out / "manifest.csv")
    with _ray(address):
        errors = {name: "its name is not UTF-8, or has a line end: rename it" for name in found if not nameable(name)}
        errors |= _cut([name for name in names if not is_cut(name, out)], recordings, out)
        _write_errors(errors, out / "errors.csv")
        if len(errors) == len(found):
            raise LabelError(f"none of the recordings can be decoded; {out / 'errors.csv'} says why")
        _label([name for name in names if name not in errors], out, manifest, models)
    manifest.sort()
    print(manifest.summary())
    if errors:
        print(f"{len(errors)} recordings could not be decoded: {out / 'errors.csv'}")


def _cut(names: list[str], recordings: Path, out: Path) -> dict[str, str]:
    """Cuts the recordings; returns what was wrong, by recording."""
    errors: dict[str, str] = {}
    if names:
        data = ray.data.from_items([{"recording": name} for name in names], override_num_blocks=len(names))
        done = data.map(partial(_cut_one, recordings=recordings, out=out)).iter_rows()
        for row in tqdm(done, "cutting", len(names), unit=" recordings", disable=None):
            if row["error"]:
                errors[row["recording"]] = row["error"]
    return dict(sorted(errors.items()))


def _cut_one(row: dict[str, Any], recordings: Path, out: Path) -> dict[str, Any]:
    try:
        cut_recording(row["recording"], recordings, out)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        return {**row, "error": str(error) or type(error).__name__}
    return {**row, "error": ""}


def _label(names: list[str], out: Path, manifest: Manifest, models: Callable[[], Models]) -> None:
    """Labels the pieces that the manifest does not have yet."""
    labelled = manifest.labelled()
    work, total = [], 0
    for name in names:
        missing = sum(1 for _ in pieces(name, out)) - len(labelled.get(name, []))
        total += missing
        if missing:
            work.append({"recording": name, "labelled": labelled.get(name, [])})
    if not work:
        return
    results = (
        ray.data.from_items(work, override_num_blocks=len(work))
        .flat_map(partial(_missing_pieces, out=out), num_cpus=0.01)
        .repartition(target_num_rows_per_block=ROWS_PER_TASK)
        .map(
            Labeller,  # type: ignore[arg-type] # the annotation has forgotten classes
            fn_constructor_args=(out, models),
            compute=ray.data.ActorPoolStrategy(min_size=1, max_size=_processors()),
        )
        .iter_rows()
    )
    for row in tqdm(results, "labelling", total, unit=" pieces", disable=None):
        manifest.append([row])


def _missing_pieces(row: dict[str, Any], out: Path) -> list[dict[str, Any]]:
    labelled = set(row["labelled"])
    return [piece for piece in pieces(row["recording"], out) if piece["start"] not in labelled]


def _processors() -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


@contextmanager
def _ray(address: str | None) -> Iterator[None]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # what is labelled here is nobody else's business
    local: dict[str, Any] = {} if address else {"object_store_memory": OBJECT_STORE, "include_dashboard": False}
    ray.init(address or "local", logging_level=logging.ERROR, log_to_driver=False, **local)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        yield
    finally:
        ray.shutdown()


def _write_errors(errors: dict[str, str], path: Path) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["recording", "error"])
        writer.writerows(errors.items())
