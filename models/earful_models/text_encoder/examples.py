"""The texts that a text model learns from, with what is known of each."""

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

from earful_models.evaluation.metrics import Floats
from earful_models.teach.emotions import emotion_texts
from earful_models.text_encoder.attributes import Known, known_attributes, source_classes
from earful_models.text_encoder.labels import ATTRIBUTES, HATE_LABELS
from earful_models.texts.clean import word_key
from earful_models.texts.labels import EMOTIONS
from earful_models.texts.lexicon import Lexicon
from earful_models.texts.mapping import SOURCES

Row = dict[str, str]
MOST_OF_AN_EMOTION = 1000
"""Texts of GoEmotions in a split."""


class TextExamples(NamedTuple):
    """targets [texts, TEXT_LABELS]: 1, 0, or NaN where it is not known."""

    texts: list[str]
    targets: Floats


def english_rows(table: Path) -> list[Row]:
    """The English rows of the table that `texts` has written, of sources that a model which ships may learn from."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "en"]
    return [row for row in rows if row["source"] in SOURCES and SOURCES[row["source"]].shippable]


def is_suite(row: Row) -> bool:
    return SOURCES[row["source"]].test_only


def text_examples(corpora: Path, rows: list[Row], split: str) -> TextExamples:
    """The rows of a split, but for the test suites, and the texts of GoEmotions that are in none of the rows, of which
    the emotion alone is known.
    """
    chosen = [row for row in rows if row["split"] == split and not is_suite(row)]
    classes, lexicon = source_classes(corpora), Lexicon.load(corpora)
    targets = [_targets(row, known_attributes(row, classes.get(row["id"], ()), lexicon)) for row in chosen]
    held_out = {word_key(row["text"]) for row in rows}
    emotional = emotion_texts(corpora, split, held_out, MOST_OF_AN_EMOTION)
    unknown = [float("nan")] * len(HATE_LABELS)
    targets += [unknown + _emotions(emotion) for emotion in emotional.emotions]
    return TextExamples([row["text"] for row in chosen] + emotional.texts, np.array(targets))


def _targets(row: Row, known: Known) -> list[float]:
    labels = {**row, "toxic": str(int(row["no_violation"] != "1"))}
    hate = [float(labels[name]) for name in HATE_LABELS if name not in ATTRIBUTES]
    attributes = [float(known[name]) if name in known else float("nan") for name in ATTRIBUTES]
    return hate + attributes + _emotions(row["emotion"])


def _emotions(emotion: str) -> list[float]:
    """0 and 1 for each of EMOTIONS, or NaN without one."""
    return [float(name == emotion) if emotion else float("nan") for name in EMOTIONS]
