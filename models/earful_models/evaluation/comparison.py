"""The scorer and its peers on the same clips."""

from typing import Any

import numpy as np

from earful_models.corpus import Clip
from earful_models.evaluation.discrimination import discrimination
from earful_models.evaluation.interval import per_hour
from earful_models.evaluation.metrics import threshold_at
from earful_models.evaluation.peers import WordsPeer
from earful_models.evaluation.scored import Scored, scored
from earful_models.evaluation.scorer import Scorer

SAMPLE = 600
"""Synthesised clips that are transcribed at most, of validation and of test: it takes a second a clip."""
REAL_SAMPLE = 75
"""Clips of real speech of each corpus that the peers hear."""


def sample(clips: list[Clip]) -> list[Clip]:
    """SAMPLE of them, drawn at random, or all."""
    drawn = np.random.default_rng(7).permutation(len(clips))[:SAMPLE]
    return [clips[i] for i in sorted(drawn)]


def real_sample(ordinary: dict[str, list[Clip]]) -> list[Clip]:
    """As many clips of each corpus of ordinary speech, drawn at random."""
    random = np.random.default_rng(8)
    return [
        clips[i] for _, clips in sorted(ordinary.items()) for i in random.permutation(len(clips))[:REAL_SAMPLE]
    ]  # fmt: skip


def comparison(
    scorers: list[Scorer], spoken: list[Clip], real: list[Clip], errors: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """Each scorer's discrimination on a sample of synthesised clips, and its alarms an hour of real speech at the
    threshold that alarms on 1 % of the clean ones of it: one rule for all, as peers have no operating points. Without
    clean clips there are no such alarms.
    """
    figures, spoken = {}, sample(spoken)
    for scorer in scorers:
        part = scored(scorer, spoken, f"test, {scorer.name}", errors)
        figures[scorer.name] = {"about": scorer.about, **discrimination(part)}
        if real and not part.toxic.all() and not isinstance(scorer, WordsPeer):
            figures[scorer.name]["real"] = _alarms_on(scored(scorer, real, f"real, {scorer.name}", errors), part)
    return figures


def _alarms_on(real: Scored, synthesised: Scored) -> dict[str, Any]:
    threshold = threshold_at(0.01, synthesised.scores.toxic[~synthesised.toxic])
    alarm, hours = real.scores.toxic >= threshold, float(real.seconds.sum()) / 3600
    return {
        "threshold": threshold,
        "clips": len(real.clips),
        "hours": round(hours, 3),
        "share": real.bootstrap.share(alarm),
        "per_hour": per_hour(int(alarm.sum()), hours),
    }
