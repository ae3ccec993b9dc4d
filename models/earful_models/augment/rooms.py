"""Rooms: impulse responses of simulated rooms, made once by pyroomacoustics and cached."""

from pathlib import Path

import numpy as np
from scipy.signal import oaconvolve
from tqdm import tqdm

from earful_models.augment.level import Audio, rms
from earful_models.corpus import SAMPLE_RATE
from earful_models.whole import whole

COUNT = {"train": 200, "val": 60, "test": 60}
LEAD = 8
"""Samples kept before the direct sound: the rise of its band-limited pulse."""
LONGEST = int(0.8 * SAMPLE_RATE)


class Rooms:
    """Impulse responses, the even ones of a near microphone and the odd ones of a far one."""

    def __init__(self, cache: Path, split: str) -> None:
        path = cache / f"rooms-{split}.npy"
        if not path.exists():
            random = np.random.default_rng([17, sorted(COUNT).index(split)])
            responses = [response(i % 2 == 1, random) for i in tqdm(range(COUNT[split]), f"{split} rooms", leave=False)]
            with whole(path) as unfinished, unfinished.open("wb") as file:
                np.save(file, np.stack(responses))
        self.responses = np.load(path)

    def apply(self, samples: Audio, random: np.random.Generator, far: bool | None = None) -> Audio:
        """Heard in a room by a near or far microphone, at random if None: no longer, no later and as loud as before."""
        pick = 2 * int(random.integers(len(self.responses) // 2))
        odd = int(random.integers(2)) if far is None else int(far)
        impulse = self.responses[pick + odd]
        wet = oaconvolve(samples, impulse[: int(np.flatnonzero(impulse)[-1]) + 1])[LEAD : LEAD + len(samples)]
        return (wet * (rms(samples) / max(rms(wet), 1e-9))).astype(np.float32)


def response(far: bool, random: np.random.Generator) -> Audio:
    """A shoebox of the size of a bedroom to that of a living room by the image source method, with a reverberation time
    of 0.15 to 0.7 s. A near microphone is 0.2 to 0.6 m from the mouth, a far one 1 to 3 m. [LONGEST], zero at the end.
    """
    import pyroomacoustics  # takes 0.6 s, and a cache makes it unnecessary

    size = random.uniform([2.5, 2.2, 2.2], [7, 5.5, 3.2])
    absorption, order = None, 0
    while absorption is None:
        try:  # too short a reverberation for too big a room has no solution
            absorption, order = pyroomacoustics.inverse_sabine(random.uniform(0.15, 0.7), size)
        except ValueError:
            continue
    mouth = random.uniform([0.5, 0.5, 0.9], size - [0.5, 0.5, 0.4])
    microphone = mouth
    while not np.all((microphone > 0.1) & (microphone < size - 0.1)) or microphone is mouth:
        direction = random.standard_normal(3) * [1, 1, 0.3]
        distance = random.uniform(1, 3) if far else random.uniform(0.2, 0.6)
        microphone = mouth + direction / np.linalg.norm(direction) * distance
    room = pyroomacoustics.ShoeBox(
        size, fs=SAMPLE_RATE, materials=pyroomacoustics.Material(absorption), max_order=min(order, 40)
    )
    room.add_source(mouth)
    room.add_microphone(microphone)
    room.compute_rir()
    delay = pyroomacoustics.constants.get("frac_delay_length") // 2
    direct = round(float(np.linalg.norm(microphone - mouth)) / room.c * SAMPLE_RATE) + delay
    impulse = np.zeros(LONGEST, np.float32)
    part = room.rir[0][0][direct - LEAD :][:LONGEST]
    impulse[: len(part)] = part / np.sqrt(np.sum(np.square(part)))
    return impulse
