"""The speech encoder: Whisper's encoder without its padding, and a head that pools over time.

Liu et al. 2024: encoder, projection, pooling, a sigmoid for each label. The encoder is Whisper's (Radford et al. 2022,
figure 1): two convolutions, positions, pre-norm transformer blocks. All layers are heard: the output of each block goes
through a layer norm of its own, and these are summed. The projection of the sum is pooled by attention (Okabe et al.
2018, attentive statistics): mean and deviation over time, weighted by how much each step says.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.attention import attention
from earful_models.network import Output, step_mask

FRAMES_PER_STEP = 2
"""The second convolution has stride 2: 50 steps a second."""


@dataclass(frozen=True)
class EncoderSizes:
    """Sizes of the network; the defaults are Whisper base's. Raises ValueError for impossible ones."""

    layers: int = 6
    width: int = 512
    heads: int = 8
    hidden: int = 2048
    """of a block's two fully connected layers"""
    projection: int = 256
    filters: int = 80
    labels: int = 6

    def __post_init__(self) -> None:
        for name in ("layers", "width", "heads", "hidden", "projection", "filters", "labels"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.width % self.heads or self.width % 2:
            raise ValueError(f"a width of {self.width} cannot be shared by {self.heads} heads, or is odd")


class Block(nn.Module):
    """A pre-norm transformer block, and the layer norm by which the head hears it."""

    def __init__(self, sizes: EncoderSizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.attention_norm = nn.LayerNorm(sizes.width)
        self.query_key_value = nn.Linear(sizes.width, 3 * sizes.width)
        self.attended = nn.Linear(sizes.width, sizes.width)
        self.mlp_norm = nn.LayerNorm(sizes.width)
        self.fc1 = nn.Linear(sizes.width, sizes.hidden)
        self.fc2 = nn.Linear(sizes.hidden, sizes.width)
        self.exit_norm = nn.LayerNorm(sizes.width)
        nn.init.constant_(self.exit_norm.weight, 1 / sizes.layers)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x [batch, steps, width], mask [batch, steps]."""
        x = x + self.attend(self.attention_norm(x), mask)
        return x + self.fc2(F.gelu(self.fc1(self.mlp_norm(x))))

    def attend(self, x: Tensor, mask: Tensor) -> Tensor:
        """Multi-head self-attention; steps that are padding are not looked at."""
        return self.attended(attention(self.query_key_value(x), self.heads, mask))


class SpeechEncoder(nn.Module):
    """Log-mel to logits. A clip scores the same alone and padded in a batch of longer ones."""

    def __init__(self, sizes: EncoderSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.conv1 = nn.Linear(3 * sizes.filters, sizes.width)  # over three frames: a convolution of kernel 3
        self.conv2 = nn.Linear(3 * sizes.width, sizes.width)
        self.blocks = nn.ModuleList(Block(sizes) for _ in range(sizes.layers))
        self.projection = nn.Linear(sizes.width, sizes.projection)
        self.query = nn.Parameter(torch.zeros(sizes.projection))  # a plain mean at first
        self.output = nn.Linear(2 * sizes.projection, sizes.labels)

    def forward(self, log_mel: Tensor, lengths: Tensor | None = None) -> Output:
        """log_mel [batch, frames, filters]; lengths [batch], the frames of each clip (all of them if None)."""
        x, mask = self.below(log_mel, lengths, 0)
        return self.above(x, mask, 0)

    def below(self, log_mel: Tensor, lengths: Tensor | None, blocks: int) -> tuple[Tensor, Tensor]:
        """The output of the first `blocks` blocks (0: of the convolutions and positions) [batch, steps, width], and
        which steps of it are not padding [batch, steps].
        """
        if lengths is None:
            lengths = torch.full((len(log_mel),), log_mel.shape[1])
        # Each convolution must see zeros after a clip's end, as it does when the clip comes alone.
        mask = step_mask(lengths, log_mel.shape[1])
        x = F.gelu(self.conv1(threes(log_mel * mask[..., None], stride=1)))
        x = F.gelu(self.conv2(threes(x * mask[..., None], stride=FRAMES_PER_STEP)))
        mask = step_mask((lengths + 1) // FRAMES_PER_STEP, x.shape[1])
        x = x + positions(x.shape[1], self.sizes.width)
        for block in self.blocks[:blocks]:
            x = block(x, mask)
        return x, mask

    def above(self, x: Tensor, mask: Tensor, blocks: int) -> Output:
        """All that follows `below`. Of the blocks there only the last one is heard, so the exit norms of those before
        it must be zero (`deafen`) if this is to be the whole network.
        """
        heard = self.blocks[blocks - 1].exit_norm(x) if blocks else torch.zeros_like(x)  # type: ignore[operator]
        for block in self.blocks[blocks:]:
            x = block(x, mask)
            heard = heard + block.exit_norm(x)  # type: ignore[operator]

        features = F.gelu(self.projection(heard))
        weights = (features @ self.query).masked_fill(~mask, -torch.inf).softmax(-1)
        mean = torch.einsum("bt,btp->bp", weights, features)
        variance = torch.einsum("bt,btp->bp", weights, (features - mean[:, None]).square())
        pooled = torch.cat([mean, (variance + VARIANCE_FLOOR).sqrt()], 1)
        return Output(self.output(pooled), weights, features, pooled)

    def deafen(self, blocks: int) -> None:
        """The head no longer hears the first `blocks` blocks; those that it still hears are as much louder."""
        exits = [block.exit_norm for block in self.blocks]
        heard = [bool(norm.weight.any()) for norm in exits]  # type: ignore[operator,union-attr]
        with torch.no_grad():
            for i, norm in enumerate(exits):
                for parameter in norm.parameters():  # type: ignore[union-attr]
                    parameter.mul_(0 if i < blocks else sum(heard) / sum(heard[blocks:]))


VARIANCE_FLOOR = 1e-5
"""Keeps the gradient of the square root finite where a feature does not change."""


def threes(x: Tensor, stride: int) -> Tensor:
    """Every `stride`-th frame of x [batch, frames, size] between its neighbours, zeros beyond the ends:
    [batch, (frames + stride - 1) / stride, 3 * size].
    """
    return F.pad(x, (0, 0, 1, 1)).unfold(1, 3, stride).transpose(2, 3).flatten(2)


def positions(steps: int, width: int) -> Tensor:
    """Whisper's encoding of time [steps, width]: sines, then cosines, of wavelengths from 2 pi to 20000 pi steps."""
    half = width // 2
    frequencies = torch.exp(
        -torch.arange(half, dtype=torch.float64) * (torch.log(torch.tensor(1e4)) / max(half - 1, 1))
    )
    angles = torch.arange(steps, dtype=torch.float64)[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], 1).float()
