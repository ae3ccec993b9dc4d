"""The configuration of a training run, from a TOML file. A copy is kept beside the run's results."""

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from earful_models.augment import Augmentation
from earful_models.features import FeatureConfig
from earful_models.network import Architecture
from earful_models.schedule import SCHEDULES
from earful_models.targets import LABELS


@dataclass(frozen=True)
class Training:
    """The recipe; the defaults are the paper's (section IV)."""

    batch_size: int = 32
    epochs: int = 200
    optimiser: Literal["sgd", "adamw"] = "sgd"
    rate: float = 0.01
    weight_decay: float = 0.0
    schedule: Literal["plateau", "cosine"] = "plateau"
    ramp: int = 1
    """Epochs over which the probabilities of the augmentation rise: a network that hears all of it from the start is
    long in learning to hear anything."""
    label_smoothing: float = 0.0
    batch_norm: bool = False
    dropout: float = 0.0
    average: float = 0.0
    """Decay of the running average of the weights that is validated and kept; 0 for the weights themselves."""
    word_weight: float = 0.0
    """Weight of the auxiliary loss that makes X_feat tell which words are spoken; 0 for none."""
    letter_weight: float = 0.0
    """Weight of the auxiliary loss that makes X_feat tell which letters are spoken; 0 for none."""
    label_weight: float = 0.0
    """Weight of the auxiliary loss that makes the last hidden layer tell the six labels apart; 0 for none."""
    teacher_weight: float = 0.0
    """How far the targets of `toxic` are moved towards what the text classifier makes of the true text, 0 to 1."""
    bfloat16: bool = False

    def __post_init__(self) -> None:
        if self.batch_size < 1 or self.epochs < 1:
            raise ValueError("training.batch_size and training.epochs must be at least 1")
        if self.ramp < 1:
            raise ValueError(f"training.ramp must be at least 1, not {self.ramp}")
        if not self.rate > 0:
            raise ValueError(f"training.rate must be positive, not {self.rate}")
        if self.optimiser not in ("sgd", "adamw"):
            raise ValueError(f"training.optimiser must be sgd or adamw, not {self.optimiser!r}")
        if self.schedule not in SCHEDULES:
            raise ValueError(f"training.schedule must be one of {', '.join(SCHEDULES)}, not {self.schedule!r}")
        if not 0 <= self.average < 1:
            raise ValueError(f"training.average must be from 0 to below 1, not {self.average}")
        if not 0 <= self.teacher_weight <= 1:
            raise ValueError(f"training.teacher_weight must be from 0 to 1, not {self.teacher_weight}")
        if not 0 <= self.label_smoothing < 0.5:
            raise ValueError(f"training.label_smoothing must be from 0 to below 0.5, not {self.label_smoothing}")


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides a run's result, apart from the corpus."""

    name: str
    seed: int = 1
    start: str = ""
    """The name of another run, whose best epoch the network starts from; the outputs start anew."""
    labels: tuple[str, ...] = ("toxic",)
    """What the outputs tell, of targets.LABELS."""
    recordings: tuple[str, ...] = ()
    """Corpora of real people that are trained on too, by their emotions; each speaker is in one split."""
    network: Architecture = field(default_factory=Architecture)
    features: FeatureConfig = field(default_factory=FeatureConfig)
    training: Training = field(default_factory=Training)
    augmentation: Augmentation = field(default_factory=Augmentation)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.labels) - set(LABELS))
        if unknown or not self.labels or self.network.labels != len(self.labels):
            raise ValueError(f"labels must be some of {', '.join(LABELS)}, not {list(self.labels)}")
        if self.network.filters != self.features.filters:
            raise ValueError(f"network.filters {self.network.filters} is not features.filters {self.features.filters}")


def load_config(path: Path) -> RunConfig:
    """Raises ValueError, naming the file and the key, for a key that is unknown or has a bad value."""
    try:
        with path.open("rb") as file:
            return _build(RunConfig, tomllib.load(file), "")
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


T = TypeVar("T")

_SECTIONS: dict[str, type[Any]] = {
    "network": Architecture,
    "features": FeatureConfig,
    "training": Training,
    "augmentation": Augmentation,
}


def _build(kind: type[T], values: dict[str, Any], prefix: str) -> T:
    known = {f.name for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in known:
            raise ValueError(f"unknown key {prefix}{key}")
    if kind is RunConfig:
        values = {"labels": ["toxic"], **values}
        values = {**values, **{k: tuple(values[k]) for k in ("labels", "recordings") if k in values}}
        values["network"] = {**values.get("network", {}), "labels": len(values["labels"])}
        values = {k: _build(_SECTIONS[k], v, f"{k}.") if k in _SECTIONS else v for k, v in values.items()}
    return kind(**values)
