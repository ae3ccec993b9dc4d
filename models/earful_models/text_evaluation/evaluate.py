"""Measures a text model file on the test texts, the suites, groups and disguises."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from earful_models.evaluation.interval import Bootstrap, share
from earful_models.evaluation.metrics import Bools, Floats, auc
from earful_models.text_encoder.examples import english_rows, is_suite, text_examples
from earful_models.text_encoder.labels import TEXT_LABELS
from earful_models.text_encoder.model_file import TextModel, load_text_model
from earful_models.text_encoder.scores import scores_of
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.text_evaluation.bias import DIALECTS, NAMED, named_gaps, source_gaps, template_gaps
from earful_models.text_evaluation.disguises import DISGUISES, disguised
from earful_models.text_evaluation.labels import label_figures
from earful_models.text_evaluation.page import page
from earful_models.text_evaluation.suites import SUITES, suite_figures
from earful_models.whole import write_json

TOXIC, POINT = "toxic", "balanced"
"""The label, and the operating point, of which alarms are counted."""


class AsItStands(Tokeniser):
    """Reads without the normaliser."""

    def normalised(self, text: str) -> str:
        return text


def evaluate_text(model_path: Path, corpora: Path, table: Path, out: Path) -> None:
    """Writes out/text.json and out/text.md, and prints the latter. table: of `texts`."""
    model = load_text_model(model_path)
    points = model.header["operating_points"]
    threshold, column = points[POINT][TOXIC], model.labels.index(TOXIC)
    rows = english_rows(table)
    test = text_examples(corpora, rows, "test")
    scores = scores_of(model, test.texts)
    sources = [row["source"] for row in rows if row["split"] == "test" and not is_suite(row)]
    toxic = test.targets[:, TEXT_LABELS.index(TOXIC)]
    texts = [text for text, known in zip(test.texts, ~np.isnan(toxic), strict=True) if known]
    of_toxic, positive = scores[~np.isnan(toxic), column], toxic[~np.isnan(toxic)] == 1
    clean = [i for i, is_toxic in enumerate(positive) if not is_toxic]
    alarm = of_toxic[clean] >= threshold
    suites = {
        name: read(corpora / "text" / name) for name, read in SUITES.items() if (corpora / "text" / name).is_dir()
    }
    of_suites = {name: scores_of(model, [case.text for case in cases]) for name, cases in suites.items()}
    report: dict[str, Any] = {
        "model": {key: model.header[key] for key in ("name", "version", "training")},
        "point": POINT,
        "labels": label_figures(model.labels, scores, test.targets, points),
        "suites": {
            name: {
                label: suite_figures(cases, of_suites[name][:, model.labels.index(label)], points[POINT][label])
                for label in (TOXIC, "identity_attack")
            }
            for name, cases in suites.items()
        },
        "clean": {"texts": len(clean), "alarms": share(int(alarm.sum()), len(clean))},
        "named": named_gaps([texts[i] for i in clean], alarm, NAMED),
        "dialects": named_gaps([texts[i] for i in clean], alarm, DIALECTS),
        "sources": source_gaps([sources[i] for i in clean], alarm),
        "disguises": disguise_figures(model, texts, positive, column, threshold),
    }
    if "hatecheck" in suites:
        report["templates"] = template_gaps(suites["hatecheck"], of_suites["hatecheck"][:, column], threshold)
    out.mkdir(parents=True, exist_ok=True)
    write_json(report, out / "text.json")
    (out / "text.md").write_text(page(report) + "\n")
    print(page(report))


def disguise_figures(
    model: TextModel, texts: list[str], positive: Bools, column: int, threshold: float
) -> dict[str, dict[str, Any]]:
    """By disguise, with and without the normaliser: AUC of a label, and the shares of the texts that have it and of the
    others that alarm.
    """
    plain = dataclasses.replace(model, tokeniser=AsItStands(model.tokeniser.vocabulary))
    figures = {}
    for name in ("none", *DISGUISES):
        read = texts if name == "none" else disguised(texts, name)
        figures[name] = {
            how: _alarms(scores_of(one, read)[:, column], positive, threshold)
            for how, one in (("without", plain), ("with", model))
        }
    return figures


def _alarms(scores: Floats, positive: Bools, threshold: float) -> dict[str, Any]:
    alarm, bootstrap = scores >= threshold, Bootstrap(["" for _ in scores])
    return {
        "auc": bootstrap.metric(auc, scores, positive),
        "recall": share(int(alarm[positive].sum()), int(positive.sum())),
        "false_alarms": share(int(alarm[~positive].sum()), int((~positive).sum())),
    }
