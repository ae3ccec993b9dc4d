"""The libopus inside PyAV's wheel: always there and pinned, where a system's differs. PyAV's own interface has neither
DTX nor lost packets, and opuslib, unmaintained, takes the system's alone.
"""

import ctypes
import ctypes.util
import functools
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import SAMPLE_RATE

FRAME = SAMPLE_RATE // 50
"""Samples of a packet: 20 ms."""

# From opus_defines.h.
_VOIP = 2048
_SET_BITRATE, _SET_COMPLEXITY, _SET_FEC, _SET_LOSS, _SET_DTX, _GET_LOOKAHEAD = 4002, 4010, 4012, 4014, 4016, 4027


class Encoder:
    """Opus as voice chat uses it: 16 kHz, mono, voip. `loss` is the share of packets that it is to expect.

    Raises OSError if libopus is not found.
    """

    def __init__(
        self, bitrate: int = 24000, complexity: int = 9, *, dtx: bool = False, fec: bool = False, loss: float = 0.0
    ) -> None:
        self._state = _create("encoder", _VOIP)
        for request, value in (
            (_SET_BITRATE, bitrate),
            (_SET_COMPLEXITY, complexity),
            (_SET_DTX, int(dtx)),
            (_SET_FEC, int(fec)),
            (_SET_LOSS, round(loss * 100)),
        ):
            _checked(_library().opus_encoder_ctl(self._state, request, ctypes.c_int(value)))
        self._packet = ctypes.create_string_buffer(1500)

    @property
    def lookahead(self) -> int:
        """By how many samples a decoder's output is late."""
        samples = ctypes.c_int()
        _checked(_library().opus_encoder_ctl(self._state, _GET_LOOKAHEAD, ctypes.byref(samples)))
        return samples.value

    def encode(self, frame: NDArray[np.int16]) -> bytes:
        """The packet of FRAME samples; with DTX, one of at most two bytes says that nothing is to be sent."""
        if frame.shape != (FRAME,):
            raise ValueError(f"a packet has {FRAME} samples, not {frame.shape}")
        samples = np.ascontiguousarray(frame, np.int16).ctypes.data_as(ctypes.c_void_p)
        size = _checked(_library().opus_encode(self._state, samples, FRAME, self._packet, len(self._packet)))
        return self._packet.raw[:size]

    def __del__(self) -> None:
        if hasattr(self, "_state"):
            _library().opus_encoder_destroy(self._state)


class Decoder:
    """Opus packets of 20 ms to 16 kHz, mono. Raises OSError if libopus is not found."""

    def __init__(self) -> None:
        self._state = _create("decoder")

    def decode(self, packet: bytes | None, *, from_copy: bool = False) -> NDArray[np.int16]:
        """FRAME samples. Without a packet the decoder conceals, or makes comfort noise after DTX has begun.

        `from_copy` decodes the copy of the packet before that a packet with FEC carries.
        """
        output = np.zeros(FRAME, np.int16)
        target, size = output.ctypes.data_as(ctypes.c_void_p), 0 if packet is None else len(packet)
        _checked(_library().opus_decode(self._state, packet, size, target, FRAME, int(from_copy)))
        return output

    def __del__(self) -> None:
        if hasattr(self, "_state"):
            _library().opus_decoder_destroy(self._state)


def version() -> str:
    """Such as "libopus 1.6.1"."""
    return str(_library().opus_get_version_string().decode())


@functools.cache
def _library() -> Any:
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
    library.opus_get_version_string.restype = ctypes.c_char_p
    return library


def _create(kind: str, *arguments: int) -> ctypes.c_void_p:
    error = ctypes.c_int()
    state = getattr(_library(), f"opus_{kind}_create")(SAMPLE_RATE, 1, *arguments, ctypes.byref(error))
    _checked(error.value)
    return state


def _checked(result: int) -> int:
    if result < 0:
        raise RuntimeError(f"libopus failed with error {result}")
    return result
