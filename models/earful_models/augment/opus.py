"""An Opus call: libopus encodes, packets are lost, libopus conceals."""

import ctypes
import ctypes.util
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from earful_models.augment.level import Audio, to_float, to_int16
from earful_models.corpus import SAMPLE_RATE

FRAME = SAMPLE_RATE // 50
"""Packets of 20 ms."""

# From opus_defines.h.
_VOIP = 2048
_SET_BITRATE, _SET_COMPLEXITY, _SET_FEC, _SET_LOSS, _SET_DTX, _GET_LOOKAHEAD = 4002, 4010, 4012, 4014, 4016, 4027


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
        library, packet, lookahead = _library(), ctypes.create_string_buffer(1500), ctypes.c_int()
        packets = []
        with _state("encoder", _VOIP) as encoder:
            for request, value in (
                (_SET_BITRATE, round(self.bitrate * 1000)),
                (_SET_COMPLEXITY, 5),
                (_SET_FEC, int(self.fec)),
                (_SET_LOSS, round(self.loss * 100)),
                (_SET_DTX, int(self.dtx)),
            ):
                _checked(library.opus_encoder_ctl(encoder, request, ctypes.c_int(value)))
            _checked(library.opus_encoder_ctl(encoder, _GET_LOOKAHEAD, ctypes.byref(lookahead)))
            for first in range(0, len(samples), FRAME):
                frame = samples[first : first + FRAME].ctypes.data_as(ctypes.c_void_p)
                size = _checked(library.opus_encode(encoder, frame, FRAME, packet, len(packet)))
                packets.append(packet.raw[:size])
        return packets, lookahead.value

    def _decoded(self, packets: list[bytes | None]) -> NDArray[np.int16]:
        library, output = _library(), np.zeros((len(packets), FRAME), np.int16)
        with _state("decoder") as decoder:
            for i, packet in enumerate(packets):
                following = packets[i + 1] if i + 1 < len(packets) else None
                from_copy = packet is None and self.fec and following is not None
                data = following if from_copy else packet
                # No data makes the decoder conceal; comfort noise where DTX sent nothing.
                size = 0 if data is None else len(data)
                target = output[i].ctypes.data_as(ctypes.c_void_p)
                _checked(library.opus_decode(decoder, data, size, target, FRAME, int(from_copy)))
        return output.reshape(-1)


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


@functools.cache
def _library() -> Any:
    """The libopus inside PyAV's wheel: always there and pinned, where a system's differs. PyAV's own interface cannot
    report a lost packet, and opuslib, unmaintained, takes the system's alone.
    """
    bundled = sorted((Path(av.__file__).parent.parent / "av.libs").glob("libopus-*"))
    name = str(bundled[0]) if bundled else ctypes.util.find_library("opus")
    if name is None:
        raise OSError("libopus is neither in PyAV's wheel nor installed")
    library = ctypes.CDLL(name)
    for kind in ("encoder", "decoder"):
        getattr(library, f"opus_{kind}_create").restype = ctypes.c_void_p
        getattr(library, f"opus_{kind}_destroy").argtypes = [ctypes.c_void_p]
    library.opus_encoder_ctl.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.opus_encode.argtypes = [*[ctypes.c_void_p] * 2, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.opus_decode.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_void_p,
        *[ctypes.c_int] * 2,
    ]
    return library


@contextmanager
def _state(kind: str, *arguments: int) -> Iterator[ctypes.c_void_p]:
    library, error = _library(), ctypes.c_int()
    state = getattr(library, f"opus_{kind}_create")(SAMPLE_RATE, 1, *arguments, ctypes.byref(error))
    _checked(error.value)
    try:
        yield state
    finally:
        getattr(library, f"opus_{kind}_destroy")(state)


def _checked(result: int) -> int:
    if result < 0:
        raise RuntimeError(f"libopus failed with error {result}")
    return result
