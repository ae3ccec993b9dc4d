"""What the sentence encoder makes of texts, kept on disk: it stays as it is, so a text is read once."""

import hashlib
import json
from pathlib import Path
from typing import Protocol

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor


class LayerEncoder(Protocol):
    """Texts to vectors [texts, layers, size], in half precision."""

    def encode_layers(self, texts: list[str]) -> Tensor: ...


def vectors(texts: list[str], encoder: LayerEncoder, cache: Path) -> Tensor:
    """[texts, layers x size], in half precision; from `cache` if the same texts, in any order, were read before."""
    known = {text: i for i, text in enumerate(sorted(set(texts)))}
    digest = hashlib.sha256(json.dumps(list(known)).encode()).hexdigest()
    path = cache / "text-vectors" / f"{digest[:16]}.safetensors"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        save_file({"vectors": encoder.encode_layers(list(known)).flatten(1)}, unfinished)
        unfinished.replace(path)
    return load_file(path)["vectors"][torch.tensor([known[text] for text in texts])]
