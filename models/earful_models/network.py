"""The self-attentive CNN of Yousefi and Emmanouilidou 2021 (figure 2, equations 1-5)."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Pooling = Literal["average", "learnable_query", "self_attention"]
POOLINGS: tuple[Pooling, ...] = ("average", "learnable_query", "self_attention")


@dataclass(frozen=True)
class Architecture:
    """Sizes of the network; the defaults are the paper's (section IV)."""

    filters: int = 40
    conv_layers: int = 4
    channels: int = 32
    kernel: int = 5
    pooling: Pooling = "self_attention"
    attention_size: int = 128
    hidden: int = 256
    labels: int = 1

    def __post_init__(self) -> None:
        for name in ("filters", "conv_layers", "channels", "kernel", "attention_size", "hidden", "labels"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.kernel % 2 == 0:
            raise ValueError(f"kernel must be odd, not {self.kernel}")
        if self.pooling not in POOLINGS:
            raise ValueError(f"pooling must be one of {', '.join(POOLINGS)}, not {self.pooling!r}")
        if self.filters >> (self.conv_layers - 1) == 0:
            raise ValueError(f"{self.filters} filters are too few for {self.conv_layers} conv_layers")

    @property
    def frames_per_step(self) -> int:
        """Frames of features per attention step: each convolution but the last halves the time axis."""
        return 1 << (self.conv_layers - 1)

    @property
    def feature_size(self) -> int:
        """X: the size of a step of X_feat, channels times the frequencies that pooling leaves."""
        return self.channels * (self.filters >> (self.conv_layers - 1))


class Output(NamedTuple):
    """What the network tells of a batch; all but logits and weights serve the auxiliary tasks of training."""

    logits: Tensor
    """[batch, labels]"""
    weights: Tensor
    """[batch, steps], each row sums to 1"""
    features: Tensor
    """X_feat [batch, steps, X]"""
    hidden: Tensor
    """The last hidden layer [batch, hidden]"""


def step_mask(lengths: Tensor, steps: int) -> Tensor:
    """True where a step is real and not padding: [batch, steps]."""
    return torch.arange(steps) < lengths[:, None]


class Conv(nn.Module):
    """Convolution, "same" padding. A batch norm, for training alone, is folded away before export."""

    def __init__(self, inputs: int, outputs: int, kernel: int, batch_norm: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, padding="same")
        self.norm = nn.BatchNorm2d(outputs) if batch_norm else None
        nn.init.kaiming_normal_(self.conv.weight, nonlinearity="relu")
        nn.init.zeros_(self.conv.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        return x if self.norm is None else self.norm(x)

    def folded(self) -> tuple[Tensor, Tensor]:
        """Weight and bias that alone compute what convolution and norm compute in evaluation."""
        weight, bias = self.conv.weight.detach(), self.conv.bias.detach()  # type: ignore[union-attr]
        if self.norm is None:
            return weight, bias
        assert self.norm.running_mean is not None
        assert self.norm.running_var is not None
        scale = self.norm.weight.detach() / (self.norm.running_var + self.norm.eps).sqrt()
        return weight * scale[:, None, None, None], (bias - self.norm.running_mean) * scale + self.norm.bias.detach()


class Attention(nn.Module):
    """The three poolings over time. Projections have no bias."""

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        self.pooling = architecture.pooling
        x, a = architecture.feature_size, architecture.attention_size
        self.scale = a**-0.5
        if self.pooling != "average":
            self.key = nn.Linear(x, a, bias=False)
            self.value = nn.Linear(x, a, bias=False)
        if self.pooling == "self_attention":
            self.query = nn.Linear(x, a, bias=False)
        elif self.pooling == "learnable_query":
            self.query_vector = nn.Parameter(torch.randn(a))

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The utterance vector [batch, A or X] and the weight of each step [batch, steps] for x [batch, steps, X]."""
        if self.pooling == "average":
            weights = mask.to(x.dtype) / mask.sum(1, keepdim=True)
            return torch.einsum("bt,btx->bx", weights, x), weights
        keys, values = self.key(x), self.value(x)  # equations 1, 2
        if self.pooling == "learnable_query":
            scores = keys @ self.query_vector * self.scale  # equation 3
            weights = scores.masked_fill(~mask, -torch.inf).softmax(-1)
        else:
            queries = self.query(x)  # equation 4
            scores = queries @ keys.transpose(1, 2) * self.scale  # equation 5
            alpha = scores.masked_fill(~mask[:, None], -torch.inf).softmax(-1)
            rows = mask.to(x.dtype) / mask.sum(1, keepdim=True)
            weights = torch.einsum("bq,bqk->bk", rows, alpha)
        return torch.einsum("bt,bta->ba", weights, values), weights


class AttentiveCnn(nn.Module):
    """Log-mel to logits. A clip scores the same alone and padded in a batch of longer ones."""

    def __init__(self, architecture: Architecture, batch_norm: bool = False, dropout: float = 0) -> None:
        super().__init__()
        self.architecture = architecture
        a = architecture
        inputs = [1] + [a.channels] * (a.conv_layers - 1)
        self.convs = nn.ModuleList(Conv(n, a.channels, a.kernel, batch_norm) for n in inputs)
        self.attention = Attention(a)
        self.fc1 = nn.Linear(a.feature_size if a.pooling == "average" else a.attention_size, a.hidden)
        self.fc2 = nn.Linear(a.hidden, a.hidden)
        self.output = nn.Linear(a.hidden, a.labels)
        self.dropout = nn.Dropout(dropout)
        for layer in self.modules():
            if isinstance(layer, nn.Linear):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)

    def forward(self, log_mel: Tensor, lengths: Tensor | None = None) -> Output:
        """log_mel [batch, frames, filters]; lengths [batch], the frames of each clip (all of them if None)."""
        if lengths is None:
            lengths = torch.full((len(log_mel),), log_mel.shape[1])
        x = log_mel[:, None] * step_mask(lengths, log_mel.shape[1])[:, None, :, None]
        for i, conv in enumerate(self.convs):
            x = conv(x)
            if i < len(self.convs) - 1:
                x = F.relu(F.max_pool2d(x, 2))  # as ReLU before the pooling, at a quarter of its work
                lengths = lengths // 2
                # The next convolution must see zeros after a clip's end, as it does when the clip comes alone.
                x = x * step_mask(lengths, x.shape[2])[:, None, :, None]
        x = F.relu(x)
        x = x.permute(0, 2, 3, 1).flatten(2)  # [batch, steps, frequency * channel]
        mask = step_mask(lengths, x.shape[1])
        pooled, weights = self.attention(x, mask)
        hidden = self.dropout(F.relu(self.fc1(self.dropout(pooled))))
        hidden = self.dropout(F.relu(self.fc2(hidden)))
        return Output(self.output(hidden), weights, x, hidden)
