"""Tables 4 and 5 of Min et al. 2024 with the encoder trained: EHSOR with its super-hate detector."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from sklearn.model_selection import train_test_split
from tqdm import tqdm

from earful_models.fingerprint import fingerprint
from earful_models.teach.corpora import HATE, isear
from earful_models.teach.reproduction import FOLDS, Fold, class_figures, folds_of, read_json, summary
from earful_models.teach.table import FIGURES, NAMES, PAPER
from earful_models.teach.trained import Read, best_offsets, fit_trained, log_probabilities, read, settings
from earful_models.whole import write_json

HELD_OUT = 0.15
"""The share of a fold's training texts that the decision is chosen on."""
WAYS = ("greatest", "chosen")
"""Decisions: the class of the greatest probability, and that of the greatest after `best_offsets`."""


def reproduce_trained(corpora: Path, out: Path) -> None:
    """Writes out/trained.md and out/trained.json, and prints the former. A fold is a file in out/trained-folds, which a
    run that goes on after an interruption takes as it is while texts and settings are the same.

    Raises ValueError without ISEAR and a corpus of hate speech.
    """
    text = corpora / "text"
    found = {name: load(text / name) for name, load in HATE.items() if (text / name).is_dir()}
    if not found or not (text / "isear").is_dir():
        raise ValueError(f"{text} needs isear and one of {', '.join(HATE)}")
    emotional = isear(text / "isear")
    emotion, results = read(emotional), []
    for corpus in found.values():
        hate, folds = read(corpus), []
        classes = len(corpus.classes), len(emotional.classes)
        cause = fingerprint([asdict(corpus), asdict(emotional), FOLDS, HELD_OUT, settings()])[:16]
        for i, fold in enumerate(tqdm(folds_of(corpus), corpus.name, FOLDS, leave=False)):
            path = out / "trained-folds" / f"{corpus.name}-{i}-{cause}.json"
            if not path.exists():
                write_json(_measure(hate, emotion, classes, fold), path)
            folds.append(read_json(path))
        results.append({"corpus": corpus.name, "folds": folds, **{w: summary([f[w] for f in folds]) for w in WAYS}})
        write_json(results, out / "trained.json")
        (out / "trained.md").write_text(_table(results) + "\n")
    print(_table(results))


def _measure(hate: Read, emotion: Read, classes: tuple[int, int], fold: Fold) -> dict[str, Any]:
    """The figures of both decisions on the fold's test texts, which neither training nor the decision has seen."""
    targets = hate.targets.numpy()
    learnt, held_out = train_test_split(fold[0], test_size=HELD_OUT, random_state=0, stratify=targets[fold[0]])
    train = Read([hate.ids[i] for i in learnt], hate.targets[torch.from_numpy(learnt)])
    network = fit_trained(train, emotion, classes)
    judged = {name: log_probabilities(network, [hate.ids[i] for i in part]) for name, part in
              (("held out", held_out), ("test", fold[1]))}  # fmt: skip
    offsets = best_offsets(judged["held out"], targets[held_out])
    return {
        "offsets": offsets.round(2).tolist(),
        "greatest": class_figures(targets[fold[1]], judged["test"].argmax(1)),
        "chosen": class_figures(targets[fold[1]], (judged["test"] + offsets).argmax(1)),
    }


def _table(results: list[dict[str, Any]]) -> str:
    lines = [
        "| corpus | | accuracy | precision | recall | macro-F1 | macro-F1 by fold |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in results:
        name = NAMES[result["corpus"]]
        for way in WAYS:
            mean, deviation = result[way]["mean"], result[way]["deviation"]
            ours = " | ".join(f"{mean[figure]:.2f} ± {deviation[figure]:.2f}" for figure in FIGURES)
            each = " ".join(f"{fold[way]['f1']:.2f}" for fold in result["folds"])
            lines.append(f"| {name} | ours, {way} | {ours} | {each} |")
        paper = " | ".join(f"{value:.2f}" for value in PAPER[result["corpus"], "isear", True])
        lines.append(f"| {name} | paper | {paper} | |")
    return "\n".join(lines)
