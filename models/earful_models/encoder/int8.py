"""int8 weights, and how the runtime multiplies by them: XNNPACK's qd8-f32-qc8w on inputs of seven bits, in torch."""

import copy
from typing import TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Network = TypeVar("Network", bound=nn.Module)


def quantised(weight: Tensor) -> tuple[Tensor, Tensor]:
    """A matrix [out, in] as int8 in -127..127 and a float32 scale for each output: weight = int8 * scale."""
    scale = weight.abs().amax(1).float() / 127
    scale = torch.where(scale > 0, scale, torch.ones(()))  # a row of zeros
    return (weight / scale[:, None]).round().to(torch.int8), scale


class Int8Linear(nn.Module):
    """A fully connected layer with int8 weights, its input quantised row by row ("dynamically")."""

    weight: Tensor
    scale: Tensor
    bias: Tensor

    def __init__(self, weight: Tensor, scale: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.register_buffer("weight", weight.float())
        self.register_buffer("scale", scale.float())
        self.register_buffer("bias", bias.float())

    def forward(self, x: Tensor) -> Tensor:
        """x [..., in] -> [..., out]."""
        rounded, step = rounded_rows(x)
        return F.linear(rounded, self.weight) * step * self.scale + self.bias


def with_exact_inputs(network: Network) -> Network:
    """The same weights in float32 layers, whose inputs are not rounded."""
    exact = copy.deepcopy(network)
    for name, layer in network.named_modules():
        if isinstance(layer, Int8Linear):
            linear = nn.Linear(layer.weight.shape[1], layer.weight.shape[0])
            linear.weight.data, linear.bias.data = layer.weight * layer.scale[:, None], layer.bias
            exact.set_submodule(name, linear)
    return exact


def rounded_rows(x: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers and the step [..., 1] of each row, so that x is about their product: 127 steps from the row's least
    value to its greatest, zero among them (core/nn/quantised_rows).
    """
    low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    some = high - low > 1e-30
    inverse = torch.where(some, 127 / (high - low), torch.ones(()))
    zero = (-low * inverse).round()
    whole = (x * inverse).round().clamp(min=-zero, max=127 - zero)
    return whole, torch.where(some, (high - low) / 127, torch.ones(()))
