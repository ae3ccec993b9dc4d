"""The model file of a text encoder: as of the others, with its vocabulary and without a front end."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from earful_models.model_file import Labelled, check_labels, expected, finite, read_file, write_file
from earful_models.text_encoder.network import TextEncoder, TextEncoderSizes
from earful_models.text_encoder.tensors import load_text_encoder, text_tensors
from earful_models.text_encoder.tokeniser import Tokeniser

TYPE = "text_encoder"
VOCABULARY, SELF_TEST = "vocabulary", "self_test.input"
TOLD_ELSEWHERE = ("vocabulary", "labels")
"""Sizes that the file's tensor and its header's labels tell, and not its architecture."""


class Stretch(NamedTuple):
    """The ids that the network reads at once, and the score of each label for them."""

    ids: list[int]
    scores: list[float]


@dataclass
class TextModel(Labelled):
    """A network that reads, and its header."""

    network: TextEncoder
    tokeniser: Tokeniser

    def score(self, text: str) -> dict[str, float]:
        """The score of each label: its maximum over the stretches of a long text."""
        scores = [stretch.scores for stretch in self.stretches(text)]
        return dict(zip(self.labels, map(max, zip(*scores, strict=True)), strict=True))

    def stretches(self, text: str) -> list[Stretch]:
        """Of the text without its disguises. A stretch without words scores 0: nothing is said."""
        most = self.network.sizes.most_tokens
        return [Stretch(ids, self._score(ids)) for ids in self.tokeniser.stretches(text, most)]

    def _score(self, ids: list[int]) -> list[float]:
        if self.tokeniser.is_silent(ids):
            return [0.0] * len(self.labels)
        with torch.inference_mode():
            logits = self.network(torch.tensor([ids])).super_hate[0].tolist()
        return [self.calibrated(label, x) for label, x in zip(self.labels, logits, strict=True)]


def save_text_model(
    path: Path,
    network: TextEncoder,
    vocabulary: list[str],
    about: dict[str, Any],
    self_test: str,
    dtype: torch.dtype = torch.int8,
) -> TextModel:
    """Writes a model file and returns what a reader gets from it.

    vocabulary: the pieces by their ids; about: as for `save_model`; self_test: a text, the scores put beside which are
    those of the stored weights. Raises ValueError for weights that are not finite, labels that do not fit, or a
    vocabulary that is not the network's or has a piece with a line's end.
    """
    check_labels(about, network.sizes.labels)
    if len(vocabulary) != network.sizes.vocabulary or any("\n" in piece for piece in vocabulary):
        raise ValueError(f"{len(vocabulary)} pieces for {network.sizes.vocabulary} embeddings, or a line's end in one")
    tensors = finite(text_tensors(network, dtype))
    tensors |= {VOCABULARY: _bytes("\n".join(vocabulary)), SELF_TEST: _bytes(self_test)}
    stated = {name: size for name, size in dataclasses.asdict(network.sizes).items() if name not in TOLD_ELSEWHERE}
    header = {**about, "architecture": {"type": TYPE, **stated}}
    model = _model(tensors, header)
    header["self_test"] = expected(model.score(self_test), dtype)
    write_file(path, tensors, header)
    return model


def load_text_model(path: Path) -> TextModel:
    """Raises ValueError if the file is not a model of this format and version, or hears instead of reading."""
    header, tensors = read_file(path)
    if header["architecture"]["type"] != TYPE:
        raise ValueError(f"{path} has a network of another kind: {header['architecture']['type']}")
    return _model(tensors, header)


def self_test_text(tensors: dict[str, Tensor]) -> str:
    """The text that a file of these tensors tests itself with."""
    return _text(tensors[SELF_TEST])


def _model(tensors: dict[str, Tensor], header: dict[str, Any]) -> TextModel:
    stated = {name: size for name, size in header["architecture"].items() if name != "type"}
    vocabulary = _text(tensors[VOCABULARY]).split("\n")
    sizes = TextEncoderSizes(vocabulary=len(vocabulary), labels=len(header["labels"]), **stated)
    weights = {name: tensor for name, tensor in tensors.items() if name not in (VOCABULARY, SELF_TEST)}
    return TextModel(header, load_text_encoder(weights, sizes), Tokeniser(vocabulary))


def _bytes(text: str) -> Tensor:
    return torch.from_numpy(np.frombuffer(text.encode(), np.uint8).copy())


def _text(tensor: Tensor) -> str:
    return bytes(tensor.numpy()).decode()
