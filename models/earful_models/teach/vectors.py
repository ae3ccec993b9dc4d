"""What the sentence encoder makes of texts, kept on disk: it stays as it is, so a text is read once."""

from pathlib import Path
from typing import Protocol

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor

from earful_models.fingerprint import fingerprint
from earful_models.label.sentence_encoder import SIZE
from earful_models.whole import whole


class LayerEncoder(Protocol):
    """Texts to vectors [texts, layers, size], in half precision."""

    def encode_layers(self, texts: list[str]) -> Tensor: ...


def vectors(texts: list[str], encoder: LayerEncoder, cache: Path) -> Tensor:
    """[texts, layers x size], in half precision; from `cache` if the same texts, in any order, were read before."""
    known = {text: i for i, text in enumerate(sorted(set(texts)))}
    path = cache / "text-vectors" / f"{fingerprint(list(known))[:16]}.safetensors"
    if not path.exists():
        with whole(path) as unfinished:
            save_file({"vectors": encoder.encode_layers(list(known)).flatten(1)}, unfinished)
    return load_file(path)["vectors"][torch.tensor([known[text] for text in texts])]


class Kept:
    """An encoder that reads the same texts once."""

    def __init__(self, encoder: LayerEncoder, cache: Path) -> None:
        self._encoder, self._cache = encoder, cache

    def encode_layers(self, texts: list[str]) -> Tensor:
        """[texts, 1, layers x size], in half precision."""
        return vectors(texts, self._encoder, self._cache)[:, None]

    def encode(self, texts: list[str]) -> Tensor:
        """Unit vectors [texts, 384]: the last layer alone, which is the encoder's own vector of a sentence."""
        return F.normalize(vectors(texts, self._encoder, self._cache)[:, -SIZE:].float(), dim=-1)
