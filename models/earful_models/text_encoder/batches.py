"""Texts as batches of alike length."""

import random
from collections.abc import Iterator

import torch
from torch import Tensor

from earful_models.precision import half_precision
from earful_models.teach.ehsor import Detections
from earful_models.text_encoder.network import TextEncoder

POOL = 16
"""Batches whose texts are sorted by length together, so that little is padded and the order stays random."""


def batches(lengths: list[int], size: int, order: random.Random) -> Iterator[list[int]]:
    """The indices of all texts in batches of alike length, in a random order."""
    texts = list(range(len(lengths)))
    order.shuffle(texts)
    groups = []
    for first in range(0, len(texts), POOL * size):
        pool = sorted(texts[first : first + POOL * size], key=lambda i: lengths[i])
        groups += [pool[i : i + size] for i in range(0, len(pool), size)]
    order.shuffle(groups)
    yield from groups


def padded(ids: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Ids [texts, tokens], 0 where padding, and the mask of what is not."""
    longest = max(map(len, ids))
    mask = torch.tensor([[i < len(text) for i in range(longest)] for text in ids])
    return torch.tensor([text + [0] * (longest - len(text)) for text in ids]), mask


def detected(encoder: TextEncoder, ids: list[list[int]]) -> Detections:
    """What an encoder finds in texts that it learns from: in half precision, its logits as float32."""
    with half_precision():
        found = encoder(*padded(ids))
    return Detections(*(logits.float() for logits in found))
