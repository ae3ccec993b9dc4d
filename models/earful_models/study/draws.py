"""How recordings are dealt to training, validation and test, again and again."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from earful_models.corpus import Clip


@dataclass(frozen=True)
class Draw:
    """One way to deal the clips."""

    train: list[Clip]
    validation: list[Clip]
    test: list[Clip]


TRAIN_SHARE = 0.25
"""Of the training clips: about 4,400, so that a trial takes minutes of a core and the draws differ."""


def monte_carlo(train: list[Clip], held_out: list[Clip], run: int) -> Draw:
    """Draw number `run`: a quarter of the training clips, and the held-out ones dealt anew to validation and test.

    All clips of a text group go together. The two pools share neither texts nor voices, and a draw keeps that.
    """
    random = np.random.default_rng([17, run])
    kept = _chosen({clip.row["group"] for clip in train}, TRAIN_SHARE, random)
    validated = _chosen({clip.row["group"] for clip in held_out}, 0.5, random)
    return Draw(
        [clip for clip in train if clip.row["group"] in kept],
        [clip for clip in held_out if clip.row["group"] in validated],
        [clip for clip in held_out if clip.row["group"] not in validated],
    )


def speaker_folds(clips: list[Clip], folds: int) -> list[Draw]:
    """Cross-validation by speaker: each fold is tested once, and the next one validates meanwhile."""
    speakers = sorted({clip.row["speaker"] for clip in clips})
    order = np.random.default_rng(18).permutation(len(speakers))
    fold_of = {speakers[int(i)]: place % folds for place, i in enumerate(order)}

    def part(*wanted: int) -> list[Clip]:
        return [clip for clip in clips if fold_of[clip.row["speaker"]] in wanted]

    draws = []
    for fold in range(folds):
        following = (fold + 1) % folds
        rest = [other for other in range(folds) if other not in (fold, following)]
        draws.append(Draw(part(*rest), part(following), part(fold)))
    return draws


def overlap(draws: list[Draw]) -> float:
    """The share of a draw's clips that are tested, to those that are trained on: how much the draws have in common."""
    return sum(len(draw.test) / len(draw.train) for draw in draws) / len(draws)


def _chosen(groups: Iterable[str], share: float, random: np.random.Generator) -> set[str]:
    ordered = sorted(groups)
    return {ordered[int(i)] for i in random.permutation(len(ordered))[: round(share * len(ordered))]}
