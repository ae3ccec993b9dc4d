"""The same clips in a game, in babble, in a room, after a bad call."""

from typing import Any

import numpy as np
from tqdm import tqdm

from earful_models.augment import CONDITIONS, Sounds, condition
from earful_models.corpus import Clip
from earful_models.evaluation.decisions import alarms
from earful_models.evaluation.interval import Indices, of_both
from earful_models.evaluation.metrics import auc
from earful_models.evaluation.scored import Scored, scored
from earful_models.evaluation.scorer import Scorer

MOST = 600
"""Clips that are changed and scored again under every condition, drawn at random where there are more."""


def under_conditions(
    scorer: Scorer, clips: list[Clip], sounds: Sounds, point: dict[str, float], errors: dict[str, str], notes: list[str]
) -> dict[str, Any]:
    """For each condition: AUC and its difference to that of the clean clips, recall and false alarms at an operating
    point. A condition whose sounds are not there is left out, and why is added to `notes`.
    """
    drawn = np.random.default_rng(1).permutation(len(clips))[:MOST]
    clips = [clips[i] for i in sorted(drawn)]
    figures = {}
    clean: Scored | None = None
    for name in CONDITIONS:
        try:
            changed = [condition(name, clip, sounds) for clip in tqdm(clips, f"making {name}", leave=False)]
        except (FileNotFoundError, ModuleNotFoundError) as error:
            notes.append(f"The condition {name} is left out: {error}")
            continue
        part = scored(scorer, changed, name, errors)
        clean = clean or part
        figures[name] = _figures(part, clean, point)
    return figures


def _figures(part: Scored, clean: Scored, point: dict[str, float]) -> dict[str, Any]:
    alarm, toxic, scores = alarms(part.scores, point), part.toxic, part.scores.toxic

    def change(chosen: Indices) -> float:
        reference = of_both(auc, clean.scores.toxic[chosen], toxic[chosen])
        return of_both(auc, scores[chosen], toxic[chosen]) - reference

    return {
        "clips": len(part.clips),
        "auc": part.bootstrap.metric(auc, scores, toxic),
        "auc_change": part.bootstrap.of(change) if len(clean.clips) == len(part.clips) else None,
        "recall": part.where(toxic).bootstrap.share(alarm[toxic]),
        "false_alarm_rate": part.where(~toxic).bootstrap.share(alarm[~toxic]),
    }
