"""The policy for long clips: windows of at most 15 s, scored on their own."""

from torch import Tensor

from earful_models.corpus import SAMPLE_RATE

WINDOW = 15 * SAMPLE_RATE
SHORTEST = SAMPLE_RATE // 10


def windows(samples: Tensor) -> list[Tensor]:
    """Strides of 15 s of samples [n]; a tail under 0.1 s is left out. Raises ValueError for a clip under 0.1 s."""
    if len(samples) < SHORTEST:
        raise ValueError(f"{len(samples)} samples are fewer than the {SHORTEST} of the shortest clip")
    parts = samples.split(WINDOW)
    return [part for part in parts if len(part) >= SHORTEST]
