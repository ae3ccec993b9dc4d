"""The encoder's tensors as a model file holds them."""

import torch
from torch import Tensor

from earful_models.encoder.int8 import Int8Linear, quantised
from earful_models.encoder.network import EncoderSizes, SpeechEncoder

SCALE = "_scale"
"""What the name of an int8 matrix's scales ends in."""


def encoder_tensors(encoder: SpeechEncoder, dtype: torch.dtype) -> dict[str, Tensor]:
    """The weights by the names of the file. With int8, all matrices but the output's are that, with a float32 scale for
    each row; what is left is float16.
    """
    state = {name: tensor.detach() for name, tensor in encoder.state_dict().items()}
    if dtype != torch.int8:
        return {name: tensor.to(dtype) for name, tensor in state.items()}
    tensors = {}
    for name, tensor in state.items():
        if tensor.ndim == 2 and name != "output.weight":
            tensors[name], tensors[name + SCALE] = quantised(tensor)
        else:
            tensors[name] = tensor.to(torch.float16)
    return tensors


def load_encoder(tensors: dict[str, Tensor], sizes: EncoderSizes) -> SpeechEncoder:
    """The inverse of encoder_tensors: int8 matrices become layers that compute as the runtime does.

    Raises RuntimeError, from torch, for missing tensors or wrong shapes.
    """
    encoder = SpeechEncoder(sizes)
    encoder.load_state_dict({name: tensor.float() for name, tensor in tensors.items() if not name.endswith(SCALE)})
    for name in tensors:
        if name.endswith(SCALE):
            layer = name.removesuffix(".weight" + SCALE)
            parts = (tensors[f"{layer}.{kind}"] for kind in ("weight", "weight" + SCALE, "bias"))
            encoder.set_submodule(layer, Int8Linear(*parts))
    return encoder.eval()
