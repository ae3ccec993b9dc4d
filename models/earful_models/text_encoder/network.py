"""The text encoder: a small BERT of which all layers are heard, and EHSOR's detectors on their means.

Devlin et al. 2019 (figure 1): embeddings of word pieces and positions, post-norm transformer blocks. Its layers are
heard, shared and judged as Min et al. 2024 (EHSOR, figure 2) do: teach/ehsor.py has the same on vectors.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.attention import attention
from earful_models.teach.ehsor import DROPOUT, CorrelationBlock, Detections


@dataclass(frozen=True)
class TextEncoderSizes:
    """Sizes of the network. Raises ValueError for impossible ones."""

    vocabulary: int
    """pieces"""
    layers: int
    labels: int
    """the toxic ones and attributes first, then `emotions` emotions"""
    emotions: int = 7
    width: int = 384
    heads: int = 12
    hidden: int = 1536
    """of a block's two fully connected layers"""
    most_tokens: int = 128
    """of a stretch of text, [CLS] and [SEP] among them"""
    shared: int = 256
    context: int = 64
    correlation_blocks: int = 2

    def __post_init__(self) -> None:
        for name in ("vocabulary", "layers", "labels", "width", "heads", "hidden", "shared", "context"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.most_tokens < 3 or not 1 <= self.emotions < self.labels or self.correlation_blocks < 0:
            raise ValueError(f"{self}: no room for a piece, no emotion or no other label, or a negative number")
        if self.width % self.heads:
            raise ValueError(f"a width of {self.width} cannot be shared by {self.heads} heads")


class Block(nn.Module):
    """A post-norm transformer block, BERT's."""

    def __init__(self, sizes: TextEncoderSizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.query_key_value = nn.Linear(sizes.width, 3 * sizes.width)
        self.attended = nn.Linear(sizes.width, sizes.width)
        self.attention_norm = nn.LayerNorm(sizes.width)
        self.fc1 = nn.Linear(sizes.width, sizes.hidden)
        self.fc2 = nn.Linear(sizes.hidden, sizes.width)
        self.mlp_norm = nn.LayerNorm(sizes.width)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [batch, tokens, width], mask [batch, tokens]."""
        x = self.attention_norm(x + self.attend(x, mask))
        return self.mlp_norm(x + self.fc2(F.gelu(self.fc1(x))))

    def attend(self, x: Tensor, mask: Tensor) -> Tensor:
        """Multi-head self-attention; tokens that are padding are not looked at."""
        return self.attended(attention(self.query_key_value(x), self.heads, mask))


class TextEncoder(nn.Module):
    """Ids of word pieces to logits. A text scores the same alone and padded in a batch of longer ones.

    BERT's embedding of the token type, which is the same for all, is part of `positions`; EHSOR's standardisation is
    part of `shared` (`fold_standardisation`). Layer norms have torch's epsilon of 1e-5, as the core's; with BERT's
    1e-12 the means over the tokens of all-MiniLM-L6-v2 differ by 0.15 % after the embeddings and 0.06 % further up.
    """

    def __init__(self, sizes: TextEncoderSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.word_embeddings = nn.Parameter(torch.randn(sizes.vocabulary, sizes.width) * 0.02)
        self.positions = nn.Parameter(torch.randn(sizes.most_tokens, sizes.width) * 0.02)
        self.embedding_norm = nn.LayerNorm(sizes.width)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.layers))
        self.shared = nn.Linear((sizes.layers + 1) * sizes.width, sizes.shared)
        self.dropout = nn.Dropout(DROPOUT)
        self.sub_hate = nn.Linear(sizes.shared, sizes.labels - sizes.emotions)
        self.emotion = nn.Linear(sizes.shared, sizes.emotions)
        correlation = (CorrelationBlock(sizes.labels, sizes.context) for _ in range(sizes.correlation_blocks))
        self.correlation = nn.Sequential(*correlation)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Detections:
        """ids [batch, tokens], [CLS] first and [SEP] last; mask [batch, tokens], False where padding (nowhere if None).

        The logits of the header's labels are `super_hate`; the other two are for training.
        """
        heard = self.heard(ids, torch.ones_like(ids, dtype=torch.bool) if mask is None else mask)
        z = self.dropout(F.gelu(self.shared(heard)))
        sub_hate, emotion = self.sub_hate(z), self.emotion(z)
        return Detections(sub_hate, emotion, self.correlation(torch.cat([sub_hate, emotion], 1)))

    def heard(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The means over the tokens of the embeddings and of each block's output [batch, (layers + 1) * width]."""
        x = self.embedding_norm(self.word_embeddings[ids] + self.positions[: ids.shape[1]])
        means = [masked_mean(x, mask)]
        for block in self.blocks:
            x = block(x, mask)
            means.append(masked_mean(x, mask))
        return torch.cat(means, 1)

    def fold_standardisation(self, mean: Tensor, deviation: Tensor) -> None:
        """From now on `shared` takes what was (heard - mean) / deviation to it as it is heard."""
        with torch.no_grad():
            self.shared.weight.div_(deviation)
            self.shared.bias.sub_(self.shared.weight @ mean)


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    """Over the tokens of x [batch, tokens, width] that are not padding: [batch, width]."""
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
