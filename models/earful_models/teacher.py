"""What the text classifier of `label` makes of the true text: a softer target than the label of a noisy source."""

import numpy as np
import torch
from torch import Tensor

from earful_models.corpus import Clip
from earful_models.label.release import RELEASED, load_text_classifier
from earful_models.label.sentence_encoder import SentenceEncoder
from earful_models.label.text_classifier import LABELS


class Teacher:
    """How likely the text of each clip is to be toxic. Reads all texts once, milliseconds each.

    Needs `models/setup label`. The classifier has been trained on training texts alone.
    """

    def __init__(self, clips: list[Clip]) -> None:
        texts = [clip.row.get("text", "") for clip in clips]
        probabilities = load_text_classifier(RELEASED, SentenceEncoder()).classifier.predict(texts)
        self._toxic = 1 - probabilities[:, LABELS.index("no_violation")].astype(np.float32)
        self._known = np.array([bool(text) for text in texts])

    def soften(self, targets: Tensor, rows: list[tuple[int, ...]], weight: float) -> Tensor:
        """Targets of any toxicity [batch] moved by `weight` towards the teacher's, where it knows all of the clips
        (`rows`) that are heard in an example: the likeliest of them counts.
        """
        softened = targets.clone()
        for i, clips in enumerate(rows):
            if clips and self._known[list(clips)].all():
                softened[i] = torch.lerp(targets[i], torch.tensor(self._toxic[list(clips)].max()), weight)
        return softened
