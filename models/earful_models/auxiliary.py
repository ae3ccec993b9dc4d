"""Extra tasks that exist in training alone: they teach the network what is said, and are left out of the model file."""

import math
import re
from collections import Counter

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.corpus import TOXIC_LABELS, Clip
from earful_models.network import Output, step_mask


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

    def loss(self, output: Output, steps: Tensor, targets: Tensor) -> Tensor:
        """Summed over words, averaged over clips. steps [batch]: how many of output.features are real."""
        scores = self.output(output.features)
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

    def loss(self, output: Output, steps: Tensor, texts: list[str]) -> Tensor:
        """Per letter, averaged over clips. steps [batch]: how many of output.features are real."""
        batch = len(texts)
        symbols = self.output(output.features).reshape(batch, -1, self.SYMBOLS).log_softmax(-1)
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
