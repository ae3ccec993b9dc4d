"""Vocal bursts of real people (EmoGator): those of most speakers may be trained on, the others validate and test."""

from pathlib import Path

import numpy as np

from earful_models.corpus import Clip, load_real, real_corpora, speaker_split
from earful_models.evaluation.metrics import Bools
from earful_models.targets import targets_of

CORPUS = "emogator"
HEATED = "heated"


def load_bursts(corpus: Path, cache: Path, split: str) -> list[Clip]:
    """All recordings by the speakers of a split; none if the folder has not got the corpus."""
    if CORPUS not in real_corpora(corpus):
        return []
    return [clip for clip in load_real(corpus, cache, CORPUS) if speaker_split(clip.row) == split]


def is_heated(clips: list[Clip]) -> Bools:
    """Which recordings are of an angry voice. Those whose emotion is not known are not."""
    return np.array([targets_of(clip, [HEATED])[0] == 1 for clip in clips], bool)
