"""The recordings of real people that a run is trained and validated on, so chosen that their length and loudness tell
nothing.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from earful_models.config import RunConfig
from earful_models.corpus import Clip, load_real, speaker_split
from earful_models.targets import targets_of


def load_recordings(corpus: Path, cache: Path, config: RunConfig, split: str) -> list[Clip]:
    """The recordings of a split, of the corpora that the configuration names: those of which a target is known, and as
    many with it as without.
    """
    clips = [clip for name in config.recordings for clip in load_real(corpus, cache, name)]
    targets = np.array([targets_of(clip, config.labels) for clip in clips]).reshape(len(clips), len(config.labels))
    chosen = [i for i, clip in enumerate(clips) if speaker_split(clip.row) == split and not np.isnan(targets[i]).all()]
    return equalised([clips[i] for i in chosen], [bool((targets[i] == 1).any()) for i in chosen])


def equalised(clips: list[Clip], positive: list[bool]) -> list[Clip]:
    """Every positive clip, and for each the negative one of the same speaker that is nearest in length and loudness:
    together they are paired so that the distances' sum is least. A speaker's positive clips without a pair are left
    out.
    """
    of_speaker: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, clip in enumerate(clips):
        of_speaker[clip.row["speaker"]][0 if positive[i] else 1].append(i)
    place = _length_and_loudness(clips)
    chosen = []
    for ones, others in of_speaker.values():
        distances = np.linalg.norm(place[ones][:, None] - place[others][None], axis=-1)
        rows, columns = linear_sum_assignment(distances)
        chosen += [ones[row] for row in rows] + [others[column] for column in columns]
    return [clips[i] for i in sorted(chosen)]


def _length_and_loudness(clips: list[Clip]) -> NDArray[np.float64]:
    """[clips, 2]: octaves of the duration, and the RMS in steps of 6 dB, so that a factor of two is 1 in either."""
    lengths = [max(1, len(clip.samples)) for clip in clips]
    powers = [float(np.mean(np.square(clip.samples, dtype=np.float64))) if len(clip.samples) else 0 for clip in clips]
    return np.stack([np.log2(lengths), np.log2(np.array(powers) + 1) / 2], axis=-1)
