"""Extra tasks that exist in training alone: they teach the network what is said, and are left out of the model file."""

import math
import re
from collections import Counter
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.corpus import TOXIC_LABELS, Clip
from earful_models.network import Architecture, Output, step_mask


class Weights(NamedTuple):
    """Of each task's loss; 0 for a task that is left out."""

    words: float
    letters: float
    labels: float


class AuxiliaryTasks(nn.Module):
    """The tasks of a recipe on one network, each with its weight in the loss."""

    def __init__(self, clips: list[Clip], architecture: Architecture, weights: Weights) -> None:
        super().__init__()
        self.clips, self.weights, self.frames_per_step = clips, weights, architecture.frames_per_step
        self.words = WordTask([clip for clip in clips if clip.row.get("text")], architecture.feature_size)
        self.letters = LetterTask(architecture.feature_size)
        self.labels = nn.Linear(architecture.hidden, len(TOXIC_LABELS))

    def loss(self, output: Output, lengths: Tensor, rows: list[tuple[int, ...]]) -> Tensor:
        """lengths [batch], frames; rows: of each example the clips whose words are all in it.

        Of a real recording and of an example that was cut short the words are not known, of the former no label.
        """
        loss, steps = torch.zeros(()), lengths // self.frames_per_step
        heard = [[self.clips[row] for row in chosen if self.clips[row].row.get("text")] for chosen in rows]
        known = [i for i, clips in enumerate(heard) if clips]
        if self.weights.words > 0 and known:
            targets = torch.stack([self.words.target(heard[i]) for i in known])
            loss = loss + self.weights.words * self.words.loss(output.features[known], steps[known], targets)
        alone = [i for i, clips in enumerate(heard) if len(clips) == 1]
        if self.weights.letters > 0 and alone:
            texts = [heard[i][0].row["text"] for i in alone]
            loss = loss + self.weights.letters * self.letters.loss(output.features[alone], steps[alone], texts)
        synthesised = [
            i for i, chosen in enumerate(rows) if not any(self.clips[row].row.get("corpus") for row in chosen)
        ]
        if self.weights.labels > 0 and synthesised:
            targets = torch.stack([label_target(heard[i]) for i in synthesised])
            logits = self.labels(output.hidden.float())[synthesised]
            loss = loss + self.weights.labels * F.binary_cross_entropy_with_logits(logits, targets)
        return loss


class WordTask(nn.Module):
    """Which of the telling words of the training texts are spoken, from X_feat: a step where a word is heard convinces
    the whole clip (a soft maximum over time), so words are learnt without knowing their times.
    """

    SIZE = 200

    def __init__(self, clips: list[Clip], feature_size: int) -> None:
        super().__init__()
        self.vocabulary = {word: i for i, word in enumerate(telling_words(clips, self.SIZE))}
        self.output = nn.Linear(feature_size, len(self.vocabulary))
        nn.init.constant_(self.output.bias, -6)  # words are rare, and clips have dozens of steps

    def target(self, clips: list[Clip]) -> Tensor:
        """1 for each known word of the clips [SIZE]."""
        target = torch.zeros(len(self.vocabulary))
        for clip in clips:
            target[[self.vocabulary[word] for word in words(clip) if word in self.vocabulary]] = 1
        return target

    def loss(self, features: Tensor, steps: Tensor, targets: Tensor) -> Tensor:
        """Summed over words, averaged over clips. features: X_feat; steps [batch]: how many of its steps are real."""
        scores = self.output(features)
        scores = scores.masked_fill(~step_mask(steps, scores.shape[1])[..., None], -torch.inf)
        return F.binary_cross_entropy_with_logits(scores.logsumexp(1), targets, reduction="sum") / len(targets)


class LetterTask(nn.Module):
    """Which letters are spoken in which order, from X_feat, by connectionist temporal classification (Graves et al.
    2006). It teaches the convolutions to hear speech long before they could learn from labels alone what to listen for.
    """

    LETTERS = " abcdefghijklmnopqrstuvwxyz'"
    SYMBOLS = 1 + len(LETTERS)  # the first is CTC's blank
    PARTS = 3
    """Symbols a step may have: speech has more letters than X_feat has steps of 80 ms."""

    def __init__(self, feature_size: int) -> None:
        super().__init__()
        self.output = nn.Linear(feature_size, self.PARTS * self.SYMBOLS)

    def loss(self, features: Tensor, steps: Tensor, texts: list[str]) -> Tensor:
        """Per letter, averaged over clips. features: X_feat; steps [batch]: how many of its steps are real."""
        symbols = self.output(features).reshape(len(texts), -1, self.SYMBOLS).log_softmax(-1)
        spelled = [self.spelled(text) for text in texts]
        return F.ctc_loss(
            symbols.transpose(0, 1),
            torch.cat(spelled),
            steps * self.PARTS,
            torch.tensor([len(letters) for letters in spelled]),
            zero_infinity=True,  # a text that is too long for its clip teaches nothing
        )

    def spelled(self, text: str) -> Tensor:
        """The symbols of a text; what is no letter counts as a space."""
        letters = " ".join(re.findall("[a-z']+", text.lower()))
        return torch.tensor([1 + self.LETTERS.index(letter) for letter in letters], dtype=torch.long)


def telling_words(clips: list[Clip], size: int) -> list[str]:
    """The words whose presence says most about a clip being toxic or clean, by the deviation from chance."""
    share = sum(clip.toxic for clip in clips) / max(1, len(clips))
    count = Counter(word for clip in clips for word in words(clip))
    toxic = Counter(word for clip in clips if clip.toxic for word in words(clip))

    def deviation(word: str) -> float:
        expected = count[word] * share
        return abs(toxic[word] - expected) / math.sqrt(expected * (1 - share) + 1)

    return sorted(sorted(count), key=deviation, reverse=True)[:size]


def words(clip: Clip) -> set[str]:
    """The distinct words of a clip's text, in lower case."""
    return set(re.findall(r"[a-z']+", clip.row["text"].lower()))


def label_target(clips: list[Clip]) -> Tensor:
    """The five toxic labels [5] of clips heard one after another."""
    rows = [[clip.row.get(label) == "1" for label in TOXIC_LABELS] for clip in clips]
    return torch.tensor(rows, dtype=torch.bool).reshape(len(rows), len(TOXIC_LABELS)).any(0).float()
