"""Extra tasks that exist in training alone: they teach the network what is said, and are left out of the model file."""

import re
from collections import Counter

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.corpus import TOXIC_LABELS, Clip
from earful_models.network import Output, step_mask


class WordTask(nn.Module):
    """Which of the commonest words of the training texts are spoken, from X_feat: a step where a word is heard
    convinces the whole clip (maximum over time), so words are learnt without knowing their times.
    """

    SIZE = 400

    def __init__(self, clips: list[Clip], feature_size: int) -> None:
        super().__init__()
        counts = Counter(word for clip in clips for word in words(clip))
        self.vocabulary = {word: i for i, (word, _) in enumerate(counts.most_common(self.SIZE))}
        self.output = nn.Linear(feature_size, len(self.vocabulary))
        nn.init.constant_(self.output.bias, -4)

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
        # A soft maximum over time lets more than one step learn.
        return F.binary_cross_entropy_with_logits(scores.logsumexp(1), targets, reduction="sum") / len(targets)


def words(clip: Clip) -> set[str]:
    """The distinct words of a clip's text, in lower case."""
    return set(re.findall(r"[a-z']+", clip.row["text"].lower()))


def label_target(clips: list[Clip]) -> Tensor:
    """The five toxic labels [5] of clips heard one after another."""
    rows = [[clip.row.get(label) == "1" for label in TOXIC_LABELS] for clip in clips]
    return torch.tensor(rows, dtype=torch.bool).reshape(len(rows), len(TOXIC_LABELS)).any(0).float()
