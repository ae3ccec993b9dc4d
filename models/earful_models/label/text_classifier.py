"""Which of the six labels a text has: a small network on a sentence encoder that stays as it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn
from tqdm import tqdm

from earful_models.corpus import TOXIC_LABELS
from earful_models.fingerprint import fingerprint
from earful_models.label.sentence_encoder import SIZE
from earful_models.whole import whole

LABELS = (*TOXIC_LABELS, "no_violation")
HIDDEN, EPOCHS, BATCH, RATE, WEIGHT_DECAY, DROPOUT = 256, 12, 64, 1e-3, 0.05, 0.3


class Encoder(Protocol):
    """Texts to vectors [texts, 384]."""

    def encode(self, texts: list[str]) -> Tensor: ...


class TextClassifier:
    """Probabilities of the six labels."""

    def __init__(self, encoder: Encoder, head: nn.Module) -> None:
        self._encoder, self.head = encoder, head.eval()

    def predict(self, texts: list[str]) -> NDArray[np.float64]:
        """[texts, 6], in the order of LABELS. A text without words is no violation."""
        if not texts:
            return np.zeros((0, len(LABELS)))
        with torch.inference_mode():
            return silent_is_clean(texts, torch.sigmoid(self.head(self._encoder.encode(texts))).double().numpy())


def silent_is_clean(texts: list[str], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities [texts, 6], of a text without words those of no violation."""
    silent = [not any(map(str.isalnum, text)) for text in texts]
    probabilities[silent] = [0.0] * len(TOXIC_LABELS) + [1.0]
    return probabilities


def train_text_classifier(encoder: Encoder, rows: Sequence[Mapping[str, str]], cache: Path) -> TextClassifier:
    """Trains on rows of a manifest or of the texts' table: text, and 0 or 1 for each of LABELS.

    Texts count as a transcriber writes them or in small letters without punctuation, at random. The head is kept in
    `cache` by its training rows, so that the same rows are not read twice.
    """
    pairs = sorted({(row["text"], tuple(row[label] == "1" for label in LABELS)) for row in rows})
    decides = [pairs, HIDDEN, EPOCHS, BATCH, RATE, WEIGHT_DECAY, DROPOUT]
    path = cache / "text-classifier" / f"{fingerprint(decides)[:16]}.pt"
    head = new_head()
    if path.exists():
        head.load_state_dict(torch.load(path, weights_only=True))
        return TextClassifier(encoder, head)
    texts = [text for text, _ in pairs]
    vectors = torch.stack([encoder.encode(texts), encoder.encode([plain(text) for text in texts])])
    _fit(head, vectors, torch.tensor([labels for _, labels in pairs], dtype=torch.float32))
    with whole(path) as unfinished:
        torch.save(head.state_dict(), unfinished)
    return TextClassifier(encoder, head)


def plain(text: str) -> str:
    """In small letters, without punctuation."""
    return " ".join("".join(c if c.isalnum() or c == "'" else " " for c in text.lower()).split())


def new_head() -> nn.Sequential:
    """Vectors [texts, 384] to logits [texts, 6], untrained."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Sequential(
            nn.Linear(SIZE, HIDDEN), nn.GELU(), nn.Dropout(DROPOUT), nn.Linear(HIDDEN, len(LABELS))
        )  # fmt: skip


def _fit(head: nn.Sequential, vectors: Tensor, targets: Tensor) -> None:
    """vectors [spellings, texts, 384]; targets [texts, 6]."""
    rare = ((1 - targets.mean(0)) / targets.mean(0).clamp(min=1e-3)).sqrt().clamp(0.3, 6)
    optimiser = torch.optim.AdamW(head.parameters(), RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    head.train()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        for _ in tqdm(range(EPOCHS), "training the text classifier", leave=False):
            for rows in torch.randperm(targets.shape[0]).split(BATCH):
                spelling = torch.randint(vectors.shape[0], rows.shape)
                loss = F.binary_cross_entropy_with_logits(head(vectors[spelling, rows]), targets[rows], pos_weight=rare)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            schedule.step()
