"""Batches of augmented clips of similar length."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from earful_models.augment import Augmenter, Example, unchanged
from earful_models.corpus import Clip
from earful_models.features import LogMel

POOL = 16
"""Batches whose clips are sorted by length together, so that little is padded and the order stays random."""


@dataclass(frozen=True)
class Batch:
    """log_mel [batch, frames, filters], zero after a clip's end; lengths [batch]; targets [batch, outputs] of 1, 0 and
    NaN; rows: of each example the clips whose words are all in it.
    """

    log_mel: Tensor
    lengths: Tensor
    targets: Tensor
    rows: list[tuple[int, ...]]


def collate(examples: list[Example], log_mel: LogMel) -> Batch:
    """Features are computed clip by clip, so a batch holds exactly what each clip has alone."""
    features = [log_mel(torch.from_numpy(example.samples)) for example in examples]
    return Batch(
        torch.nn.utils.rnn.pad_sequence(features, batch_first=True),
        torch.tensor([len(f) for f in features]),
        torch.from_numpy(np.stack([example.targets for example in examples])),
        [example.rows for example in examples],
    )


def training_batches(augmenter: Augmenter, log_mel: LogMel, batch_size: int, seed: int, epoch: int) -> Iterator[Batch]:
    """One epoch of the augmenter's clips, decided by seed and epoch alone."""
    random = np.random.default_rng([seed, epoch])
    order = random.permutation(len(augmenter.clips))
    for first in range(0, len(order), POOL * batch_size):
        pool = [augmenter.example(int(i), seed, epoch) for i in order[first : first + POOL * batch_size]]
        pool = alike(pool)
        groups = [pool[i : i + batch_size] for i in range(0, len(pool), batch_size)]
        for i in random.permutation(len(groups)):
            batch = collate(groups[int(i)], log_mel)
            spec_augment(batch, augmenter.config.spec_augment, random)
            yield batch


def alike(pool: list[Example]) -> list[Example]:
    """By length, but so that every part of the order has the same share of examples with the same targets known. Else
    the recordings of real people, which are short, came in batches of their own, and batch norm learnt of each kind
    what holds for no mix of them.
    """
    kinds: dict[tuple[bool, ...], list[Example]] = {}
    for example in sorted(pool, key=lambda example: len(example.samples)):
        kinds.setdefault(tuple(np.isnan(example.targets).tolist()), []).append(example)
    placed = [(i / len(kind), example) for kind in kinds.values() for i, example in enumerate(kind)]
    return [example for _, example in sorted(placed, key=lambda pair: pair[0])]


def batches_ahead(augmenter: Augmenter, log_mel: LogMel, batch_size: int, seed: int, epoch: int) -> Iterable[Batch]:
    """The same as training_batches, made by another process while a step is computed."""
    batches = _Lazy(lambda: training_batches(augmenter, log_mel, batch_size, seed, epoch))
    # Forked: the clips are not copied to the other process, but inherited.
    return DataLoader(batches, batch_size=None, num_workers=1, prefetch_factor=16, multiprocessing_context="fork")


class _Lazy(IterableDataset[Batch]):
    def __init__(self, make: Callable[[], Iterator[Batch]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Batch]:
        return self._make()


def plain_batches(clips: list[Clip], log_mel: LogMel, batch_size: int) -> Iterator[tuple[Batch, list[int]]]:
    """Every clip unchanged, with the indices of the batch's clips: shortest first, so that little is padded."""
    order = sorted(range(len(clips)), key=lambda i: len(clips[i].samples))
    for first in range(0, len(order), batch_size):
        chosen = order[first : first + batch_size]
        yield collate([unchanged(clips[i], i) for i in chosen], log_mel), chosen


def spec_augment(batch: Batch, probability: float, random: np.random.Generator) -> None:
    """Park et al. 2019 without time warping: two bands of up to 6 filters, and two spans of up to 20 frames but at most
    a tenth of the clip, are set to zero, the mean of each filter.
    """
    for log_mel, length in zip(batch.log_mel, batch.lengths.tolist(), strict=True):
        if random.random() < probability:
            for _ in range(2):
                width = int(random.integers(7))
                low = int(random.integers(log_mel.shape[1] - width + 1))
                log_mel[:, low : low + width] = 0
                span = int(random.integers(min(20, length // 10) + 1))
                start = int(random.integers(length - span + 1))
                log_mel[start : start + span] = 0
