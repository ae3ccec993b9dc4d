"""The evaluation of a text model as Markdown."""

from collections.abc import Iterable, Mapping
from typing import Any

from earful_models.evaluation.card import number
from earful_models.evaluation.interval import FEW
from earful_models.text_evaluation.labels import FEWEST


def page(report: Mapping[str, Any]) -> str:
    """All tables."""
    point = report["point"]
    parts = [
        f"Alarms are those of `toxic` at `{point}`, unless said otherwise. 95 % intervals are over families of texts "
        f"that are alike, HateCheck's over its templates; over fewer than {FEW} of them they cover less.",
    ]
    labels = report["labels"]
    parts += (
        [_labels(labels), _points(labels)] if labels else [f"No label has {FEWEST} test texts with it and any without."]
    )
    parts += [_flags(report["flags"])]
    for name, by_label in report["suites"].items():
        parts += [f"### {name}", _suite(by_label)]
    clean = report["clean"]
    parts += [f"### Clean test texts: {clean['texts']}, alarms {number(clean['alarms'])}"]
    titles = {
        "named": "that name a group",
        "templates": "HateCheck's harmless sentences, by whom they name",
        "dialects": "with words of a dialect",
        "sources": "by source",
    }
    parts += [_gaps(title, report[name]) for name, title in titles.items() if report.get(name)]
    return "\n\n".join([*parts, "### Disguised words", _disguises(report["disguises"])])


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _labels(labels: Mapping[str, Any]) -> str:
    rows = (
        (name, str(x["positive"]), str(x["negative"]), number(x["auc"]), number(x["average_precision"]))
        for name, x in labels.items()
    )
    return _table(("label", "texts with it", "without", "AUC", "average precision"), rows)


def _points(labels: Mapping[str, Any]) -> str:
    """Recall and false alarms of each label at each operating point."""
    names = list(next(iter(labels.values()))["points"])
    rows = (
        (label, *(_at(x["points"][name]) for name in names)) for label, x in labels.items()
    )  # fmt: skip
    return _table(("found / false alarms", *names), rows)


def _flags(flags: Mapping[str, Any]) -> str:
    rows = ((name, number(x["recall"]), number(x["false_alarms"])) for name, x in flags.items())
    return _table(("flagged by any label of toxicity", "toxic texts", "clean texts"), rows)


def _at(figures: Mapping[str, float]) -> str:
    return f"{100 * figures['recall']:.1f} % / {100 * figures['false_alarm_rate']:.2f} %"


def _suite(by_label: Mapping[str, Any]) -> str:
    first, *_ = by_label.values()
    head = ["case", "is bad", "texts"]
    for label in by_label:
        head += [f"`{label}`, AUC", f"`{label}`, alarms"]
    whole = ["all", f"{first['bad']} of {first['texts']}", str(first["texts"])]
    for figures in by_label.values():
        whole += [number(figures["auc"]), ""]
    rows = [whole]
    for case, x in first["cases"].items():
        row = [case, "yes" if x["bad"] else "no", str(x["texts"])]
        for figures in by_label.values():
            of_case = figures["cases"][case]
            row += ["–" if of_case["auc"] is None else f"{of_case['auc']:.3f}", number(of_case["alarms"])]
        rows.append(row)
    return _table(head, rows)


def _gaps(title: str, groups: Mapping[str, Any]) -> str:
    rows = ((name, str(x["texts"]), number(x["alarms"]), number(x["gap"])) for name, x in groups.items())
    return _table((title, "texts", "alarms", "less the others' share"), rows)


def _disguises(disguises: Mapping[str, Any]) -> str:
    rows = []
    for name, ways in disguises.items():
        rows += [(name, how, *(number(x[key]) for key in ("auc", "recall", "false_alarms"))) for how, x in ways.items()]
    return _table(("disguise", "normaliser", "AUC", "toxic texts found", "false alarms"), rows)
