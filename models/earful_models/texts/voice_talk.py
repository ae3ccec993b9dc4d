"""Lines of models/voice_talk: pairs of a toxic and a clean line of voice chat that share words, not their meaning."""

import csv
from collections.abc import Iterator
from pathlib import Path

from earful_models.texts.readers import RawRow

FOLDER = Path(__file__).resolve().parents[2] / "voice_talk"


def voice_talk(folder: Path) -> Iterator[RawRow]:
    """Rows of every LANGUAGE.csv; both lines of a pair are in one split, as rewrites of each other."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield RawRow(row["text"], tuple(row["labels"].split("+")), path.stem, partner=f"pair {row['pair']}")
