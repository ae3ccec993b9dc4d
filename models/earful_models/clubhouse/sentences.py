"""HSD-Clubhouse: transcribed sentences of five rooms, each hateful or not, with the scores of Perspective as published.

No licence is stated, so they are for tests alone: nothing that ships learns from them.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from earful_models.evaluation.metrics import Bools, Floats

FILE = "clubhouse-scores3.csv"
SCORES = (
    "TOXICITY",
    "SEVERE_TOXICITY",
    "IDENTITY_ATTACK",
    "INSULT",
    "PROFANITY",
    "THREAT",
    "SEXUALLY_EXPLICIT",
    "OBSCENE",
    "SPAM",
)
"""Perspective's, in the paper's order, which its analysis of variance depends on."""


@dataclass(frozen=True)
class Sentences:
    """perspective: [sentences, 9]."""

    texts: list[str]
    hateful: Bools
    perspective: Floats


def clubhouse_sentences(folder: Path) -> Sentences:
    """Reads FILE. Raises ValueError where a label is neither 0 nor 1."""
    with (folder / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = [row["label"] for row in rows]
    if set(labels) - {"0", "1"}:
        raise ValueError(f"{folder / FILE} has labels other than 0 and 1")
    scores = np.array([[float(row[name]) for name in SCORES] for row in rows])
    return Sentences([row["text"] for row in rows], np.array(labels) == "1", scores)
