"""Clips with their scores and what is true of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from earful_models.corpus import SAMPLE_RATE, Clip
from earful_models.evaluation.interval import Bootstrap
from earful_models.evaluation.metrics import Bools, Floats
from earful_models.evaluation.scorer import Scorer, Scores, clip_id
from earful_models.evaluation.voices import speaker


@dataclass
class Scored:
    """The clips that got a score. Arrays are in their order."""

    clips: list[Clip]
    scores: Scores

    @cached_property
    def toxic(self) -> Bools:
        return np.array([clip.toxic for clip in self.clips], bool)

    @cached_property
    def seconds(self) -> Floats:
        return np.array([len(clip.samples) / SAMPLE_RATE for clip in self.clips], float)

    @cached_property
    def bootstrap(self) -> Bootstrap:
        """Over speakers; over clips where they are not known."""
        return Bootstrap([speaker(clip.row) or clip_id(clip) for clip in self.clips])

    def has(self, label: str) -> Bools:
        """Which clips have a label by their row; any toxic one for `toxic`."""
        if label == "toxic":
            return self.toxic
        return np.array([clip.row.get(label) == "1" for clip in self.clips], bool)

    def where(self, chosen: Bools) -> "Scored":
        """A part of the clips."""
        clips = [clip for clip, keep in zip(self.clips, chosen, strict=True) if keep]
        return Scored(clips, Scores({label: scores[chosen] for label, scores in self.scores.by_label.items()}))

    def parts(self, of: Callable[[Clip], str]) -> "dict[str, Scored]":
        """The clips by what a function says of each, without those it says nothing of."""
        names = np.array([of(clip) for clip in self.clips], dtype=str)
        return {str(name): self.where(names == name) for name in np.unique(names) if name}


def scored(scorer: Scorer, clips: list[Clip], what: str, errors: dict[str, str]) -> Scored:
    """Scores clips. Those without a score are left out and their reasons added to `errors`."""
    if not clips:
        return Scored([], Scores({}))
    scores = scorer.score(clips, what)
    errors.update(scores.errors)
    good = np.all([np.isfinite(values) for values in scores.by_label.values()], axis=0)
    return Scored(clips, scores).where(good)
