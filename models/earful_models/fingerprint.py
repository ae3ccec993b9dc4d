"""What names a result by all that decides it, so that another cause never finds it."""

import hashlib
import json
from pathlib import Path
from typing import Any


def fingerprint(decides: Any) -> str:
    """The SHA-256 of its JSON, hexadecimal."""
    return hashlib.sha256(json.dumps(decides).encode()).hexdigest()


def file_fingerprint(path: Path) -> str:
    """The SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
