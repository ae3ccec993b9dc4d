"""Counts of a selection, and how well a row's source or length alone would tell whether it is toxic."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from earful_models.evaluation.metrics import auc
from earful_models.texts.labels import LABELS
from earful_models.texts.mapping import SOURCES
from earful_models.texts.rows import TextRow
from earful_models.texts.splits import near_duplicates_across_splits


def shortcut_auc(rows: list[TextRow], attribute: Callable[[TextRow], Hashable]) -> float | None:
    """AUC of the best guess from one attribute: a row scores the share of toxic rows among those that have the same.

    None without both toxic and clean rows.
    """
    toxic_rows: dict[Hashable, list[bool]] = defaultdict(list)
    for row in rows:
        toxic_rows[attribute(row)].append(row.toxic)
    toxic = np.array([row.toxic for row in rows], bool)
    if toxic.all() or not toxic.any():
        return None
    share = {value: sum(found) / len(found) for value, found in toxic_rows.items()}
    return auc(np.array([share[attribute(row)] for row in rows]), toxic)


def statistics(rows: list[TextRow], dropped: dict[str, Counter[str]], seed: int) -> dict[str, Any]:
    """Everything that the JSON beside the texts holds. Shortcuts are measured without the test suites."""
    by_language: dict[str, Any] = {}
    for language in sorted({row.language for row in rows}):
        mine = [row for row in rows if row.language == language]
        learnt = [row for row in mine if not row.test_only]
        by_language[language] = {
            "rows": len(mine),
            "in_test_suites": len(mine) - len(learnt),
            "toxic": sum(row.toxic for row in mine),
            "shippable": sum(SOURCES[row.source].shippable for row in learnt),
            "splits": dict(Counter(row.split for row in mine)),
            "source_alone_auc": shortcut_auc(learnt, lambda row: row.source),
            "length_alone_auc": shortcut_auc(learnt, lambda row: row.length),
        }
    sources = [name for name in SOURCES if any(row.source == name for row in rows)]
    table = {name: dict.fromkeys(LABELS, 0) for name in sources}
    for row in rows:
        for label in row.labels:
            table[row.source][label] += 1
    return {
        "seed": seed,
        "rows": len(rows),
        "near_duplicates_across_splits": near_duplicates_across_splits(rows),
        "languages": by_language,
        "labels_by_source": table,
        "biggest_source": {label: _biggest(rows, label) for label in LABELS},
        "emotions": dict(Counter(row.emotion for row in rows if row.emotion)),
        "dropped": {name: dict(reasons) for name, reasons in dropped.items()},
    }


def _biggest(rows: list[TextRow], label: str) -> dict[str, Any] | None:
    counts = Counter(row.source for row in rows if label in row.labels and not row.test_only)
    if not counts:
        return None
    source, count = counts.most_common(1)[0]
    return {"source": source, "share": round(count / counts.total(), 3)}


def table(stats: dict[str, Any]) -> str:
    """The statistics as text: label x source, the biggest source of each label, and the shortcuts by language."""
    lines = ["".join([f"{'source':16}", *(f"{label:>15}" for label in LABELS)])]
    for source, counts in stats["labels_by_source"].items():
        mark = " (test)" if SOURCES[source].test_only else ""
        lines.append("".join([f"{source + mark:16}", *(f"{counts[label]:15}" for label in LABELS)]))
    lines += ["", "label's biggest source, test suites aside"]
    for label, biggest in stats["biggest_source"].items():
        lines.append(f"  {label:15} {biggest['source']} {biggest['share']:.0%}" if biggest else f"  {label:15} none")
    lines += ["", "language   rows  toxic  shippable  source alone  length alone (AUC)"]
    for language, found in stats["languages"].items():
        shortcuts = [found["source_alone_auc"], found["length_alone_auc"]]
        figures = "".join(f"{'-' if value is None else f'{value:.3f}':>14}" for value in shortcuts)
        lines.append(f"{language:8}{found['rows']:7}{found['toxic']:7}{found['shippable']:11}{figures}")
    lines += ["", f"near-duplicates in two splits: {stats['near_duplicates_across_splits']}"]
    return "\n".join(lines)
