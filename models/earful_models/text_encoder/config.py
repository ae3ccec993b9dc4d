"""The recipe of a text model, from a TOML file. A copy is kept beside the run's results."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TextConfig:
    """Everything that decides a run's result, apart from the texts. Raises ValueError for what cannot be."""

    name: str
    layers: int = 4
    """Of MiniLM's six blocks, from the first on."""
    pieces: int = 11_000
    """Word pieces that are kept of the vocabulary."""
    seed: int = 1
    epochs: int = 2
    batch_size: int = 32
    encoder_rate: float = 1e-4
    head_rate: float = 1e-3
    weight_decay: float = 0.01

    def __post_init__(self) -> None:
        for name in ("pieces", "epochs", "batch_size"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if not 1 <= self.layers <= 6:
            raise ValueError(f"layers must be 1 to 6, not {self.layers}")


def load_text_config(path: Path) -> TextConfig:
    """Raises ValueError, naming the file, for a key that is unknown or has a bad value."""
    try:
        return TextConfig(**tomllib.loads(path.read_text("utf-8")))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
