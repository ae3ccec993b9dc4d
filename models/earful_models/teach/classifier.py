"""Which of the six labels a text has, and what it feels like: EHSOR on a sentence encoder that stays as it is."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from earful_models.label.text_classifier import LABELS, plain, silent_is_clean
from earful_models.teach.ehsor import Ehsor, Loss
from earful_models.teach.emotions import EmotionTexts
from earful_models.teach.fit import Examples, fit
from earful_models.teach.vectors import LayerEncoder
from earful_models.texts.labels import EMOTIONS

LOSS, EPOCHS = Loss(focus=0.0), 5
"""Of focus 0 and 2, which the paper has, the better one on the validation texts."""


class EhsorClassifier:
    """Probabilities of the labels and of the emotions."""

    def __init__(self, encoder: LayerEncoder, network: Ehsor) -> None:
        self._encoder, self.network = encoder, network.eval()

    def predict(self, texts: list[str]) -> NDArray[np.float64]:
        """[texts, 6], in the order of LABELS. A text without words is no violation."""
        if not texts:
            return np.zeros((0, len(LABELS)))
        with torch.inference_mode():
            found = self.network(self._encoder.encode_layers(texts).flatten(1).float())
            return silent_is_clean(texts, self.network.probabilities(found.super_hate).double().numpy())

    def emotions(self, texts: list[str]) -> NDArray[np.float64]:
        """[texts, 7], in the order of texts.labels.EMOTIONS, of which each text has one."""
        if not texts:
            return np.zeros((0, len(EMOTIONS)))
        with torch.inference_mode():
            found = self.network(self._encoder.encode_layers(texts).flatten(1).float())
            return found.emotion.softmax(1).double().numpy()


def train_ehsor_classifier(
    encoder: LayerEncoder, rows: Sequence[Mapping[str, str]], emotional: EmotionTexts
) -> EhsorClassifier:
    """Trains on rows of the texts' table: text, and 0 or 1 for each of LABELS. A text counts twice, as it is written
    and in small letters without punctuation, as transcribers differ.
    """
    texts = [row["text"] for row in rows]
    read = [encoder.encode_layers(spelt).flatten(1) for spelt in (texts, [plain(text) for text in texts])]
    labels = torch.tensor([[float(row[label]) for label in LABELS] for row in rows])
    emotions = F.one_hot(torch.tensor([EMOTIONS.index(name) for name in emotional.emotions]), len(EMOTIONS)).float()
    hate = Examples(torch.cat(read), labels.repeat(2, 1))
    emotion = Examples(encoder.encode_layers(emotional.texts).flatten(1), emotions)
    return EhsorClassifier(encoder, fit(hate, emotion, exclusive=False, loss=LOSS, epochs=EPOCHS))
