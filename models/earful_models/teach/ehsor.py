"""EHSOR, the emotion-correlated hate speech detector (Min et al. 2024, figure 2), on vectors of a sentence encoder.

Equations by the paper's numbers. Its page with 1 to 3, 5 and 7 to 9 is not at hand: those follow its prose, its table
of notations and the works that it takes them from, which are named where they are used.
"""

from typing import NamedTuple, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HIDDEN, CONTEXT, BLOCKS, DROPOUT = 256, 64, 2, 0.5
TEMPERATURE = 0.5
"""Of the sharpening; the prose gives no figure."""


class Detections(NamedTuple):
    """Logits [texts, labels], [texts, emotions] and, of the super-hate detector, [texts, labels + emotions]."""

    sub_hate: Tensor
    emotion: Tensor
    super_hate: Tensor


class Ehsor(nn.Module):
    """Sub-hate, emotion and super-hate detectors on shared features z.

    The encoder is not trained here: a shared layer stands where the paper trains BERT. `exclusive`: a text has one of
    the labels, as in the paper's corpora, and not any number of them.
    """

    def __init__(self, size: int, labels: int, emotions: int, exclusive: bool) -> None:
        super().__init__()
        self.labels, self.exclusive = labels, exclusive
        self.standard = Standardised(size)
        self.shared = nn.Sequential(nn.Linear(size, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT))
        self.sub_hate = nn.Linear(HIDDEN, labels)
        self.emotion = nn.Linear(HIDDEN, emotions)
        self.super_hate = nn.Sequential(*(CorrelationBlock(labels + emotions) for _ in range(BLOCKS)))

    def forward(self, vectors: Tensor) -> Detections:
        """vectors: [texts, size]."""
        z = self.shared(self.standard(vectors))
        sub_hate, emotion = self.sub_hate(z), self.emotion(z)
        return Detections(sub_hate, emotion, self.super_hate(torch.cat([sub_hate, emotion], 1)))

    def probabilities(self, logits: Tensor) -> Tensor:
        """Of the labels: `sub_hate` or the first columns of `super_hate`, by which an unseen text is judged."""
        logits = logits[:, : self.labels]
        return logits.softmax(1) if self.exclusive else logits.sigmoid()


class Standardised(nn.Module):
    """Numbers of the encoder's layers on one scale: that of the training texts, which is kept in the network."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.mean: Tensor
        self.deviation: Tensor
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("deviation", torch.ones(size))

    def measure(self, vectors: Tensor) -> None:
        self.mean.copy_(vectors.mean(0))
        self.deviation.copy_(vectors.std(0).clamp(min=1e-3))

    def forward(self, vectors: Tensor) -> Tensor:
        return (vectors - self.mean) / self.deviation


class CorrelationBlock(nn.Module):
    """x + W2 delta(W1 sigma(x) + b1) + b2 (section 3.5): a block of CorNet (Xun et al. 2020), sigma a sigmoid and delta
    an ELU as there. It passes its input on unchanged before it is trained.
    """

    def __init__(self, size: int, context: int = CONTEXT) -> None:
        super().__init__()
        self.into, self.out = nn.Linear(size, context), nn.Linear(context, size)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, logits: Tensor) -> Tensor:
        return logits + self.out(F.elu(self.into(logits.sigmoid())))


class Detectors(Protocol):
    """What the loss must know of a network."""

    labels: int
    exclusive: bool


class Loss(NamedTuple):
    """Lambda, mu (equation 11) and beta (equation 10), all 0 to 1, and gamma of the focal losses, which its authors set
    to 2; 0 makes them cross-entropies. The paper varies lambda and mu, finds that neither 0 nor 1 is best, and does not
    say which it took.
    """

    emotion: float = 0.5
    sub_hate: float = 0.5
    pseudo: float = 0.5
    focus: float = 2.0
    super_hate: bool = True

    def of(self, network: Detectors, hate: Detections, labels: Tensor, emotion: Detections, emotions: Tensor) -> Tensor:
        """L = L_EH + lambda L_E + mu L_H (equation 11). labels [texts, labels] and emotions [texts, emotions], 0 or 1.

        Without the super-hate detector, which the paper's table 5 takes away, L_H + lambda L_E.
        """
        sub_hate = focal_loss(hate.sub_hate, labels, network.exclusive, self.focus)
        emotional = self.emotion * focal_loss(emotion.emotion, emotions, True, self.focus)
        if not self.super_hate:
            return sub_hate + emotional
        return self._correlation(network, hate, labels) + emotional + self.sub_hate * sub_hate

    def _correlation(self, network: Detectors, hate: Detections, labels: Tensor) -> Tensor:
        """L_EH (equation 10): the labels by focal loss, the sharpened emotions of the same texts by squared error."""
        predicted = hate.super_hate[:, network.labels :].softmax(1)
        pseudo = sharpened(hate.emotion.softmax(1)).detach()  # a target, so nothing is learnt through it
        hateful = focal_loss(hate.super_hate[:, : network.labels], labels, network.exclusive, self.focus)
        return hateful + self.pseudo * F.mse_loss(predicted, pseudo)


def sharpened(probabilities: Tensor) -> Tensor:
    """Pseudo-labels q: p^(1/T) over its sum, as in the paper's source (Xie et al. 2020)."""
    powered = probabilities ** (1 / TEMPERATURE)
    return powered / powered.sum(1, keepdim=True)


def focal_loss(logits: Tensor, targets: Tensor, exclusive: bool, focus: float) -> Tensor:
    """-(1 - p)^gamma log p of the true answers (Lin et al. 2017), a text's mean: L_H and L_E (equations 4 and 6).

    Exclusive labels are answered by one softmax, others by a sigmoid each, whose losses add up.
    """
    if exclusive:
        answers = (logits.log_softmax(1) * targets).sum(1, keepdim=True)
    else:
        answers = F.logsigmoid(torch.where(targets > 0.5, logits, -logits))
    return -((1 - answers.exp()) ** focus * answers).sum(1).mean()
