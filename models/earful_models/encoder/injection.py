"""Text injection (Liu et al. 2024, section 3.2): the speech embedding is drawn towards that of its transcript."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.encoder.config import EncoderConfig
from earful_models.label.sentence_encoder import SIZE
from earful_models.label.text_classifier import Encoder


class TextInjection(nn.Module):
    """A projection that training alone has, and the loss between it and a frozen sentence encoder's embedding."""

    def __init__(self, config: EncoderConfig, pooled: int, texts: list[str], reader: Encoder) -> None:
        """texts: what each training clip says, "" where no embedding is to be had: the encoder reads English alone."""
        super().__init__()
        self.config = config
        self.projection = nn.Linear(pooled, SIZE)
        self.known = [bool(text) for text in texts]
        self.texts = reader.encode(texts) if config.injection != "none" else torch.zeros(0, SIZE)

    def loss(self, pooled: Tensor, rows: list[tuple[int, ...]]) -> Tensor:
        """pooled [batch, pooled]; rows: of each example its clips. Those of one English clip are compared.

        `contrastive`: which of the batch's transcripts is it, by cosine over temperature, and the other way round;
        `mse`: the distance itself.
        """
        chosen = [i for i, clips in enumerate(rows) if len(clips) == 1 and self.known[clips[0]]]
        if self.config.injection == "none" or len(chosen) < 2:
            return pooled.sum() * 0
        spoken = self.projection(pooled[chosen])
        written = torch.stack([self.texts[rows[i][0]] for i in chosen])
        if self.config.injection == "mse":
            return F.mse_loss(spoken, written)
        cosine = F.normalize(spoken, dim=-1) @ F.normalize(written, dim=-1).T / self.config.temperature
        own = torch.arange(len(chosen))
        return (F.cross_entropy(cosine, own) + F.cross_entropy(cosine.T, own)) / 2
