"""Augmentation: what rooms, games, microphones and calls do to a voice. `example` has the chain that makes training
examples, `conditions` the conditions to test under by name.
"""

from earful_models.augment.conditions import CONDITIONS, condition
from earful_models.augment.example import Augmenter, Example, unchanged
from earful_models.augment.noise import nonspeech
from earful_models.augment.settings import Augmentation
from earful_models.augment.sounds import Sounds

__all__ = ["CONDITIONS", "Augmentation", "Augmenter", "Example", "Sounds", "condition", "nonspeech", "unchanged"]
