"""Runs the benchmark on CORPUS/text/hsd-clubhouse."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from earful_models.clubhouse.anova import Term, anova
from earful_models.clubhouse.features import Attributes, WordEncoder, features
from earful_models.clubhouse.folds import CLASSIFIERS, cross_validated, rule
from earful_models.clubhouse.sentences import SCORES, Sentences, clubhouse_sentences
from earful_models.clubhouse.table import anova_table, figures_table
from earful_models.evaluation.metrics import auc, average_precision
from earful_models.whole import write_json

CORPUS = "hsd-clubhouse"
INTERACTIONS = ("IDENTITY_ATTACK", "SPAM", "THREAT", "INSULT")
"""With TOXICITY, in the paper's table 3."""


def clubhouse(corpora: Path, encoder: WordEncoder, labels: Sequence[str], attributes: Attributes, out: Path) -> None:
    """Writes out/clubhouse.md and out/clubhouse.json, and prints the former. labels: of the attributes.

    Raises ValueError without the corpus.
    """
    folder = corpora / "text" / CORPUS
    if not folder.is_dir():
        raise ValueError(f"{folder} is not there")
    sentences = clubhouse_sentences(folder)
    inputs = features(sentences, encoder, attributes)
    settings = [(classifier, name) for classifier in CLASSIFIERS for name in inputs]
    found = {
        (classifier, name): cross_validated(classifier, inputs[name], sentences.hateful)
        for classifier, name in tqdm(settings, "classifiers", leave=False)
    }
    identity = sentences.perspective[:, SCORES.index("IDENTITY_ATTACK")]
    found["none", "IDENTITY_ATTACK > 0.5"] = rule(identity, sentences.hateful)
    ours = dict(zip(labels, attributes(sentences.texts).T, strict=True))
    published = dict(zip(SCORES, sentences.perspective.T, strict=True))
    alone = {
        name: {"auc": auc(x, sentences.hateful), "average_precision": average_precision(x, sentences.hateful)}
        for name, x in {**published, **ours}.items()
    }
    tables = {"2": anova(published, sentences.hateful), "3": anova(_interacting(published), sentences.hateful)}
    tables["2, earful's scores"] = anova(ours, sentences.hateful)
    page = _page(sentences, figures_table(found), alone, tables)
    out.mkdir(parents=True, exist_ok=True)
    (out / "clubhouse.md").write_text(page + "\n")
    report = {
        "sentences": len(sentences.texts),
        "hateful": int(sentences.hateful.sum()),
        "classifiers": [{"classifier": c, "features": name, **figures} for (c, name), figures in found.items()],
        "alone": alone,
        "anova": {name: [term._asdict() for term in terms] for name, terms in tables.items()},
    }
    write_json(report, out / "clubhouse.json")
    print(page)


def _interacting(scores: dict[str, Any]) -> dict[str, Any]:
    return {**scores, **{f"TOXICITY:{name}": scores["TOXICITY"] * scores[name] for name in INTERACTIONS}}


def _page(sentences: Sentences, figures: str, alone: dict[str, dict[str, float]], tables: dict[str, list[Term]]) -> str:
    lines = ["| score alone | AUC | average precision |", "|---|---|---|"]
    lines += [f"| {name} | {x['auc']:.3f} | {x['average_precision']:.3f} |" for name, x in alone.items()]
    parts = [f"{len(sentences.texts)} sentences, {np.sum(sentences.hateful)} hateful.", figures, "\n".join(lines)]
    parts += [f"Table {name}:\n\n{anova_table(terms, int(name[0]) - 2)}" for name, terms in tables.items()]
    return "\n\n".join(parts)
