"""Leaves out surplus rows, so that neither engine, duration nor pauses tell toxic from clean."""

from collections import Counter, defaultdict

from earful_models.corpus import TOXIC_LABELS, Row
from earful_models.speech.lines import digest
from earful_models.speech.manifest import SUITE

# The bounds of the classes of duration, in seconds, and of pauses: by how many dB they make the whole quieter than the
# speech. Clean texts have more commas, which is seen in the loudness.
DURATIONS = (2.0, 2.75, 3.5, 4.5, 6.0)
PAUSES = (2.1, 3.0)


def balanced(rows: list[Row], seed: int) -> list[Row]:
    """As many toxic as clean rows of each language, split, engine, and class of duration and pauses; the test suites
    as they are.

    Of the toxic rows those go first whose rarest label is the commonest.
    """
    counts = Counter(label for row in rows for label in TOXIC_LABELS if row[label] == "1")
    cells: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if row["split"] != SUITE:
            cell = (row["language"], row["split"], row["engine"], *_classes(row))
            cells[cell][row["no_violation"] == "0"].append(row)
    kept = {row["id"] for row in rows if row["split"] == SUITE}
    for clean, toxic in cells.values():
        size = min(len(clean), len(toxic))
        for side in (clean, toxic):
            side.sort(key=lambda row: (_rarest(row, counts), digest(f"{seed}|balance|{row['id']}")))
            kept.update(row["id"] for row in side[:size])
    return [row for row in rows if row["id"] in kept]


def _classes(row: Row) -> tuple[str, str]:
    duration, pauses = float(row["duration"]), float(row["speech_db"]) - float(row["loudness_db"])
    return str(sum(duration >= bound for bound in DURATIONS)), str(sum(pauses >= bound for bound in PAUSES))


def _rarest(row: Row, counts: Counter[str]) -> int:
    return min((counts[label] for label in TOXIC_LABELS if row[label] == "1"), default=0)
