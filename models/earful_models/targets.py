"""What each output of the network is trained to tell of a clip. A corpus may not know: then a target is NaN, and the
clip neither teaches nor tests that output.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import TOXIC_LABELS, Clip

Targets = NDArray[np.float32]
"""[outputs] of 1, 0 or NaN."""


def targets_of(clip: Clip, labels: Sequence[str]) -> Targets:
    """The targets of a clip in the order of the labels. Raises KeyError for a label that nothing is known of."""
    return np.array([_KNOWN[label](clip) for label in labels], np.float32)


def of_both(one: Targets, other: Targets) -> Targets:
    """Of two clips that are heard together: what is in one is in both; what is unknown of one is known only so."""
    return np.where((one == 1) | (other == 1), np.float32(1), one + other)


def _toxic(clip: Clip) -> float:
    """Whether any toxic label is set. Real recordings have no such labels: were they called clean, real would be what
    clean sounds like.
    """
    return float(clip.toxic) if TOXIC_LABELS[0] in clip.row else math.nan


def _emotion(clip: Clip) -> str:
    """How a real recording sounds. The emotion of a synthesised text is in its words alone, so it is none."""
    return clip.row["emotion"] if "corpus" in clip.row else ""


def _heated(clip: Clip) -> float:
    """Whether the voice is angry."""
    emotion = _emotion(clip)
    return float(emotion in ("angry", "anger")) if emotion else math.nan


_NEGATIVE = ("angry", "anger", "contempt", "disgust", "distress", "fear", "fearful", "guilt", "sad", "sadness", "shame")
_POSITIVE = ("amusement", "calm", "elation", "happy")


def _negative(clip: Clip) -> float:
    """Whether the emotion is a negative one; neutral and surprise are neither."""
    emotion = _emotion(clip)
    return 1.0 if emotion in _NEGATIVE else 0.0 if emotion in _POSITIVE else math.nan


def _label(label: str) -> Callable[[Clip], float]:
    return lambda clip: float(clip.row[label] == "1") if label in clip.row else math.nan


_KNOWN = {
    "toxic": _toxic,
    "heated": _heated,
    "negative": _negative,
    **{label: _label(label) for label in TOXIC_LABELS},
}
LABELS = tuple(_KNOWN)
