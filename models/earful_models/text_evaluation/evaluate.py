"""Measures a text model file on the test texts, the suites, groups and disguises."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from earful_models.evaluation.interval import Bootstrap
from earful_models.evaluation.metrics import Bools, Floats, auc
from earful_models.text_encoder.examples import english_rows, is_suite, text_examples
from earful_models.text_encoder.labels import TEXT_LABELS
from earful_models.text_encoder.model_file import TextModel, load_text_model
from earful_models.text_encoder.scores import scores_of
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.text_evaluation.bias import DIALECTS, NAMED, named_gaps, source_gaps, template_gaps
from earful_models.text_evaluation.disguises import DISGUISES, disguised
from earful_models.text_evaluation.labels import flag_figures, label_figures
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
    tested = [row for row in rows if row["split"] == "test" and not is_suite(row)]
    families = [row["group"] for row in tested]
    families += test.texts[len(tested) :]  # a text of which the emotion alone is known has no family
    toxic = test.targets[:, TEXT_LABELS.index(TOXIC)]
    known = np.flatnonzero(~np.isnan(toxic))
    texts, families_known = [test.texts[i] for i in known], [families[i] for i in known]
    positive = toxic[known] == 1
    clean = known[~positive]
    alarm = scores[clean, column] >= threshold
    clean_texts, clean_families = [test.texts[i] for i in clean], [families[i] for i in clean]
    suites = {
        name: read(corpora / "text" / name) for name, read in SUITES.items() if (corpora / "text" / name).is_dir()
    }
    of_suites = {name: scores_of(model, [case.text for case in cases]) for name, cases in suites.items()}
    report: dict[str, Any] = {
        "model": {key: model.header[key] for key in ("name", "version", "training")},
        "point": POINT,
        "labels": label_figures(model.labels, scores, test.targets, points, families),
        "flags": flag_figures(model.labels, scores[known], positive, points, families_known),
        "suites": {
            name: {
                label: suite_figures(cases, of_suites[name][:, model.labels.index(label)], points[POINT][label])
                for label in (TOXIC, "identity_attack")
            }
            for name, cases in suites.items()
        },
        "clean": {"texts": len(clean), "alarms": Bootstrap(clean_families).share(alarm)},
        "named": named_gaps(clean_texts, alarm, NAMED, clean_families),
        "dialects": named_gaps(clean_texts, alarm, DIALECTS, clean_families),
        "sources": source_gaps([tested[i]["source"] for i in clean], alarm, clean_families),
        "disguises": disguise_figures(model, texts, positive, families_known, column, threshold),
    }
    if "hatecheck" in suites:
        report["templates"] = template_gaps(suites["hatecheck"], of_suites["hatecheck"][:, column], threshold)
    out.mkdir(parents=True, exist_ok=True)
    write_json(report, out / "text.json")
    (out / "text.md").write_text(page(report) + "\n")
    print(page(report))


def disguise_figures(
    model: TextModel, texts: list[str], positive: Bools, families: Sequence[str], column: int, threshold: float
) -> dict[str, dict[str, Any]]:
    """By disguise, with and without the normaliser: AUC of a label, and the shares of the texts that have it and of the
    others that alarm.
    """
    plain = dataclasses.replace(model, tokeniser=AsItStands(model.tokeniser.vocabulary))
    figures = {}
    for name in ("none", *DISGUISES):
        read = texts if name == "none" else disguised(texts, name)
        figures[name] = {
            how: _alarms(scores_of(one, read)[:, column], positive, families, threshold)
            for how, one in (("without", plain), ("with", model))
        }
    return figures


def _alarms(scores: Floats, positive: Bools, families: Sequence[str], threshold: float) -> dict[str, Any]:
    alarm, of_texts = scores >= threshold, np.array(families)
    return {
        "auc": Bootstrap(families).metric(auc, scores, positive),
        "recall": Bootstrap(of_texts[positive]).share(alarm[positive]),
        "false_alarms": Bootstrap(of_texts[~positive]).share(alarm[~positive]),
    }
