"""Functional cases: which kinds of toxic lines are found, and which kinds of clean ones alarm."""

from collections.abc import Callable
from typing import Any

from earful_models.corpus import Clip
from earful_models.evaluation.decisions import alarms
from earful_models.evaluation.interval import count_share, of_both
from earful_models.evaluation.metrics import auc
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Thresholds


def cases(part: Scored, case: Callable[[Clip], str], thresholds: Thresholds) -> dict[str, Any]:
    """Of all cases together: the AUC. Of each: whether it is toxic, its clips, its median score and for each operating
    point the share of clips that alarm. A case with both toxic and clean clips is told as two.
    """
    bootstrap = part.bootstrap
    found: dict[str, Any] = {}
    for name, group in part.parts(lambda clip: f"{case(clip)}|{'toxic' if clip.toxic else 'clean'}").items():
        label, _, kind = name.partition("|")
        shares = {point: count_share(alarms(group.scores, thresholds[point])) for point in thresholds}
        median = sorted(group.scores.toxic)[len(group.clips) // 2]
        found[f"{label}, {kind}"] = {
            "case": label,
            "toxic": kind == "toxic",
            "clips": len(group.clips),
            "median_score": round(float(median), 4),
            "alarms": shares,
        }
    return {
        "clips": len(part.clips),
        "toxic": int(part.toxic.sum()),
        "few_speakers": bootstrap.few,
        "auc": bootstrap.of(lambda chosen: of_both(auc, part.scores.toxic[chosen], part.toxic[chosen])),
        "cases": found,
    }
