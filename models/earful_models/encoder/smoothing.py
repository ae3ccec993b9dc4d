"""Makes a speech encoder easier to round to int8 without changing what it computes (Xiao et al. 2023, SmoothQuant).

A row of activations is rounded in 127 steps over its whole range, and a few channels of Whisper's are a hundred times
as large as the rest, which is left a step or two. Where what a layer hears is scaled channel by channel just before it,
by a layer norm or by the layer that makes the values which attention mixes, part of the range moves from the
activations into the weights: these are divided there and multiplied here.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from earful_models.encoder.network import Block, SpeechEncoder

LEAST = 1e-5
"""Of a channel's range: one that is silent says nothing about how it should be scaled."""


def smooth(encoder: SpeechEncoder, log_mels: Iterable[Tensor]) -> None:
    """Balances each channel's range between activations and weights (equation 4, with an exponent of one half), as it
    is on these windows, each [frames, filters].
    """
    blocks: list[Block] = list(encoder.blocks)  # type: ignore[arg-type]
    heard = [layer for block in blocks for layer in (block.query_key_value, block.attended, block.fc1)]
    largest = _largest_inputs(encoder, [*heard, encoder.projection], log_mels)
    with torch.no_grad():
        for block in blocks:
            _share(largest[block.query_key_value], block.query_key_value, *block.attention_norm.parameters())
            values = block.query_key_value.weight.chunk(3)[2], block.query_key_value.bias.chunk(3)[2]
            _share(largest[block.attended], block.attended, *values)
            _share(largest[block.fc1], block.fc1, *block.mlp_norm.parameters())
        exits = [parameter for block in blocks for parameter in block.exit_norm.parameters()]
        _share(largest[encoder.projection], encoder.projection, *exits)


def _largest_inputs(
    encoder: SpeechEncoder, layers: list[nn.Linear], log_mels: Iterable[Tensor]
) -> dict[nn.Linear, Tensor]:
    """The largest magnitude of each channel that these layers hear."""
    largest = {layer: torch.full((layer.in_features,), LEAST) for layer in layers}

    def note(layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        assert isinstance(layer, nn.Linear)
        largest[layer] = torch.maximum(largest[layer], inputs[0].abs().flatten(0, -2).amax(0))

    hooks = [layer.register_forward_pre_hook(note) for layer in layers]
    with torch.inference_mode():
        for log_mel in log_mels:
            encoder(log_mel[None])
    for hook in hooks:
        hook.remove()
    return largest


def _share(largest: Tensor, layer: nn.Linear, *before: Tensor) -> None:
    """Divides what makes the layer's inputs, by channel in its first dimension, and multiplies the layer's weights."""
    scale = (largest / layer.weight.abs().amax(0).clamp(min=LEAST)).sqrt()
    for parameter in before:
        parameter.div_(scale.reshape(-1, *[1] * (parameter.ndim - 1)))
    layer.weight.mul_(scale)
