"""Text injection (Liu et al. 2024, section 3.2): the speech embedding is drawn towards that of its transcript."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from earful_models.encoder.config import EncoderConfig
from earful_models.encoder.network import SpeechEncoder
from earful_models.label.sentence_encoder import SIZE
from earful_models.label.text_classifier import Encoder


class TextInjection(nn.Module):
    """A projection that training alone has, and the loss between it and a frozen sentence encoder's embedding."""

    def __init__(self, config: EncoderConfig, size: int, texts: list[str], reader: Encoder) -> None:
        """size: of the speech embedding; texts: what each training clip says, "" where no embedding is to be had: the
        encoder reads English alone.
        """
        super().__init__()
        self.config = config
        self.projection = nn.Linear(size, SIZE)
        self.known = [bool(text) for text in texts]
        self.texts = reader.encode(texts) if config.injection != "none" else torch.zeros(0, SIZE)

    def loss(self, speech: Tensor, rows: list[tuple[int, ...]]) -> Tensor:
        """speech [batch, size]; rows: of each example its clips. Those of one English clip are compared.

        `contrastive`: which of the batch's transcripts is it, by cosine over temperature, and the other way round;
        `mse`: the squared distance, a mean over the embedding's numbers too.
        """
        chosen = [i for i, clips in enumerate(rows) if len(clips) == 1 and self.known[clips[0]]]
        if self.config.injection == "none" or len(chosen) < 2:
            return speech.sum() * 0
        spoken = self.projection(speech[chosen])
        written = torch.stack([self.texts[rows[i][0]] for i in chosen])
        if self.config.injection == "mse":
            return F.mse_loss(spoken, written)
        cosine = F.normalize(spoken, dim=-1) @ F.normalize(written, dim=-1).T / self.config.temperature
        own = torch.arange(len(chosen))
        return (F.cross_entropy(cosine, own) + F.cross_entropy(cosine.T, own)) / 2


class Injected:
    """What the injection compares with the transcript: the head's pooled features, or a block's output."""

    def __init__(self, encoder: SpeechEncoder, block: int | None) -> None:
        """block: from 1 on; None for the pooled features. Raises ValueError for one that there is not."""
        if block is not None and not 1 <= block <= len(encoder.blocks):
            raise ValueError(f"there is no block {block} of {len(encoder.blocks)} to inject into")
        self.size = 2 * encoder.sizes.projection if block is None else encoder.sizes.width
        self._steps: Tensor | None = None
        if block is not None:
            encoder.blocks[block - 1].register_forward_hook(self._hear)

    def _hear(self, _block: nn.Module, _inputs: tuple[Tensor, ...], output: Tensor) -> None:
        self._steps = output

    def embedding(self, pooled: Tensor, mask: Tensor) -> Tensor:
        """[batch, size] of the batch that the encoder has just heard; pooled [batch, ...], mask [batch, steps]."""
        if self._steps is None:
            return pooled
        return (self._steps.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
