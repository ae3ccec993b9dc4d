"""Leaves out surplus rows, so that neither engine nor duration tells toxic from clean."""

from collections import Counter, defaultdict

from earful_models.corpus import TOXIC_LABELS, Row
from earful_models.speech.lines import digest
from earful_models.speech.manifest import SUITE

# Seconds; the bounds of the duration classes.
BOUNDS = (2.0, 2.75, 3.5, 4.5, 6.0)


def balanced(rows: list[Row], seed: int) -> list[Row]:
    """As many toxic as clean rows of each language, split, engine and duration class; the test suites as they are.

    Of the toxic rows those go first whose rarest label is the commonest.
    """
    counts = Counter(label for row in rows for label in TOXIC_LABELS if row[label] == "1")
    cells: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if row["split"] != SUITE:
            cell = (row["language"], row["split"], row["engine"], str(_duration_class(row)))
            cells[cell][row["no_violation"] == "0"].append(row)
    kept = {row["id"] for row in rows if row["split"] == SUITE}
    for clean, toxic in cells.values():
        size = min(len(clean), len(toxic))
        for side in (clean, toxic):
            side.sort(key=lambda row: (_rarest(row, counts), digest(f"{seed}|balance|{row['id']}")))
            kept.update(row["id"] for row in side[:size])
    return [row for row in rows if row["id"] in kept]


def _duration_class(row: Row) -> int:
    return sum(float(row["duration"]) >= bound for bound in BOUNDS)


def _rarest(row: Row, counts: Counter[str]) -> int:
    return min((counts[label] for label in TOXIC_LABELS if row[label] == "1"), default=0)
