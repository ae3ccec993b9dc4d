"""Trains EHSOR on texts with labels and texts with emotions, which are different texts."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor
from tqdm import tqdm

from earful_models.teach.ehsor import Ehsor, Loss

BATCH, RATE, WEIGHT_DECAY = 128, 1e-3, 0.01


class Examples(NamedTuple):
    """vectors [texts, size] in half precision; targets [texts, labels]."""

    vectors: Tensor
    targets: Tensor


def fit(hate: Examples, emotion: Examples, exclusive: bool, loss: Loss, epochs: int, seed: int = 0) -> Ehsor:
    """AdamW along a cosine. An epoch reads every text with labels once, and as many with emotions beside them."""
    steps = epochs * -(-len(hate.targets) // BATCH)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = Ehsor(hate.vectors.shape[-1], hate.targets.shape[1], emotion.targets.shape[1], exclusive)
        network.standard.measure(torch.cat([part.vectors.float() for part in (hate, emotion)]))
        optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=WEIGHT_DECAY)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
        for _, (vectors, labels), (others, emotions) in zip(
            tqdm(range(steps), "training EHSOR", leave=False, mininterval=5),
            _batches(hate),
            _batches(emotion),
            strict=False,  # the batches have no end
        ):
            optimiser.zero_grad()
            loss.of(network, network(vectors), labels, network(others), emotions).backward()
            optimiser.step()
            schedule.step()
    return network.eval()


def _batches(examples: Examples) -> Iterator[tuple[Tensor, Tensor]]:
    while True:
        for chosen in torch.randperm(len(examples.targets)).split(BATCH):
            yield examples.vectors[chosen].float(), examples.targets[chosen]
