import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from earful_models.evaluation.calibration import platt
from earful_models.features import FeatureConfig
from earful_models.model_file import load_model, save_model, self_test_input, write_file
from earful_models.network import POOLINGS, Architecture, AttentiveCnn, Pooling

SPEECH = torch.randn(48000, generator=torch.Generator().manual_seed(1)) / 10


def about(**changes: Any) -> dict[str, Any]:
    return {
        "name": "test",
        "version": "0.1.0",
        "labels": ["one", "two"],
        "calibration": {"one": {"scale": 0.5, "bias": 1.0}, "two": {"scale": 1.0, "bias": 0.0}},
        "operating_points": {},
        "languages": ["en"],
        "licence": "Apache-2.0",
        "training": "none",
    } | changes


def network(pooling: Pooling = "self_attention", batch_norm: bool = False) -> AttentiveCnn:
    torch.manual_seed(2)
    sizes = Architecture(channels=6, attention_size=8, hidden=16, labels=2, pooling=pooling)
    made = AttentiveCnn(sizes, batch_norm=batch_norm)
    with torch.no_grad():
        made(torch.randn(8, 60, 40) * 3 + 1)  # moves the running statistics
    return made.eval()


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("pooling", POOLINGS)
def test_a_model_scores_the_same_after_writing_and_reading(tmp_path: Path, pooling: Pooling, batch_norm: bool) -> None:
    original, path = network(pooling, batch_norm), tmp_path / "model.safetensors"
    save_model(path, original, FeatureConfig(), about(), SPEECH[:1600], torch.float32)
    model = load_model(path)
    log_mel = torch.randn(2, 77, 40)
    torch.testing.assert_close(model.network(log_mel).logits, original(log_mel).logits, atol=1e-4, rtol=1e-4)


def test_a_written_file_can_be_read_by_a_server(tmp_path: Path) -> None:
    write_file(tmp_path / "model.safetensors", {"a": torch.zeros(1)}, {})
    assert (tmp_path / "model.safetensors").stat().st_mode & 0o777 == 0o644


def test_half_precision_keeps_the_scores_and_the_self_test_is_of_the_stored_values(tmp_path: Path) -> None:
    paths = tmp_path / "half.safetensors", tmp_path / "full.safetensors"
    for path, dtype in zip(paths, (torch.float16, torch.float32), strict=True):
        save_model(path, network(), FeatureConfig(), about(), SPEECH[:8000], dtype)
    half, full = (load_model(path) for path in paths)
    assert half.score(SPEECH) == pytest.approx(full.score(SPEECH), abs=1e-3)
    assert half.score(self_test_input(paths[0])) == pytest.approx(half.header["self_test"]["scores"], abs=1e-6)
    assert paths[0].stat().st_size < 0.6 * paths[1].stat().st_size


def test_tensors_have_the_layout_of_the_runtime(tmp_path: Path) -> None:
    original, path = network(), tmp_path / "model.safetensors"
    save_model(path, original, FeatureConfig(), about(), SPEECH[:1600], torch.float32)
    tensors = load_file(path)
    assert set(tensors) == {
        *(f"conv{i}.{kind}" for i in (1, 2, 3, 4) for kind in ("weight", "bias")),
        *(f"attention.{name}.weight" for name in ("key", "value", "query")),
        *(f"{layer}.{kind}" for layer in ("fc1", "fc2", "output") for kind in ("weight", "bias")),
        "self_test.input",
    }
    assert tensors["conv2.weight"].shape == (6, 5, 5, 6)
    # output 3, time 1, frequency 4, input 2
    assert tensors["conv2.weight"][3, 1, 4, 2] == original.convs[1].conv.weight[3, 2, 1, 4]  # type: ignore[union-attr, index]


def test_the_header_has_every_field_of_the_format(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save_model(path, network(), FeatureConfig(), about(), SPEECH[:1600])
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
    assert (metadata["format"], metadata["format_version"]) == ("earful-model", "1")
    header = json.loads(metadata["earful"])
    assert set(header) == {*about(), "architecture", "features", "self_test"}
    assert header["architecture"] == {
        "type": "attentive_cnn",
        "conv_layers": 4,
        "channels": 6,
        "kernel": 5,
        "pooling": "self_attention",
        "attention_size": 8,
        "hidden": 16,
    }


def test_a_clip_over_15_seconds_takes_the_maximum_over_its_windows(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    model = save_model(path, network(), FeatureConfig(), about(), SPEECH[:1600])
    long = torch.cat([SPEECH.repeat(5), SPEECH[:20000] * torch.linspace(0, 1, 20000), torch.zeros(1000)])
    windows = [model.score_window(part)[0] for part in (long[:240000], long[240000:])]
    assert list(model.score(long).values()) == [max(pair) for pair in zip(*windows, strict=True)]
    assert model.score(long[: 240000 + 1599]) == model.score(long[:240000])
    with pytest.raises(ValueError, match="1599 samples"):
        model.score(long[:1599])


def test_refuses_to_write_weights_that_are_not_finite(tmp_path: Path) -> None:
    broken = network()
    with torch.no_grad():
        broken.fc1.weight[0, 0] = 1e6  # more than a half can hold
    with pytest.raises(ValueError, match=r"fc1\.weight"):
        save_model(tmp_path / "model.safetensors", broken, FeatureConfig(), about(), SPEECH[:1600])


def test_refuses_labels_that_do_not_fit_the_network(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="labels"):
        save_model(tmp_path / "m", network(), FeatureConfig(), about(labels=["one"]), SPEECH[:1600])


def test_refuses_to_read_a_file_of_another_format(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file({"x": torch.zeros(1)}, path, {"format": "pt"})
    with pytest.raises(ValueError, match="not an earful model"):
        load_model(path)


def test_calibration_finds_the_scale_and_bias_that_made_the_labels() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 3, 20000)
    positive = random.random(20000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))
    assert platt(logits, positive) == pytest.approx((0.5, -1), abs=0.06)
