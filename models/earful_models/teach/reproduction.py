"""Tables 4 and 5 of Min et al. 2024 again: EHSOR with and without its super-hate detector, on frozen MiniLM."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, precision_recall_fscore_support
from sklearn.model_selection import StratifiedKFold

from earful_models.fingerprint import fingerprint
from earful_models.teach.corpora import EMOTION, HATE, ClassCorpus
from earful_models.teach.ehsor import Loss
from earful_models.teach.fit import BATCH, RATE, WEIGHT_DECAY, Examples, fit
from earful_models.teach.table import FIGURES, markdown
from earful_models.teach.vectors import LayerEncoder, vectors
from earful_models.whole import write_json

FOLDS, EPOCHS = 5, 5
"""Both the paper's."""
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]


def reproduce(corpora: Path, encoder: LayerEncoder, cache: Path, out: Path) -> None:
    """Writes out/ehsor.md and out/ehsor.json, and prints the table. A fold is a file in out/folds, which a run that
    goes on after an interruption takes as it is while texts and settings are the same.

    Raises ValueError without a corpus of each kind; what else is missing the table names.
    """
    text = corpora / "text"
    hate, emotion = ({n: read(text / n) for n, read in kind.items() if (text / n).is_dir()} for kind in (HATE, EMOTION))
    if not hate or not emotion:
        raise ValueError(f"{text} needs one of {', '.join(HATE)} and one of {', '.join(EMOTION)}")
    results = []
    for corpus, others, super_hate in product(hate.values(), emotion.values(), (True, False)):
        setting = {"corpus": corpus.name, "emotions": others.name, "super_hate": super_hate}
        name, loss = f"{corpus.name}-{others.name}-{'with' if super_hate else 'without'}", Loss(super_hate=super_hate)
        cause = fingerprint([asdict(corpus), asdict(others), loss, FOLDS, EPOCHS, BATCH, RATE, WEIGHT_DECAY])[:16]
        folds = []
        for i, fold in enumerate(folds_of(corpus)):
            path = out / "folds" / f"{name}-{i}-{cause}.json"
            if not path.exists():
                labelled, emotional = (_examples(part, encoder, cache) for part in (corpus, others))
                write_json(_measure(labelled, emotional, fold, loss), path)
            folds.append(read_json(path))
        results.append({**setting, "texts": len(corpus.texts), "folds": folds, **summary(folds)})
    missing = [name for name in {**HATE, **EMOTION} if name not in {**hate, **emotion}]
    report: dict[str, Any] = {"missing": [*missing, "hateval-relabelled"], "results": results}
    write_json(report, out / "ehsor.json")
    (out / "ehsor.md").write_text(markdown(report) + "\n")
    print(markdown(report))


def class_figures(targets: NDArray[np.int64], predicted: NDArray[np.int64]) -> dict[str, float]:
    """Accuracy, and the means over the classes of precision, recall and F1 (equation 15), in percent.

    Equations 13 and 14 are written as sums over the classes, with which precision, recall and accuracy would be one
    number; the paper's figures are means.
    """
    precision, recall, f1, _ = precision_recall_fscore_support(targets, predicted, average="macro", zero_division=0)
    values = accuracy_score(targets, predicted), precision, recall, f1
    return {name: 100 * float(value) for name, value in zip(FIGURES, values, strict=True)}


def folds_of(corpus: ClassCorpus) -> Iterator[Fold]:
    """Training and test indices; every text is in one test part, every part has the classes in proportion."""
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    yield from splitter.split(np.zeros(len(corpus.targets)), np.array(corpus.targets))


def _examples(corpus: ClassCorpus, encoder: LayerEncoder, cache: Path) -> Examples:
    targets = torch.eye(len(corpus.classes))[torch.tensor(corpus.targets)]
    return Examples(vectors(corpus.texts, encoder, cache), targets)


def _measure(hate: Examples, emotion: Examples, fold: Fold, loss: Loss) -> dict[str, float]:
    train, test = (torch.from_numpy(indices) for indices in fold)
    learnt = Examples(hate.vectors[train], hate.targets[train])
    network = fit(learnt, emotion, exclusive=True, loss=loss, epochs=EPOCHS)
    with torch.inference_mode():
        found = network(hate.vectors[test].float())
    predicted = network.probabilities(found.super_hate if loss.super_hate else found.sub_hate).argmax(1)
    return class_figures(hate.targets[test].argmax(1).numpy(), predicted.numpy())


def read_json(path: Path) -> Any:
    return json.loads(path.read_text())


def summary(folds: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Mean and deviation of each figure, in percent."""
    values = {name: [fold[name] for fold in folds] for name in FIGURES}
    return {
        "mean": {name: round(float(np.mean(v)), 2) for name, v in values.items()},
        "deviation": {name: round(float(np.std(v, ddof=1)), 2) for name, v in values.items()},
    }
