"""The recipe of a speech encoder, from a TOML file. A copy is kept beside the run's results."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from earful_models.augment import Augmentation
from earful_models.encoder.pretrained import Pretrained

Injection = Literal["none", "mse", "contrastive"]


@dataclass(frozen=True)
class EncoderConfig:
    """Everything that decides a run's result, apart from the corpus. Raises ValueError for what cannot be."""

    name: str
    pretrained: Pretrained = "base"
    start: str = ""
    """A model file, from the repository's root on, whose weights it goes on from in place of the pretrained ones."""
    languages: tuple[str, ...] = ("en",)
    """What it learns from."""
    promised: tuple[str, ...] = ("en",)
    """The languages that the model file names: it is calibrated on them, and its operating points hold in each."""
    seed: int = 1
    frozen: int = 4
    """Blocks that stay as they are, from the first on. The convolutions always do."""
    passes: int = 1
    """How many differently augmented copies of the training clips there are; an epoch hears the next one."""
    epochs: int = 6
    gate: float = 0.1
    """The share of all steps, from the first on, that train the head alone."""
    batch_size: int = 32
    head_rate: float = 1e-3
    block_rate: float = 1e-4
    weight_decay: float = 0.01
    dropout: float = 0.1
    teacher_weight: float = 0.0
    """How far the targets are moved towards what the text classifier makes of the true text, 0 to 1."""
    injection: Injection = "none"
    injection_weight: float = 0.5
    """Of the injection's loss, beside a weight of 1 for the labels'. Both are divided by their sum, so that they are
    1 - w and w of Liu et al. 2024, equation 1.
    """
    injection_block: int | None = None
    """The block whose output, averaged over time, is injected into; None: what the labels' output is made of."""
    temperature: float = 0.07
    augmentation: Augmentation = field(default_factory=Augmentation)

    def __post_init__(self) -> None:
        if self.pretrained not in get_args(Pretrained):
            raise ValueError(f"pretrained must be one of {', '.join(get_args(Pretrained))}, not {self.pretrained!r}")
        if self.injection not in get_args(Injection):
            raise ValueError(f"injection must be one of {', '.join(get_args(Injection))}, not {self.injection!r}")
        for name in ("passes", "epochs", "batch_size"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.frozen < 0:
            raise ValueError(f"frozen must be at least 0, not {self.frozen}")
        for name in ("teacher_weight", "gate"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be from 0 to 1, not {getattr(self, name)}")
        if self.injection_block is not None and self.injection_block <= self.frozen:
            raise ValueError(f"block {self.injection_block} is frozen: nothing could be injected into it")
        if not set(self.promised) <= set(self.languages):
            raise ValueError(f"{', '.join(self.promised)} is promised, and {', '.join(self.languages)} learnt")
        if not self.promised or self.temperature <= 0:
            raise ValueError("there must be a language, and the temperature must be positive")


def load_encoder_config(path: Path) -> EncoderConfig:
    """Raises ValueError, naming the file, for a key that is unknown or has a bad value."""
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
        augmentation = Augmentation(**values.pop("augmentation", {}))
        values |= {key: tuple(values[key]) for key in ("languages", "promised") if key in values}
        return EncoderConfig(**values, augmentation=augmentation)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
