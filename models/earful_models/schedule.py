"""Learning rate schedules: the paper's, and one cycle of a cosine."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Protocol


class Schedule(Protocol):
    """Gives the rate at each step and says when to stop. Its state is plain values, for checkpoints."""

    def factor(self, progress: float) -> float:
        """What the initial rate is multiplied by; progress is the share of the allowed epochs behind us, 0 to 1."""

    def after_epoch(self, loss: float) -> bool:
        """Takes the cross-validation loss of an epoch; True if training should stop."""

    def state(self) -> dict[str, Any]:
        """For a checkpoint: the arguments that make an equal schedule."""


@dataclass
class Plateau:
    """Yousefi and Emmanouilidou 2021, section IV: the rate falls to 0.7 of itself after 2 successive epochs that do
    not improve the cross-validation loss by 0.001; training stops after 4 such decays without improvement.
    """

    best: float = math.inf
    epochs_without: int = 0
    decays: int = 0
    decays_without: int = 0

    DECAY = 0.7
    PATIENCE = 2
    GAIN = 0.001
    STOP_AFTER = 4

    def factor(self, progress: float) -> float:  # noqa: ARG002
        return float(self.DECAY**self.decays)

    def after_epoch(self, loss: float) -> bool:
        if loss <= self.best - self.GAIN:
            self.best, self.epochs_without, self.decays_without = loss, 0, 0
            return False
        self.epochs_without += 1
        if self.epochs_without == self.PATIENCE:
            self.epochs_without = 0
            self.decays += 1
            self.decays_without += 1
        return self.decays_without == self.STOP_AFTER

    def state(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Cosine:
    """Rises linearly over the first 5 % of training, then falls along a cosine to nothing."""

    WARM_UP = 0.05

    def factor(self, progress: float) -> float:
        if progress < self.WARM_UP:
            return progress / self.WARM_UP
        return (1 + math.cos(math.pi * (progress - self.WARM_UP) / (1 - self.WARM_UP))) / 2

    def after_epoch(self, loss: float) -> bool:
        if math.isnan(loss):
            raise ArithmeticError("the loss is not a number")
        return False

    def state(self) -> dict[str, Any]:
        return {}


SCHEDULES: dict[str, type[Plateau] | type[Cosine]] = {"plateau": Plateau, "cosine": Cosine}
