"""The weights by which two scores of a label become one."""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from earful_models.evaluation.interval import of_both
from earful_models.evaluation.metrics import Bools, Floats, auc

FOLDS = 5
LEAST = 1e-6
"""Scores nearer to 0 or 1 count as this near: log-odds have no end."""


@dataclass(frozen=True)
class Weights:
    """A fused score is sigmoid(voice * log-odds of the voice's score + text * log-odds of the text's + bias)."""

    voice: float
    text: float
    bias: float

    def fuse(self, voice: Floats, text: Floats) -> Floats:
        """The fused scores of clips. Where the text's score is 0, no word was known: the voice's stands."""
        odds = self.voice * log_odds(voice) + self.text * log_odds(text) + self.bias
        return np.where(text == 0, voice, 1 / (1 + np.exp(-odds)))

    def rounded(self) -> "Weights":
        """As they are in a file."""
        return Weights(*(round(value, 4) for value in (self.voice, self.text, self.bias)))


VOICE, TEXT = Weights(1.0, 0.0, 0.0), Weights(0.0, 1.0, 0.0)
"""One of the two alone."""


def log_odds(scores: Floats) -> Floats:
    inside = np.clip(scores, LEAST, 1 - LEAST)
    return np.log(inside / (1 - inside))


def choose_weights(voice: Floats, text: Floats, positive: Bools, groups: list[str]) -> Weights:
    """Logistic regression on both log-odds of validation clips, or one of the scores alone where that is as good or
    the clips are too few to tell.

    groups: clips whose texts are of one family, which are never on both sides of the folds by which that is decided:
    the higher AUC of all clips, each scored by weights that were fitted without its group.
    """
    better = max((VOICE, TEXT), key=lambda alone: of_both(auc, alone.fuse(voice, text), positive))
    folds = list(GroupKFold(FOLDS).split(voice, positive, groups)) if len(set(groups)) >= FOLDS else []
    if not folds or not all(_has_both(text[fitted], positive[fitted]) for fitted, _ in folds):
        return better
    apart = np.zeros(len(voice))
    for fitted, left in folds:
        apart[left] = _regression(voice[fitted], text[fitted], positive[fitted]).fuse(voice[left], text[left])
    both = _regression(voice, text, positive)
    gains = auc(apart, positive) > auc(better.fuse(voice, text), positive)
    return both if gains and min(both.voice, both.text) > 0 else better


def _regression(voice: Floats, text: Floats, positive: Bools) -> Weights:
    known = text > 0
    x = np.stack([log_odds(voice[known]), log_odds(text[known])], 1)
    model = LogisticRegression(max_iter=1000).fit(x, positive[known])
    (of_voice, of_text), bias = model.coef_[0].tolist(), float(model.intercept_[0])
    return Weights(of_voice, of_text, bias).rounded()


def _has_both(text: Floats, positive: Bools) -> bool:
    """Whether the clips with a known word are of both classes."""
    known = positive[text > 0]
    return bool(known.any() and not known.all())
