"""Chooses rows so that neither source nor length tells toxic from clean."""

from collections import Counter, defaultdict
from collections.abc import Container

from earful_models.texts.clean import word_key
from earful_models.texts.mapping import SOURCES
from earful_models.texts.rows import TextRow, digest


def balanced(rows: list[TextRow], seed: int, preferred: Container[str] = ()) -> list[TextRow]:
    """As many clean as toxic rows of each length in words within each source and language.

    Of what there is too much, rows of the rarest labels are kept first, then those whose word key is preferred, then
    by a hash of the seed and the row.
    Sources that have no clean class and test suites are kept whole.
    """
    learnt = [row for row in rows if not row.test_only]
    counts = Counter((row.language, label) for row in learnt for label in row.labels)
    two_sided = {row.source for row in learnt if SOURCES[row.source].two_sided}
    cells: dict[tuple[str, str, int], tuple[list[TextRow], list[TextRow]]] = defaultdict(lambda: ([], []))
    for row in learnt:
        if row.source in two_sided:
            cells[row.source, row.language, row.length][row.toxic].append(row)
    chosen = {row.id for row in rows if row.test_only or row.source not in two_sided}

    def order(row: TextRow) -> tuple[int, bool, str]:
        rarest = min(counts[row.language, label] for label in row.labels)
        return rarest, word_key(row.text) not in preferred, digest(f"{seed}|{row.id}")

    for clean, toxic in cells.values():
        for side in (clean, toxic):
            side.sort(key=order)
            chosen.update(row.id for row in side[: min(len(clean), len(toxic))])
    return [row for row in rows if row.id in chosen]
