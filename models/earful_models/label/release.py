"""The text classifier as a released file, so that `label` needs no corpus."""

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.torch import save

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.metrics import at_threshold, average_precision
from earful_models.label.text_classifier import LABELS, train_text_classifier
from earful_models.teach.classifier import EhsorClassifier, train_ehsor_classifier
from earful_models.teach.comparison import Rows, compare, comparison_table, positive_rows
from earful_models.teach.ehsor import Ehsor
from earful_models.teach.emotions import SOURCE, EmotionTexts, emotion_texts
from earful_models.teach.vectors import Kept, LayerEncoder
from earful_models.texts.clean import word_key
from earful_models.texts.labels import EMOTIONS
from earful_models.texts.mapping import SOURCES

Thresholds = dict[str, float]
RELEASED = Path(__file__).parents[2] / "label" / "text_classifier.safetensors"
FORMAT = "earful-ehsor"


@dataclass(frozen=True)
class ReleasedClassifier:
    """A text has a toxic label if its score reaches the label's threshold. `version` names the file's content."""

    classifier: EhsorClassifier
    thresholds: Thresholds
    version: str


def release_text_classifier(corpora: Path, texts: Path, encoder: LayerEncoder, cache: Path, output: Path) -> None:
    """Trains on the English training texts of the table that `texts` has written and on GoEmotions, as far as a model
    that ships may; chooses each label's threshold by F1 on the validation texts; writes the file; and prints how well
    it does on texts that it was not trained on, those of test suites apart, beside a small head on the encoder's last
    layer.
    """
    with texts.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == "en" and _shippable(row["source"])]
    splits = {split: [row for row in rows if row["split"] == split] for split in ("train", "val", "test")}
    trained_on = {row["source"] for row in splits["train"]}
    held_out = {word_key(row["text"]) for row in rows if row["split"] != "train"}
    emotional = emotion_texts(corpora, "train", held_out)
    kept = Kept(encoder, cache)
    classifier = train_ehsor_classifier(kept, splits["train"], emotional)
    _save(classifier.network, _thresholds(classifier, splits["val"]), sorted({*trained_on, SOURCE}), output)
    released = load_text_classifier(output, kept)
    judged = {split: [row for row in splits[split] if row["source"] in trained_on] for split in ("val", "test")}
    for suite in sorted({row["source"] for row in splits["test"]} - trained_on):
        judged[suite] = [row for row in splits["test"] if row["source"] == suite]
    head = train_text_classifier(kept, splits["train"], cache)
    for split, chosen in judged.items():
        read = [row["text"] for row in chosen]
        scores = {"EHSOR": released.classifier.predict(read), "head on the last layer": head.predict(read)}
        print(f"\n{split}, trained on {len(splits['train'])} and {len(emotional.texts)} texts:\n")
        print(comparison_table(compare(scores, chosen), chosen))
    print(f"\n{_threshold_table(released, judged['test'])}\n")
    in_table = {word_key(row["text"]) for row in rows}  # a training row's words may be a test text's
    print(_emotion_line(released.classifier, emotion_texts(corpora, "test", in_table)))


def load_text_classifier(path: Path, encoder: LayerEncoder) -> ReleasedClassifier:
    """Reads what release_text_classifier has written. Raises ValueError if the file is another kind."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
        if metadata.get("format") != FORMAT:
            raise ValueError(f"{path} is no text classifier")
        tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    network = Ehsor(len(tensors["standard.mean"]), len(LABELS), len(EMOTIONS), exclusive=False)
    network.load_state_dict(tensors)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    thresholds = json.loads(metadata["about"])["thresholds"]
    return ReleasedClassifier(EhsorClassifier(encoder, network), thresholds, f"all-MiniLM-L6-v2, {path.stem} {digest}")


def _save(network: Ehsor, thresholds: Thresholds, sources: list[str], output: Path) -> None:
    about = {"labels": LABELS, "emotions": EMOTIONS, "thresholds": thresholds, "sources": sources}
    half = {name: tensor.half() for name, tensor in network.state_dict().items()}
    output.write_bytes(save(half, {"format": FORMAT, "about": json.dumps(about)}))


def _shippable(source: str) -> bool:
    return source in SOURCES and SOURCES[source].shippable


def _thresholds(classifier: EhsorClassifier, rows: Rows) -> Thresholds:
    scores, found = classifier.predict([row["text"] for row in rows]), {}
    for i, label in enumerate(TOXIC_LABELS):
        positive = positive_rows(rows, label)
        steps = np.linspace(0.05, 0.95, 91)
        found[label] = round(float(max(steps, key=lambda step: at_threshold(scores[:, i], positive, step)["f1"])), 2)
    return found


def _threshold_table(released: ReleasedClassifier, rows: Rows) -> str:
    scores = released.classifier.predict([row["text"] for row in rows])
    lines = ["| label | texts | average precision | threshold | precision | recall |", "|---|---|---|---|---|---|"]
    for i, label in enumerate(TOXIC_LABELS):
        positive, threshold = positive_rows(rows, label), released.thresholds[label]
        if positive.any():
            at = at_threshold(scores[:, i], positive, threshold)
            figures = f"{average_precision(scores[:, i], positive):.2f} | {threshold:.2f}"
            lines.append(f"| {label} | {positive.sum()} | {figures} | {at['precision']:.2f} | {at['recall']:.2f} |")
    return "\n".join(lines)


def _emotion_line(classifier: EhsorClassifier, emotional: EmotionTexts) -> str:
    found = classifier.emotions(emotional.texts).argmax(1)
    right = np.array([EMOTIONS[i] for i in found]) == np.array(emotional.emotions)
    return f"emotions of {len(right)} held-out texts: {right.mean():.2f} right"
