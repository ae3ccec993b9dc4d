"""What is done to a speech encoder before it is rounded."""

import pytest
import torch
from torch import Tensor

from earful_models.encoder.network import Block, EncoderSizes, SpeechEncoder
from earful_models.encoder.smoothing import smooth
from earful_models.encoder.tensors import encoder_tensors
from earful_models.encoder.untrained import randomise_head
from earful_models.model_file import load_network


@pytest.fixture
def encoder() -> SpeechEncoder:
    """A small one, of which some channels are much louder than the others, as Whisper's are."""
    torch.manual_seed(3)
    encoder = SpeechEncoder(EncoderSizes(3, 32, heads=2, hidden=48, projection=16))
    randomise_head(encoder, 3)
    with torch.no_grad():
        for block in encoder.blocks:
            assert isinstance(block, Block)
            for norm in (block.attention_norm, block.mlp_norm):
                norm.weight[:2] *= 100
            for layer in (block.query_key_value, block.fc1):
                layer.weight[:, :2] /= 50
    return encoder.eval()


@pytest.fixture
def log_mels() -> list[Tensor]:
    return list(torch.randn(12, 90, 80, generator=torch.Generator().manual_seed(1)))


def test_smoothing_changes_no_score(encoder: SpeechEncoder, log_mels: list[Tensor]) -> None:
    before = _logits(encoder.double(), [x.double() for x in log_mels])
    smooth(encoder.float(), log_mels[:4])
    torch.testing.assert_close(_logits(encoder.double(), [x.double() for x in log_mels]), before, atol=1e-5, rtol=1e-5)


def test_a_smoothed_encoder_loses_less_by_int8(encoder: SpeechEncoder, log_mels: list[Tensor]) -> None:
    exact = _logits(encoder, log_mels)
    rough = (_logits(_rounded(encoder), log_mels) - exact).abs().mean()
    smooth(encoder, log_mels[:4])
    assert (_logits(_rounded(encoder), log_mels[4:]) - exact[4:]).abs().mean() < rough / 2


def _logits(encoder: SpeechEncoder, log_mels: list[Tensor]) -> Tensor:
    with torch.inference_mode():
        return torch.cat([encoder(log_mel[None]).logits for log_mel in log_mels])


def _rounded(encoder: SpeechEncoder) -> SpeechEncoder:
    rounded = load_network(encoder_tensors(encoder, torch.int8), encoder.sizes)
    assert isinstance(rounded, SpeechEncoder)
    return rounded
