"""What a critical reading of texts found: corrected labels, and how noisy each label and source is.

models/corrections.csv has a line for every text that was read, without the text. `python -m
earful_models.texts.corrections` prints the noise.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from scipy.stats import binomtest

from earful_models.texts.labels import LABELS
from earful_models.texts.rows import TextRow

FILE = Path(__file__).resolve().parents[2] / "corrections.csv"


@dataclass(frozen=True)
class Reading:
    """One text that was read. `corrected` counts if the verdict is wrong; it is empty if no label fits."""

    id: str
    source: str
    drawn_for: frozenset[str]
    """The labels, or the language, whose random sample it was in."""
    labels: frozenset[str]
    verdict: str
    """right, arguable (a fair reader could decide otherwise; not corrected) or wrong."""
    corrected: frozenset[str]


def readings(file: Path = FILE) -> list[Reading]:
    """Raises ValueError for an unknown verdict or label, naming the text's id."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = []
    for row in rows:
        drawn, labels, corrected = (frozenset(row[name].split()) for name in ("drawn_for", "labels", "corrected"))
        if row["verdict"] not in ("right", "arguable", "wrong") or not labels | corrected <= set(LABELS):
            raise ValueError(f"{file} has an unknown verdict or label for {row['id']}")
        found.append(Reading(row["id"], row["source"], drawn, labels, row["verdict"], corrected))
    return found


def corrected(rows: Iterable[TextRow], read: Iterable[Reading], dropped: Counter[str]) -> list[TextRow]:
    """The rows with the labels that the reader gave or confirmed; without those that no label fits."""
    sure = {one.id: one.labels for one in read if one.verdict == "right"}
    sure |= {one.id: one.corrected for one in read if one.verdict == "wrong"}
    kept = []
    for row in rows:
        labels = sure.get(row.id, row.labels)
        dropped["no label fits"] += not labels
        if labels:
            kept.append(replace(row, labels=labels))
    return kept


def noise(read: Iterable[Reading], label: str) -> dict[str, tuple[int, int, int]]:
    """For all and for each source: how many texts were drawn for a label, of how many it was wrong, or arguable."""
    counts: dict[str, list[int]] = {}
    for one in read:
        if label in one.drawn_for:
            verdict = [1, one.verdict == "wrong" and label not in one.corrected, one.verdict == "arguable"]
            for name in ("all", one.source):
                counts[name] = [a + b for a, b in zip(counts.get(name, [0, 0, 0]), verdict, strict=True)]
    return {name: (drawn, wrong, arguable) for name, (drawn, wrong, arguable) in counts.items()}


def table(read: list[Reading]) -> str:
    """Markdown: shares with 95 % Wilson intervals."""
    lines = ["| label | source | read | wrong | arguable |", "|---|---|---|---|---|"]
    for label in LABELS:
        for source, (drawn, wrong, arguable) in sorted(noise(read, label).items(), key=lambda item: -item[1][0]):
            if drawn >= 15:
                lines.append(f"| `{label}` | {source} | {drawn} | {_share(wrong, drawn)} | {_share(arguable, drawn)} |")
    return "\n".join(lines)


def _share(count: int, of: int) -> str:
    interval = binomtest(count, of).proportion_ci(method="wilson")
    return f"{count / of:.0%} ({interval.low:.0%} to {interval.high:.0%})"


if __name__ == "__main__":
    print(table(readings()))
