"""EHSOR with the encoder trained too, as the paper trains BERT: the upper half of MiniLM's blocks, with the heads."""

import random
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from earful_models.encoder.train import schedule
from earful_models.evaluation.metrics import Floats
from earful_models.teach.corpora import ClassCorpus
from earful_models.teach.ehsor import Detections, Loss, Standardised
from earful_models.text_encoder.batches import batches, padded
from earful_models.text_encoder.pretrained import pretrained_text_encoder, whole_tokeniser

LAYERS, TRAINED, LONGEST = 6, 3, 64
"""Blocks, how many of them are trained from the last one down, and tokens that are read of a text."""
BATCH, EMOTIONAL, DRAWN = 32, 8, 8000
"""Texts with labels and texts with emotions at a step, and how many of the former a fold is trained on in all: what an
hour of a core allows. A rare class is drawn more often than it occurs, by the root of its share.
"""
HEAD_RATE, ENCODER_RATE, WEIGHT_DECAY = 1e-3, 1e-4, 0.01


def settings() -> tuple[float, ...]:
    """All that decides a fit, beside the texts."""
    return (*Loss(), LAYERS, TRAINED, LONGEST, BATCH, EMOTIONAL, DRAWN, HEAD_RATE, ENCODER_RATE, WEIGHT_DECAY)


class Read(NamedTuple):
    """A corpus as ids, and the class of each text."""

    ids: list[list[int]]
    targets: Tensor


class TrainedEhsor(nn.Module):
    """The text encoder with one softmax over the labels and one over the emotions, as the paper's corpora have them."""

    def __init__(self, labels: int, emotions: int) -> None:
        super().__init__()
        self.labels, self.exclusive = labels, True
        self.encoder = pretrained_text_encoder(whole_tokeniser().vocabulary, LAYERS, labels + emotions, emotions)
        self.standard = Standardised(self.encoder.shared.in_features)
        self.encoder.shared.register_forward_pre_hook(lambda _, heard: self.standard(heard[0]))
        for part in (self.encoder.embedding_norm, *self.encoder.blocks[: LAYERS - TRAINED]):
            part.requires_grad_(False)
        self.encoder.word_embeddings.requires_grad_(False)
        self.encoder.positions.requires_grad_(False)

    def forward(self, ids: list[list[int]]) -> Detections:
        return self.encoder(*padded(ids))


def read(corpus: ClassCorpus) -> Read:
    """The corpus as the network takes it."""
    tokeniser = whole_tokeniser()
    ids = [tokeniser.stretches(text, LONGEST)[0] for text in corpus.texts]
    return Read(ids, torch.tensor(corpus.targets))


def fit_trained(hate: Read, emotion: Read, classes: tuple[int, int], seed: int = 0) -> TrainedEhsor:
    """AdamW along a line, on DRAWN of these texts. classes: how many labels and emotions there are."""
    draw = random.Random(seed)
    share = torch.bincount(hate.targets, minlength=classes[0]) / len(hate.targets)
    weights = share[hate.targets].rsqrt().tolist()
    drawn = draw.choices(range(len(weights)), weights, k=DRAWN)
    steps = -(-DRAWN // BATCH)
    others = draw.choices(range(len(emotion.ids)), k=steps * EMOTIONAL)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network, loss = TrainedEhsor(*classes), Loss()
        _measure(network, hate, draw)
        heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.blocks") and p.requires_grad]
        blocks = [p for n, p in network.named_parameters() if n.startswith("encoder.blocks") and p.requires_grad]
        optimiser = torch.optim.AdamW([{"params": heads}, {"params": blocks}], weight_decay=WEIGHT_DECAY)
        network.train()
        for step, chosen in enumerate(batches([len(hate.ids[i]) for i in drawn], BATCH, draw)):
            for group, rate in zip(optimiser.param_groups, (HEAD_RATE, ENCODER_RATE), strict=True):
                group["lr"] = rate * schedule(step / steps)
            mine, beside = [drawn[i] for i in chosen], others[step * EMOTIONAL : (step + 1) * EMOTIONAL]
            optimiser.zero_grad()
            loss.of(
                network,
                network([hate.ids[i] for i in mine]),
                _one_hot(hate.targets[mine], classes[0]),
                network([emotion.ids[i] for i in beside]),
                _one_hot(emotion.targets[beside], classes[1]),
            ).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
    return network.eval()


def log_probabilities(network: TrainedEhsor, ids: list[list[int]]) -> Floats:
    """Of the labels [texts, labels], by the super-hate detector."""
    found = torch.zeros(len(ids), network.labels)
    with torch.inference_mode():
        for chosen in batches([len(text) for text in ids], 2 * BATCH, random.Random(0)):
            found[chosen] = network([ids[i] for i in chosen]).super_hate[:, : network.labels].log_softmax(1)
    return found.double().numpy()


def best_offsets(log_probabilities: Floats, targets: NDArray[np.int64]) -> Floats:
    """What to add to each class's log-probability before the greatest is taken, so that the mean of the classes' F1 on
    these texts is highest: a step for each class but the first, one class after the other until nothing is gained.
    """
    classes = log_probabilities.shape[1]
    offsets, best = np.zeros(classes), macro_f1(log_probabilities.argmax(1), targets, classes)
    while True:
        before = best
        for i in range(1, classes):
            for step in sorted(np.linspace(-3, 3, 61), key=abs):
                tried = offsets.copy()
                tried[i] = step
                figure = macro_f1((log_probabilities + tried).argmax(1), targets, classes)
                if figure > best:
                    best, offsets = figure, tried
        if best == before:
            return offsets


def macro_f1(predicted: NDArray[np.int64], targets: NDArray[np.int64], classes: int) -> float:
    counts = np.zeros((classes, classes))
    np.add.at(counts, (targets, predicted), 1)
    return float(np.mean(2 * np.diag(counts) / np.maximum(counts.sum(0) + counts.sum(1), 1)))


def _measure(network: TrainedEhsor, hate: Read, draw: random.Random) -> None:
    ids = sorted((hate.ids[i] for i in draw.sample(range(len(hate.ids)), min(1000, len(hate.ids)))), key=len)
    with torch.inference_mode():
        heard = [network.encoder.heard(*padded(ids[i : i + 64])) for i in range(0, len(ids), 64)]
    network.standard.measure(torch.cat(heard).clone())


def _one_hot(targets: Tensor, classes: int) -> Tensor:
    return torch.eye(classes)[targets]
