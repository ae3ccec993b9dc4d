"""Networks that differ in their pooling but not in their size."""

from dataclasses import replace

import torch

from earful_models.network import Architecture, AttentiveCnn, Pooling


def parameters(architecture: Architecture) -> int:
    """The number of weights and biases."""
    with torch.device("meta"):
        return sum(p.numel() for p in AttentiveCnn(architecture).parameters())


def with_pooling(architecture: Architecture, pooling: Pooling) -> Architecture:
    """The architecture with another pooling and as many parameters as before, to the nearest: the two fully connected
    layers get wider by what the attention's projections needed.
    """
    target = parameters(architecture)

    def distance(hidden: int) -> int:
        return abs(parameters(replace(architecture, pooling=pooling, hidden=hidden)) - target)

    hidden = architecture.hidden
    for step in (64, 16, 4, 1):
        while distance(hidden + step) < distance(hidden):
            hidden += step
        while hidden > step and distance(hidden - step) < distance(hidden):
            hidden -= step
    return replace(architecture, pooling=pooling, hidden=hidden)
