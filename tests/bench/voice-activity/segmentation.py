"""Frames to utterances and cuts: of a detector, and of the Opus encoder."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from streams import runs

Spans = list[tuple[float, float]]  # in seconds

TOLERANCE = 0.2  # s, within which a cut is found


@dataclass(frozen=True)
class Settings:
    """How a detector's frames become utterances."""

    threshold: float
    onset: float  # s of voice that starts one
    silence: float  # s without voice that ends one

    def utterances(self, probabilities: NDArray[np.float32], frame: float) -> Spans:
        """The [first voice, last voice) of each, as core/stream/segmenter.cpp finds them."""
        onset, silence = max(1, round(self.onset / frame)), max(1, round(self.silence / frame))
        found: list[list[int]] = []
        for first, last in runs(probabilities >= self.threshold):
            if found and first - found[-1][1] < silence:
                found[-1][1] = last
            elif last - first >= onset:
                found.append([first, last])
        return [(first * frame, last * frame) for first, last in found]


def dtx(packet_bytes: NDArray[np.float32]) -> Spans:
    """When the encoder was sending. Packets of 1 or 2 bytes are not sent; one alone between two such stretches is the
    refresh that comes every 0.4 s."""
    pauses: list[list[int]] = []
    for first, last in runs(packet_bytes <= 2):
        if pauses and first - pauses[-1][1] <= 1:
            pauses[-1][1] = last
        else:
            pauses.append([first, last])
    sending = np.ones(len(packet_bytes), bool)
    for first, last in pauses:
        sending[first:last] = False
    return [(first * 0.02, last * 0.02) for first, last in runs(sending)]


def offsets(wanted: list[float], got: list[float]) -> list[float]:
    """got - wanted of the pairs within the tolerance, each used once; both are in order."""
    i = j = 0
    found = []
    while i < len(wanted) and j < len(got):
        offset = got[j] - wanted[i]
        if abs(offset) <= TOLERANCE + 1e-9:
            found.append(offset)
            i, j = i + 1, j + 1
        elif offset < 0:
            j += 1
        else:
            i += 1
    return found
