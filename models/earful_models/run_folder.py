"""The folder of a training run: its recipe, and what its figures and its model file go back to."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from earful_models.fingerprint import fingerprint

ORIGIN = "origin.txt"
REPOSITORY = Path(__file__).resolve().parents[2]
Rows = Sequence[Mapping[str, str]]


def open_run(folder: Path, config_path: Path, material: Mapping[str, Rows]) -> None:
    """Keeps the recipe and the origin in the folder, or finds them there: a run goes on with the recipe and the rows
    that it began with.

    material: the manifest's rows of what it learns from and is chosen by, by split. Raises ValueError if the folder's
    recipe or rows are others.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "config.toml"
    if kept.exists() and kept.read_bytes() != config_path.read_bytes():
        raise ValueError(f"{kept} is of another configuration; remove {folder} or give the run another name")
    shutil.copyfile(config_path, kept)
    if not (folder / ORIGIN).exists():
        (folder / ORIGIN).write_text(origin(material))
    for split, rows in material.items():
        if _of_split(split, rows) not in origin_of(folder):
            raise ValueError(f"{folder} began with other rows of {split}: the corpus was made anew; remove it")


def origin(material: Mapping[str, Rows]) -> str:
    """The commit that is checked out and the hash of each split's rows, as `npm run release:check` reads them."""
    describe = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    commit = subprocess.run(describe, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    return ", ".join([f"commit {commit}", *(_of_split(split, rows) for split, rows in material.items())])


def _of_split(split: str, rows: Rows) -> str:
    return f"{split} sha256 {fingerprint([dict(sorted(row.items())) for row in rows])}"


def origin_of(run: Path) -> str:
    """What `open_run` wrote, for the model file."""
    return (run / ORIGIN).read_text()
