"""Whether a scorer is as good and as lenient for one group of voices as for the others."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from earful_models.corpus import Clip
from earful_models.evaluation.decisions import alarms
from earful_models.evaluation.interval import Indices, of_both
from earful_models.evaluation.metrics import Bools, auc
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Thresholds
from earful_models.evaluation.voices import accent, gender, styles

FEWEST = 10
"""Clips of each class that a group must have."""

LENGTHS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 15.0)
"""Seconds at which length buckets begin."""

GROUPS: dict[str, Callable[[Clip], Iterable[str]]] = {
    "engine": lambda clip: [clip.row.get("engine", "")],
    "accent": lambda clip: [accent(clip.row)],
    "gender": lambda clip: [gender(clip.row)],
    "base style of the voice": lambda clip: styles(clip.row),
    "source of the text": lambda clip: [clip.row.get("source", "")],
    "length": lambda clip: [bucket(len(clip.samples) / 16000)],
}
"""The groups of a clip: a mixed voice is in the group of each of its styles."""


def bucket(seconds: float) -> str:
    """The length bucket, as it is shown."""
    start = max(edge for edge in LENGTHS if edge <= seconds)
    following = [edge for edge in LENGTHS if edge > start]
    return f"{start:g}–{following[0]:g} s" if following else f"from {start:g} s"


def gaps(part: Scored, thresholds: Thresholds, point: str) -> dict[str, dict[str, Any]]:
    """By kind of group and group: AUC, recall and false alarms at an operating point, and how each differs from that of
    all clips outside the group. Groups with too few clips of a class are left out.
    """
    alarm = alarms(part.scores, thresholds[point])
    figures: dict[str, dict[str, Any]] = {}
    for kind, groups_of in GROUPS.items():
        names = [set(groups_of(clip)) for clip in part.clips]
        for name in sorted(set().union(*names) - {""}, key=_order):
            inside = np.array([name in of_clip for of_clip in names])
            if min((inside & part.toxic).sum(), (inside & ~part.toxic).sum()) >= FEWEST:
                figures.setdefault(kind, {})[name] = _of_group(part, inside, alarm)
    return figures


def _of_group(part: Scored, inside: Bools, alarm: Bools) -> dict[str, Any]:
    scores, toxic, bootstrap = part.scores.toxic, part.toxic, part.bootstrap
    outside = ~inside

    def own(chosen: Indices, group: Bools) -> float:
        chosen = chosen[group[chosen]]
        return of_both(auc, scores[chosen], toxic[chosen])

    figures: dict[str, Any] = {
        "clips": int(inside.sum()),
        "toxic": int((inside & toxic).sum()),
        "auc": bootstrap.of(lambda chosen: own(chosen, inside)),
        "auc_gap": bootstrap.of(lambda chosen: own(chosen, inside) - own(chosen, outside)) if outside.any() else None,
    }
    for name, of_class in (("recall", toxic), ("false_alarm_rate", ~toxic)):
        here, there = inside & of_class, outside & of_class
        figures[name] = part.where(here).bootstrap.share(alarm[here])
        figures[f"{name}_gap"] = bootstrap.gap(alarm, here, there) if outside.any() else None
    return figures


def _order(name: str) -> tuple[float, str]:
    """Length buckets by length, all else by name."""
    start = name.removeprefix("from ").split("–")[0].split(" ")[0]
    return (float(start), name) if start.replace(".", "").isdigit() else (0.0, name)
