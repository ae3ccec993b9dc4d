"""An Opus call: libopus encodes, packets are lost, libopus conceals."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from earful_models.augment.level import Audio, to_float, to_int16
from earful_models.libopus import FRAME, Decoder, Encoder


@dataclass(frozen=True)
class Call:
    """How a call is sent: kbit/s, the share of packets lost and how many are lost in a row on average, whether packets
    carry a copy of the one before (FEC), and whether nothing is sent in pauses (DTX).
    """

    bitrate: float
    loss: float = 0.0
    burst: float = 1.5
    fec: bool = False
    dtx: bool = False

    def apply(self, samples: Audio, random: np.random.Generator) -> Audio:
        """What the other side hears: as long as `samples` and not delayed. Raises OSError if libopus is not found."""
        count = -(-len(samples) // FRAME) + 1  # one more, for what the encoder looks ahead
        lost = losses(count, self.loss, self.burst, random)
        packets, lookahead = self._encoded(np.pad(to_int16(samples), (0, count * FRAME - len(samples))))
        # A packet of at most two bytes says that nothing is to be sent.
        received = [None if gone or len(packet) <= 2 else packet for packet, gone in zip(packets, lost, strict=True)]
        return to_float(self._decoded(received)[lookahead : lookahead + len(samples)])

    def _encoded(self, samples: NDArray[np.int16]) -> tuple[list[bytes], int]:
        encoder = Encoder(round(self.bitrate * 1000), complexity=5, dtx=self.dtx, fec=self.fec, loss=self.loss)
        return [encoder.encode(frame) for frame in samples.reshape(-1, FRAME)], encoder.lookahead

    def _decoded(self, packets: list[bytes | None]) -> NDArray[np.int16]:
        decoder, frames = Decoder(), []
        for packet, following in zip(packets, [*packets[1:], None], strict=True):
            from_copy = packet is None and self.fec and following is not None
            frames.append(decoder.decode(following if from_copy else packet, from_copy=from_copy))
        return np.concatenate(frames)


def random_call(random: np.random.Generator) -> Call:
    """6 to 32 kbit/s, half the time with 1 to 20 % of packets lost, FEC and DTX in half the calls."""
    bitrate = float(np.exp(random.uniform(np.log(6), np.log(32))))
    loss = random.uniform(0.01, 0.2) if random.random() < 0.5 else 0.0
    return Call(bitrate, loss, random.uniform(1, 3), bool(random.random() < 0.5), bool(random.random() < 0.5))


def losses(count: int, share: float, burst: float, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which of `count` packets are lost: a Markov chain of two states (Gilbert 1960) that loses this share of them and
    `burst` in a row on average. The first packet always arrives.
    """
    lost = np.zeros(count, bool)
    if share == 0:
        return lost
    stay = 1 - 1 / burst
    enter = share / (1 - share) / burst
    chances = random.random(count)
    for i in range(1, count):
        lost[i] = chances[i] < (stay if lost[i - 1] else enter)
    return lost
