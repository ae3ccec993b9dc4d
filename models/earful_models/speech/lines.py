"""The lines to be spoken, of the labelled texts, in an order whose every beginning is balanced."""

import csv
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from earful_models.corpus import TOXIC_LABELS, Row
from earful_models.texts.clean import words

SUITES = ("hatecheck", "xstest", "mhc")  # test suites: of these, only what the tests want is spoken
SHARES = {"train": 8, "val": 1, "test": 1}


@dataclass(frozen=True)
class Line:
    """A row of the labelled texts."""

    row: Row

    @property
    def id(self) -> str:
        return self.row["id"]

    @property
    def text(self) -> str:
        return self.row["text"]

    @property
    def language(self) -> str:
        return self.row["language"]

    @property
    def training(self) -> bool:
        """Which side its voice must be of."""
        return self.row["split"] == "train"

    @property
    def toxic(self) -> bool:
        return self.row["no_violation"] == "0"

    @property
    def suite(self) -> bool:
        return self.row["source"] in SUITES


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_lines(texts: Path) -> list[Line]:
    """All rows of a file that `earful_models texts` wrote."""
    with texts.open(encoding="utf-8", newline="") as file:
        return [Line(row) for row in csv.DictReader(file)]


def ordered(lines: Iterable[Line], seed: int) -> list[Line]:
    """The lines of one language so that every beginning has the splits 8:1:1, as many toxic as clean lines of each
    source and length, and the toxic labels in turn as long as they last.
    """
    by_split: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_split[line.row["split"]].append(line)
    streams = {split: _paired(mine, seed) for split, mine in sorted(by_split.items())}
    return list(_woven([(stream, 2 * SHARES[split]) for split, stream in streams.items()]))


def _paired(lines: list[Line], seed: int) -> Iterator[Line]:
    """Each toxic line, then a clean one like it: of its source and length, else of its length, else the nearest."""
    shuffled = sorted(lines, key=lambda line: digest(f"{seed}|order|{line.id}"))
    clean: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in reversed(shuffled):
        if not line.toxic:
            clean[line.row["source"], len(words(line.text))].append(line)
    for line in _labels_in_turn([line for line in shuffled if line.toxic]):
        yield line
        left = [cell for cell, found in clean.items() if found]
        if left:
            source, length = line.row["source"], len(words(line.text))
            yield clean[min(left, key=lambda cell: (abs(cell[1] - length), cell[0] != source, cell))].pop()


def _labels_in_turn(toxic: list[Line]) -> Iterator[Line]:
    counts = Counter(label for line in toxic for label in TOXIC_LABELS if line.row[label] == "1")
    by_label: dict[str, list[Line]] = {label: [] for label in TOXIC_LABELS}
    for line in toxic:
        by_label[min((label for label in TOXIC_LABELS if line.row[label] == "1"), key=counts.__getitem__)].append(line)
    for turn in zip_longest(*by_label.values()):
        yield from (line for line in turn if line is not None)


def _woven(streams: list[tuple[Iterator[Line], int]]) -> Iterator[Line]:
    """`share` lines of each stream in turn, until all have ended."""
    while streams:
        going = []
        for stream, share in streams:
            taken = [line for _, line in zip(range(share), stream, strict=False)]
            yield from taken
            if len(taken) == share:
                going.append((stream, share))
        streams = going
