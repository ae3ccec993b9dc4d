"""The text classifier's head as a released file, so that `label` needs no corpus."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import save

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.metrics import at_threshold, average_precision
from earful_models.label.text_classifier import LABELS, Encoder, TextClassifier, new_head, train_text_classifier

Thresholds = dict[str, float]
RELEASED = Path(__file__).parents[2] / "label" / "text_classifier.safetensors"


@dataclass(frozen=True)
class ReleasedClassifier:
    """A text has a toxic label if its score reaches the label's threshold. `version` names the file's content."""

    classifier: TextClassifier
    thresholds: Thresholds
    version: str


def release_text_classifier(texts: Path, encoder: Encoder, cache: Path, output: Path) -> None:
    """Trains on the English training texts of the table that `texts` has written, chooses each label's threshold by F1
    on its validation texts, writes the file and prints how well it does on the test texts, the test suites left out.
    """
    with texts.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "en"]
    splits = {split: [row for row in rows if row["split"] == split] for split in ("train", "val", "test")}
    trained_on = {row["source"] for row in splits["train"]}
    classifier = train_text_classifier(encoder, splits["train"], cache)
    thresholds = _thresholds(classifier, splits["val"])
    about = {"labels": LABELS, "thresholds": thresholds, "sources": sorted(trained_on), "texts": len(splits["train"])}
    half = {name: tensor.half() for name, tensor in classifier.head.state_dict().items()}
    output.write_bytes(save(half, {"format": "earful-text-classifier", "about": json.dumps(about)}))
    released = load_text_classifier(output, encoder)
    print(_table(released, [row for row in splits["test"] if row["source"] in trained_on]))


def load_text_classifier(path: Path, encoder: Encoder) -> ReleasedClassifier:
    """Reads what release_text_classifier has written. Raises ValueError if the file is another kind."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
        if metadata.get("format") != "earful-text-classifier":
            raise ValueError(f"{path} is no text classifier")
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    head = new_head()
    head.load_state_dict(tensors)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    thresholds = json.loads(metadata["about"])["thresholds"]
    return ReleasedClassifier(TextClassifier(encoder, head), thresholds, f"all-MiniLM-L6-v2, {path.stem} {digest}")


def _thresholds(classifier: TextClassifier, rows: Sequence[Mapping[str, str]]) -> Thresholds:
    scores, found = classifier.predict([row["text"] for row in rows]), {}
    for i, label in enumerate(TOXIC_LABELS):
        positive = _positive(rows, label)
        steps = np.linspace(0.05, 0.95, 91)
        found[label] = round(float(max(steps, key=lambda step: at_threshold(scores[:, i], positive, step)["f1"])), 2)
    return found


def _table(released: ReleasedClassifier, rows: Sequence[Mapping[str, str]]) -> str:
    scores = released.classifier.predict([row["text"] for row in rows])
    lines = ["| label | texts | average precision | threshold | precision | recall |", "|---|---|---|---|---|---|"]
    for i, label in enumerate(TOXIC_LABELS):
        positive, threshold = _positive(rows, label), released.thresholds[label]
        if positive.any():
            at = at_threshold(scores[:, i], positive, threshold)
            figures = f"{average_precision(scores[:, i], positive):.2f} | {threshold:.2f}"
            lines.append(f"| {label} | {positive.sum()} | {figures} | {at['precision']:.2f} | {at['recall']:.2f} |")
    return "\n".join(lines)


def _positive(rows: Sequence[Mapping[str, str]], label: str) -> NDArray[np.bool_]:
    return np.array([row[label] == "1" for row in rows])
