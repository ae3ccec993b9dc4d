"""The speech encoder in torch: what it computes, int8, and its file."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch.nn import functional

from earful_models.encoder.int8 import Int8Linear, quantised, rounded_rows
from earful_models.encoder.network import EncoderSizes, SpeechEncoder, positions, threes
from earful_models.encoder.untrained import randomise_head, save_untrained
from earful_models.features import ENCODER
from earful_models.model_file import load_model, self_test_input

SIZES = EncoderSizes(2, 16, heads=2, hidden=24, projection=8, filters=20, labels=2)
FEATURES = dataclasses.replace(ENCODER, filters=20)
SPEECH = torch.randn(16000, generator=torch.Generator().manual_seed(1)) / 10


def small() -> SpeechEncoder:
    torch.manual_seed(3)
    encoder = SpeechEncoder(SIZES)
    randomise_head(encoder, 3)
    return encoder.eval()


def test_a_clip_gives_the_same_alone_and_padded_in_a_batch() -> None:
    clips = [torch.randn(frames, 20) for frames in (60, 33, 10, 1)]
    batch = small()(torch.nn.utils.rnn.pad_sequence(clips, batch_first=True) + 0.0, torch.tensor([60, 33, 10, 1]))
    for i, clip in enumerate(clips):
        alone = small()(clip[None])
        steps = (len(clip) + 1) // 2
        torch.testing.assert_close(batch.logits[i], alone.logits[0], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(batch.weights[i, :steps], alone.weights[0], atol=1e-5, rtol=1e-5)
        assert batch.weights[i, steps:].sum() == 0


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("frames", [1, 2, 9, 10])
def test_a_layer_over_three_frames_is_a_convolution(stride: int, frames: int) -> None:
    x, layer = torch.randn(2, frames, 5), torch.nn.Linear(15, 7)
    kernel = layer.weight.view(7, 3, 5).transpose(1, 2)
    expected = functional.conv1d(x.transpose(1, 2), kernel, layer.bias, stride, padding=1).transpose(1, 2)
    torch.testing.assert_close(layer(threes(x, stride)), expected)


def test_attention_is_what_torch_computes() -> None:
    block, x = small().blocks[0], torch.randn(3, 11, 16)
    mask = torch.arange(11) < torch.tensor([11, 4, 1])[:, None]
    reference = torch.nn.MultiheadAttention(16, 2, batch_first=True)
    reference.in_proj_weight.data, reference.in_proj_bias.data = (
        block.query_key_value.weight,  # type: ignore[assignment, union-attr]
        block.query_key_value.bias,  # type: ignore[assignment, union-attr]
    )
    reference.out_proj.load_state_dict(block.attended.state_dict())  # type: ignore[union-attr]
    expected, _ = reference(x, x, x, key_padding_mask=~mask)
    found = block.attend(x, mask)  # type: ignore[operator]
    torch.testing.assert_close(found[mask], expected[mask], atol=1e-5, rtol=1e-5)


def test_positions_are_sines_and_cosines_of_wavelengths_up_to_20000_pi() -> None:
    encoded = positions(40, 8)
    torch.testing.assert_close(encoded[:, 0], torch.arange(40.0).sin())
    torch.testing.assert_close(encoded[:, 7], (torch.arange(40.0) / 10000).cos())


def test_an_untouched_head_hears_the_mean_of_all_steps() -> None:
    weights = SpeechEncoder(SIZES)(torch.randn(1, 30, 20)).weights
    torch.testing.assert_close(weights, torch.full((1, 15), 1 / 15))


def test_quantised_weights_are_within_half_a_step_and_a_row_of_zeros_stays() -> None:
    weight = torch.randn(6, 50)
    weight[2] = 0
    int8, scale = quantised(weight)
    assert int8.dtype == torch.int8
    assert int8.abs().amax(1).tolist() == [127, 127, 0, 127, 127, 127]
    assert ((int8 * scale[:, None] - weight).abs() <= scale[:, None] * 0.5001).all()


def test_rounded_rows_keep_zero_and_are_within_a_step() -> None:
    x = torch.cat([torch.randn(20, 30), torch.rand(20, 30), -torch.rand(20, 30), torch.zeros(1, 30)])
    x[:, 0] = 0
    whole, step = rounded_rows(x)
    assert (whole == whole.round()).all()
    assert (whole[:, 0] == 0).all()
    assert whole.abs().max() <= 127
    assert ((whole * step - x).abs() <= step * 1.0001).all()


def test_an_int8_layer_is_near_the_layer_that_it_was_made_of() -> None:
    layer, x = torch.nn.Linear(64, 32), torch.randn(10, 64)
    assert layer.bias is not None
    near = Int8Linear(*quantised(layer.weight.detach()), layer.bias.detach())
    assert (near(x) - layer(x)).abs().max() < 0.03


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.float16, 1e-3), (torch.int8, 0.02)])
def test_an_encoder_scores_the_same_after_writing_and_reading(
    tmp_path: Path, dtype: torch.dtype, tolerance: float
) -> None:
    path, encoder = tmp_path / "encoder.safetensors", small()
    save_untrained(path, encoder, FEATURES, SPEECH[:8000], dtype)
    model = load_model(path)
    log_mel = torch.randn(1, 77, 20)
    torch.testing.assert_close(model.network(log_mel).logits, encoder(log_mel).logits, atol=8 * tolerance, rtol=0)
    assert model.score(self_test_input(path)) == pytest.approx(model.header["self_test"]["scores"], abs=1e-6)
    stated = {"layers": 2, "width": 16, "heads": 2, "hidden": 24, "projection": 8}
    assert model.header["architecture"] == {"type": "speech_encoder", **stated}


def test_int8_makes_matrices_but_the_outputs_bytes_with_a_scale_for_each_row(tmp_path: Path) -> None:
    path = tmp_path / "encoder.safetensors"
    save_untrained(path, small(), FEATURES, SPEECH[:8000], torch.int8)
    tensors = load_file(path)
    int8 = {name for name, tensor in tensors.items() if tensor.dtype == torch.int8}
    layers = ("query_key_value", "attended", "fc1", "fc2")
    assert int8 == {
        *(f"{name}.weight" for name in ("conv1", "conv2", "projection")),
        *(f"blocks.{i}.{layer}.weight" for i in (0, 1) for layer in layers),
    }
    for name in int8:
        assert tensors[name + "_scale"].dtype == torch.float32
        assert tensors[name + "_scale"].shape == tensors[name].shape[:1]


def test_refuses_sizes_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="3 heads"):
        EncoderSizes(width=512, heads=3)
    with pytest.raises(ValueError, match="odd"):
        EncoderSizes(width=5, heads=1)
    with pytest.raises(ValueError, match="layers must be at least 1"):
        EncoderSizes(layers=0)


def test_refuses_to_read_an_architecture_that_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "encoder.safetensors"
    save_untrained(path, small(), FEATURES, SPEECH[:8000], torch.float32)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"speech_encoder", b"speech_decoder"))
    with pytest.raises(ValueError, match="speech_decoder"):
        load_model(path)


def test_random_heads_do_not_depend_on_what_was_drawn_before() -> None:
    first = small()
    np.random.default_rng().random()
    torch.randn(3)
    second = SpeechEncoder(SIZES)
    randomise_head(second, 3)
    assert torch.equal(first.output.weight, second.output.weight)
