"""What onnxruntime computes from an encoder's graphs is what torch computes."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from onnxruntime import InferenceSession

from earful_models.features import LogMel
from earful_models.model_file import load_model
from earful_models.onnx_export import write_onnx

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
NOISE = torch.randn(240000, generator=torch.Generator().manual_seed(5)) / 10


def sessions(folder: Path, name: str) -> tuple[InferenceSession, InferenceSession]:
    write_onnx(VECTORS / f"{name}.safetensors", folder)
    float32, int8 = (onnxruntime.InferenceSession(folder / f"encoder{kind}.onnx") for kind in ("", "-int8"))
    return float32, int8


@pytest.mark.parametrize("length", [1600, 37013, 240000])
def test_the_graph_scores_like_the_model(tmp_path: Path, length: int) -> None:
    session, _ = sessions(tmp_path, "model_encoder")
    model = load_model(VECTORS / "model_encoder.safetensors")
    log_mel = LogMel(model.features)(NOISE[:length]).numpy()
    (scores,) = session.run(None, {"log_mel": log_mel[None]})
    assert list(scores[0]) == pytest.approx(list(model.score(NOISE[:length]).values()), abs=1e-3)


@pytest.mark.parametrize("name", ["model_encoder", "model_encoder_int8"])
def test_the_graph_in_int8_scores_about_like_the_model_and_multiplies_whole_numbers(tmp_path: Path, name: str) -> None:
    float32, int8 = sessions(tmp_path, name)
    model = load_model(VECTORS / f"{name}.safetensors")
    log_mel = {"log_mel": LogMel(model.features)(NOISE[:37013]).numpy()[None]}
    (expected,), (scores,) = float32.run(None, log_mel), int8.run(None, log_mel)
    assert np.abs(expected - scores).max() < 0.05
    assert not np.array_equal(expected, scores)
    assert list(expected[0]) == pytest.approx(list(model.score(NOISE[:37013]).values()), abs=0.03)
