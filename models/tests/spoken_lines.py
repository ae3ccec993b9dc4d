"""Mild lines to speak, as the texts command would have written them."""

import csv
import hashlib
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from earful_models.corpus import LABELS, TOXIC_LABELS
from earful_models.speech.lines import Line

COLUMNS = ("id", "text", "language", *LABELS, "emotion", "source", "licence", "group", "split")
SPLITS = ("train",) * 8 + ("val", "test")

_WORDS = (("we", "you", "they"), ("walk", "sail", "run", "ride"), ("slowly", "early"), ("to the",), ("harbour", "hill"))
_ENDS = ("after lunch", "before it rains", "with a lamp", "and back again", "on the last day of the week")


def lines(number: int) -> list[Line]:
    """Up to 240 of them: every other one has a toxic label, which its words do not deserve."""
    made = []
    for at, words in enumerate(list(product(*_WORDS, _ENDS))[:number]):
        text = " ".join(words).capitalize() + "."
        label = TOXIC_LABELS[at // 2 % len(TOXIC_LABELS)] if at % 2 else "no_violation"
        group = hashlib.sha256(text.encode()).hexdigest()[:12]
        row = {"id": group, "text": text, "language": "en", "emotion": "", "source": "made", "licence": "CC0"}
        row |= {name: str(int(name == label)) for name in LABELS} | {"group": group, "split": SPLITS[at // 2 % 10]}
        made.append(Line(row))
    return made


def write_texts(made: Sequence[Line], path: Path) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(line.row for line in made)
