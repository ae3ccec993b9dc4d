"""What onnxruntime computes from the graphs is what torch computes from the model file."""

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from earful_models.features import WHISPER, FeatureConfig, LogMel
from earful_models.model_file import load_model
from earful_models.network import POOLINGS
from earful_models.onnx_export import write_onnx
from earful_models.onnx_graph import write_log_mel

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
NOISE = torch.randn(40000, generator=torch.Generator().manual_seed(5)) / 10


@pytest.mark.parametrize("transform", ["stft", "convolution"])
@pytest.mark.parametrize("pooling", POOLINGS)
def test_the_graphs_together_score_like_the_model(tmp_path: Path, pooling: str, transform: str) -> None:
    path = VECTORS / f"model_{pooling}.safetensors"
    write_onnx(path, tmp_path)
    names = (f"logmel-{transform}.onnx", "cnn.onnx")
    front_end, network = (onnxruntime.InferenceSession(tmp_path / name) for name in names)
    model = load_model(path)
    for length in (1600, 16000, 37013):
        samples = NOISE[:length]
        (log_mel,) = front_end.run(None, {"samples": samples.numpy()})
        assert np.abs(log_mel - LogMel(model.features)(samples).numpy()).max() < 1e-4
        (scores,) = network.run(None, {"log_mel": log_mel[None]})
        assert list(scores[0]) == pytest.approx(list(model.score(samples).values()), abs=1e-4)


def test_refuses_a_front_end_that_the_graph_cannot_express(tmp_path: Path) -> None:
    for features in (WHISPER, FeatureConfig(spectrum="magnitude")):
        with pytest.raises(ValueError, match="only uncentred"):
            write_log_mel(features, tmp_path / "logmel.onnx", "stft")
