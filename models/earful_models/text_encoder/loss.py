"""EHSOR's loss (Min et al. 2024, equations 10 and 11) of texts of which only some labels are known.

A batch mixes texts with labels and texts with emotions; each output is a sigmoid of its own, and gamma is 0: on the
text classifier's validation texts the focal loss was worse. As the scores are those of the super-hate detector,
emotions too, it learns known emotions as such and the sharpened ones of all other texts.
"""

import torch.nn.functional as F
from torch import Tensor

from earful_models.teach.ehsor import TEMPERATURE, Detections

EMOTION, SUB_HATE, PSEUDO = 0.5, 0.5, 0.5
"""Lambda, mu and beta, as in the reproduction."""


def text_loss(found: Detections, targets: Tensor) -> Tensor:
    """L_EH + lambda L_E + mu L_H. targets [texts, labels + emotions], NaN where not known."""
    labels = found.sub_hate.shape[1]
    loss = known_loss(found.super_hate, targets) + PSEUDO * _pseudo_loss(found, targets[:, labels:])
    loss = loss + EMOTION * known_loss(found.emotion, targets[:, labels:])
    return loss + SUB_HATE * known_loss(found.sub_hate, targets[:, :labels])


def known_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Binary cross-entropy of what is known: a text's sum over the outputs, on average over the batch."""
    known = ~targets.isnan()
    losses = F.binary_cross_entropy_with_logits(logits, targets.nan_to_num(), reduction="none")
    return (losses * known).sum() / len(targets)


def _pseudo_loss(found: Detections, emotions: Tensor) -> Tensor:
    """Squared error of the super-hate detector's emotions to the emotion detector's, sharpened, where none is known."""
    sure = found.emotion.sigmoid() ** (1 / TEMPERATURE)
    doubt = (-found.emotion).sigmoid() ** (1 / TEMPERATURE)
    pseudo = (sure / (sure + doubt)).detach()  # a target, so nothing is learnt through it
    predicted = found.super_hate[:, -emotions.shape[1] :].sigmoid()
    return (emotions.isnan() * (predicted - pseudo).square()).mean()
