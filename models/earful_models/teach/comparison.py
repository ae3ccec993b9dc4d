"""EHSOR beside the small head that it is to replace: the same training texts, the same texts judged."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.card import number
from earful_models.evaluation.interval import Bootstrap, Indices, Interval, of_both
from earful_models.evaluation.metrics import auc, average_precision
from earful_models.label.text_classifier import LABELS

Scores = NDArray[np.float64]
Rows = Sequence[Mapping[str, str]]
ANY, MEAN = "any toxicity", "mean of the labels"


def compare(scores: Mapping[str, Scores], rows: Rows) -> dict[str, dict[str, Interval]]:
    """By figure and name: the AUC of any toxicity, the average precision of each label that there is and their mean;
    `gain` is the first name's less the second's, of the same bootstrap sets. scores: [texts, 6] by name, two of them.
    """
    bootstrap = Bootstrap([row["group"] for row in rows])
    by_label = {
        label: _label(i, label, rows) for i, label in enumerate(TOXIC_LABELS) if positive_rows(rows, label).any()
    }
    figures, labels = {ANY: _any(rows), **by_label}, list(by_label.values())
    figures[MEAN] = lambda values, chosen: float(np.mean([figure(values, chosen) for figure in labels]))
    ours, theirs = scores.values()
    return {
        name: {
            **{who: bootstrap.of(partial(figure, values)) for who, values in scores.items()},
            "gain": bootstrap.of(partial(_gain, figure, ours, theirs)),
        }
        for name, figure in figures.items()
    }


def comparison_table(found: Mapping[str, Mapping[str, Interval]], rows: Rows) -> str:
    """The figures with their 95 % intervals, as Markdown."""
    names = list(next(iter(found.values())))
    lines = ["| | texts | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for figure, values in found.items():
        count = "" if figure == MEAN else str(positive_rows(rows, figure).sum())
        measure = "AUC" if figure == ANY else "average precision"
        lines.append(f"| {figure}, {measure} | {count} | {' | '.join(map(number, values.values()))} |")
    return "\n".join(lines)


Figure = Callable[[Scores, Indices], float]


def _gain(figure: Figure, ours: Scores, theirs: Scores, chosen: Indices) -> float:
    return figure(ours, chosen) - figure(theirs, chosen)


def _any(rows: Rows) -> Figure:
    toxic, clean = positive_rows(rows, ANY), LABELS.index("no_violation")
    return lambda scores, chosen: of_both(auc, 1 - scores[chosen, clean], toxic[chosen])


def _label(column: int, label: str, rows: Rows) -> Figure:
    positive = positive_rows(rows, label)
    return lambda scores, chosen: of_both(average_precision, scores[chosen, column], positive[chosen])


def positive_rows(rows: Rows, figure: str) -> NDArray[np.bool_]:
    """Which rows have the label, or any toxic one."""
    return np.array([row["no_violation"] == "0" if figure == ANY else row[figure] == "1" for row in rows])
