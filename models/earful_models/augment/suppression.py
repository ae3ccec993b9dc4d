"""Noise suppression by RNNoise (Valin 2018), which voice chat programs ship, with the artefacts it leaves."""

import ctypes
import functools
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
from scipy.signal import resample_poly

from earful_models.augment.level import Audio

FRAME = 480
RATIO = 3
"""RNNoise works at 48 kHz, on frames of 10 ms."""
DELAY = 960


def suppressed(samples: Audio) -> Audio:
    """What RNNoise leaves: as long as `samples` and not delayed."""
    library = _library()
    padded = np.pad(samples, (0, DELAY // RATIO))
    up = resample_poly(padded, RATIO, 1).astype(np.float32) * np.float32(32768)
    frames = np.zeros((-(-len(up) // FRAME), FRAME), np.float32)
    frames.reshape(-1)[: len(up)] = up
    state = library.rnnoise_create(None)
    try:
        for frame in frames:
            address = frame.ctypes.data
            library.rnnoise_process_frame(state, address, address)
    finally:
        library.rnnoise_destroy(state)
    clean = frames.reshape(-1)[DELAY : DELAY + RATIO * len(samples)] / np.float32(32768)
    return resample_poly(clean, 1, RATIO).astype(np.float32)[: len(samples)]


@functools.cache
def _library() -> Any:
    """The library inside pyrnnoise's wheel: its Python part would bring a plotting library and converts every frame."""
    found = importlib.util.find_spec("pyrnnoise")
    if found is None or found.origin is None:
        raise OSError("pyrnnoise is not installed; run models/setup")
    files = Path(found.origin).parent.glob("*rnnoise.*")
    library = ctypes.CDLL(str(next(file for file in files if file.suffix in (".so", ".dylib", ".dll"))))
    library.rnnoise_create.restype = ctypes.c_void_p
    library.rnnoise_create.argtypes = [ctypes.c_void_p]
    library.rnnoise_destroy.argtypes = [ctypes.c_void_p]
    library.rnnoise_process_frame.restype = ctypes.c_float
    library.rnnoise_process_frame.argtypes = [ctypes.c_void_p] * 3
    return library
