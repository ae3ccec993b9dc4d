"""What the `onnx` command writes of a model file."""

from pathlib import Path

import torch
from torch import Tensor

from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.onnx_graph import quantise, write_encoder
from earful_models.model_file import ARCHITECTURES, Labelled, load_model, read_file
from earful_models.onnx_graph import write_log_mel, write_network
from earful_models.window import WINDOW


def write_onnx(model_path: Path, folder: Path) -> None:
    """Writes the network and the front end of the CNN: cnn.onnx (log_mel [1, frames, filters] -> score [1, labels]),
    logmel-stft.onnx and logmel-convolution.onnx (samples [n] -> log_mel [frames, filters]). Of a speech encoder it
    writes the network alone, with float32 weights and with int8 ones: encoder.onnx and encoder-int8.onnx. Of a text
    model it makes a folder for transformers.js; raises ModuleNotFoundError where `models/setup label` has not run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    header, _ = read_file(model_path)
    if header["architecture"]["type"] not in ARCHITECTURES:
        _write_text(model_path, folder)
        return
    model = load_model(model_path)
    scale, bias = _calibration(model)
    if isinstance(model.network, SpeechEncoder):
        most_frames = WINDOW // model.features.hop_length + 1
        write_encoder(model.network, scale, bias, most_frames, folder / "encoder.onnx")
        quantise(folder / "encoder.onnx", folder / "encoder-int8.onnx")
        return
    write_network(model.network, scale, bias, folder / "cnn.onnx")
    write_log_mel(model.features, folder / "logmel-stft.onnx", "stft")
    write_log_mel(model.features, folder / "logmel-convolution.onnx", "convolution")


def _write_text(model_path: Path, folder: Path) -> None:
    from earful_models.text_encoder.model_file import load_text_model
    from earful_models.text_encoder.transformers_folder import write_transformers_folder

    model = load_text_model(model_path)
    write_transformers_folder(model, *_calibration(model), folder)


def _calibration(model: Labelled) -> tuple[Tensor, Tensor]:
    """Scale and bias [labels] of the logits."""
    calibration = [model.header["calibration"][label] for label in model.labels]
    return torch.tensor([one["scale"] for one in calibration]), torch.tensor([one["bias"] for one in calibration])
