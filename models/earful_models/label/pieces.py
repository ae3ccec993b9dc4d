"""Cuts a recording where Opus falls silent: at the packets that its discontinuous transmission (DTX) leaves out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from earful_models.corpus import Samples
from earful_models.libopus import FRAME, Encoder

FRAMES_PER_SECOND = 50
SHORTEST, LONGEST = 1 * FRAMES_PER_SECOND, 15 * FRAMES_PER_SECOND
HANGOVER = 10  # frames without voice that libopus still sends (NB_SPEECH_FRAMES_BEFORE_DTX)
SILENCE = 5  # frames left out that end a piece: 0.3 s without voice together with the hangover


@dataclass(frozen=True)
class Piece:
    """A stretch of speech, int16 at 16 kHz. `start` is in seconds."""

    start: float
    samples: Samples

    @property
    def end(self) -> float:
        """In seconds."""
        return self.start + len(self.samples) / (FRAME * FRAMES_PER_SECOND)


def cut(blocks: Iterable[Samples]) -> Iterator[Piece]:
    """The pieces of a recording that comes in blocks of any length; holds no more than a piece of it.

    A piece starts with the first packet sent and ends with the voice, before the hangover, where 0.3 s without voice
    follow. It is cut at 15 s, and left out if it is under 1 s. Encoder: voip, so what a voice chat would transmit.
    """
    first, left_out = 0, 0
    frames: list[Samples] = []
    for index, (frame, sent) in enumerate(_frames(blocks)):
        if not frames:
            first, left_out = index, 0
            if not sent:
                continue
        frames.append(frame)
        left_out = 0 if sent else left_out + 1
        if left_out == SILENCE:
            yield from _piece(first, frames[: -SILENCE - HANGOVER])
            frames = []
        elif len(frames) == LONGEST:
            yield from _piece(first, frames)
            frames = []
    yield from _piece(first, frames)


def _piece(first: int, frames: list[Samples]) -> Iterator[Piece]:
    if len(frames) >= SHORTEST:
        yield Piece(first / FRAMES_PER_SECOND, np.concatenate(frames))


def _frames(blocks: Iterable[Samples]) -> Iterator[tuple[Samples, bool]]:
    """Each 20 ms and whether DTX sends them. What is left at the end, under 20 ms, is left out."""
    encoder, rest = Encoder(dtx=True), np.zeros(0, np.int16)
    for block in blocks:
        rest = np.concatenate([rest, block])
        for first in range(0, len(rest) - FRAME + 1, FRAME):
            frame = rest[first : first + FRAME]
            yield frame, len(encoder.encode(frame)) > 2
        rest = rest[len(rest) // FRAME * FRAME :]
