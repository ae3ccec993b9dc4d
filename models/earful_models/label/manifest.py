"""The labelled pieces, one row each, in a CSV that is whole after every line."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from earful_models.label.recordings import COLUMNS as PIECE_COLUMNS
from earful_models.label.recordings import Row
from earful_models.texts.labels import LABELS
from earful_models.whole import whole

SCORES = tuple(f"{label}_score" for label in LABELS)
VERSIONS = ("cutter", "transcriber", "classifier")
COLUMNS = (*PIECE_COLUMNS, "transcript", "language", *LABELS, *SCORES, *VERSIONS)


class Manifest:
    """OUT/manifest.csv, to which a run appends. No field has a line break, so a line is a row."""

    def __init__(self, path: Path) -> None:
        """Takes up what a run before has left, less a last line that it was killed in."""
        self._path = path
        if not path.exists():
            self._replace([])
        data = path.read_bytes()
        if not data.endswith(b"\n"):
            with whole(path) as unfinished:
                unfinished.write_bytes(data[: data.rfind(b"\n") + 1])

    def labelled(self) -> dict[str, list[str]]:
        """The starts of the pieces that are labelled, by recording."""
        starts = defaultdict(list)
        for row in self._rows():
            starts[row["recording"]].append(row["start"])
        return dict(starts)

    def append(self, rows: Iterable[Row]) -> None:
        """Adds rows of all COLUMNS."""
        with self._path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, COLUMNS, lineterminator="\n").writerows(rows)

    def sort(self) -> None:
        """By recording and time, so that the file is the same whichever worker was the quicker."""
        self._replace(sorted(self._rows(), key=lambda row: (row["recording"], float(row["start"]))))

    def summary(self) -> str:
        """How many pieces and hours, and how many pieces of each label."""
        rows = self._rows()
        hours = sum(float(row["end"]) - float(row["start"]) for row in rows) / 3600
        counts = Counter(label for row in rows for label in LABELS if row[label] == "1")
        return f"{len(rows)} pieces, {hours:.2f} h: " + ", ".join(f"{counts[label]} {label}" for label in LABELS)

    def _rows(self) -> list[Row]:
        with self._path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _replace(self, rows: list[Row]) -> None:
        with whole(self._path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
