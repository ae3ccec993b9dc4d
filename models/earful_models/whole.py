"""Files that are whole or not there, whenever a process is killed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what becomes `path` when the block ends: until then, and if it fails, `path` stays as it was.

    Makes the folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    yield unfinished
    unfinished.replace(path)


def write_json(value: Any, path: Path) -> None:
    """Whole or not at all."""
    with whole(path) as unfinished:
        unfinished.write_text(json.dumps(value, indent=1) + "\n")
