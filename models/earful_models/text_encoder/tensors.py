"""The text encoder's tensors as a model file holds them."""

import torch
from torch import Tensor

from earful_models.encoder.int8 import Int8Linear, quantised
from earful_models.encoder.tensors import SCALE
from earful_models.text_encoder.network import TextEncoder, TextEncoderSizes

EMBEDDINGS = "word_embeddings"


def text_tensors(encoder: TextEncoder, dtype: torch.dtype) -> dict[str, Tensor]:
    """The weights by the names of the file. With int8, the word embeddings and the blocks' matrices are that, with a
    float32 scale for each row; what is left is float16.
    """
    state = {name: tensor.detach() for name, tensor in encoder.state_dict().items()}
    if dtype != torch.int8:
        return {name: tensor.to(dtype) for name, tensor in state.items()}
    tensors = {}
    for name, tensor in state.items():
        if name == EMBEDDINGS or (name.startswith("blocks.") and tensor.ndim == 2):
            tensors[name], tensors[name + SCALE] = quantised(tensor)
        else:
            tensors[name] = tensor.to(torch.float16)
    return tensors


def load_text_encoder(tensors: dict[str, Tensor], sizes: TextEncoderSizes) -> TextEncoder:
    """The inverse of text_tensors: int8 matrices become layers that compute as the runtime does.

    Raises RuntimeError, from torch, for missing tensors or wrong shapes.
    """
    state = {name: tensor.float() for name, tensor in tensors.items() if not name.endswith(SCALE)}
    if EMBEDDINGS + SCALE in tensors:
        state[EMBEDDINGS] *= tensors[EMBEDDINGS + SCALE].float()[:, None]
    encoder = TextEncoder(sizes)
    encoder.load_state_dict(state)
    for name in tensors:
        if name.endswith(".weight" + SCALE):
            layer = name.removesuffix(".weight" + SCALE)
            parts = (tensors[f"{layer}.{kind}"] for kind in ("weight", "weight" + SCALE, "bias"))
            encoder.set_submodule(layer, Int8Linear(*parts))
    return encoder.eval()
