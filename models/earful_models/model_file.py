"""The model file: tensors in the runtime's layout, and all that is needed to run them in the metadata."""

import dataclasses
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from earful_models.encoder.network import EncoderSizes, SpeechEncoder
from earful_models.encoder.tensors import encoder_tensors, load_encoder
from earful_models.features import FeatureConfig, LogMel
from earful_models.network import Architecture, AttentiveCnn
from earful_models.whole import whole
from earful_models.window import windows

FORMAT = {"format": "earful-model", "format_version": "1"}
TOLERANCE = 1e-3
"""What half precision may change of a score, and what a self-test allows."""
INT8_TOLERANCE = 2e-2
"""What a self-test of int8 weights allows: an input that is rounded the other way, as another order of sums can do,
sets off others. It moves the scores of the released encoders' own test clips by 0.010 at most; of 200 clips, scores by
more (`parity`).
"""

Network = AttentiveCnn | SpeechEncoder
ARCHITECTURES = {"attentive_cnn": Architecture, "speech_encoder": EncoderSizes}
"""The sizes that a file states of each kind of network."""


@dataclass
class Labelled:
    """What the header says of a network's outputs. Its fields are those that the file format lists."""

    header: dict[str, Any]

    @property
    def labels(self) -> list[str]:
        """In the order of the network's outputs."""
        return list(self.header["labels"])

    def calibrated(self, label: str, logit: float) -> float:
        """The score that a logit of this label gives."""
        calibration = self.header["calibration"][label]
        return 1 / (1 + math.exp(-(calibration["scale"] * logit + calibration["bias"])))


@dataclass
class ModelFile(Labelled):
    """A network that hears, and its header."""

    network: Network
    features: FeatureConfig

    def score(self, samples: Tensor) -> dict[str, float]:
        """The score of each label for a clip [n]: its maximum over windows. Raises ValueError if too short."""
        scores = [self.score_window(window)[0] for window in windows(samples)]
        return dict(zip(self.labels, map(max, zip(*scores, strict=True)), strict=True))

    def score_window(self, samples: Tensor) -> tuple[list[float], Tensor]:
        """The score of each label and the attention [steps] for at most 15 s of samples [n]."""
        with torch.inference_mode():
            output = self.network(LogMel(self.features)(samples)[None])
        logits = output.logits[0].tolist()
        return [self.calibrated(label, x) for label, x in zip(self.labels, logits, strict=True)], output.weights[0]


def save_model(
    path: Path,
    network: Network,
    features: FeatureConfig,
    about: dict[str, Any],
    self_test: Tensor,
    dtype: torch.dtype = torch.float16,
) -> ModelFile:
    """Writes a model file and returns what a reader gets from it.

    about: name, version, labels, calibration, operating_points, languages, licence, training. self_test: a short clip
    [n]; the scores put beside it are those of the stored (rounded) weights and samples. dtype: of the tensors; int8 is
    for a speech encoder. Raises ValueError for weights that are not finite or labels that do not fit.
    """
    sizes = network.sizes if isinstance(network, SpeechEncoder) else network.architecture
    check_labels(about, sizes.labels)
    if isinstance(network, SpeechEncoder):
        tensors = encoder_tensors(network, dtype)
    else:
        tensors = {name: tensor.to(dtype) for name, tensor in network_tensors(network).items()}
    tensors = finite(tensors)
    tensors["self_test.input"] = self_test.to(torch.float16 if dtype == torch.int8 else dtype)
    header = {
        **about,
        "architecture": _architecture_header(sizes),
        "features": dataclasses.asdict(features),
    }
    rounded = load_network(tensors, sizes)
    model = ModelFile(header, rounded, features)
    header["self_test"] = expected(model.score(tensors["self_test.input"].float()), dtype)
    write_file(path, tensors, header)
    return model


def load_model(path: Path) -> ModelFile:
    """Raises ValueError if the file is not a model of this format and version."""
    header, tensors = read_file(path)
    stated = dict(header["architecture"])
    kind = ARCHITECTURES.get(stated.pop("type"))
    if kind is None:
        raise ValueError(f"{path} has a network of another kind: {header['architecture']['type']}")
    features = FeatureConfig(**header["features"])
    sizes = kind(filters=features.filters, labels=len(header["labels"]), **stated)
    return ModelFile(header, load_network(tensors, sizes), features)


def check_labels(about: dict[str, Any], outputs: int) -> None:
    """Raises ValueError for labels that are not those of the calibration, or not as many as the network's outputs."""
    if len(about["labels"]) != outputs or set(about["calibration"]) != set(about["labels"]):
        raise ValueError(f"labels {about['labels']} do not fit the network or its calibration")


def finite(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors as they can be written. Raises ValueError for values that are not finite in their type."""
    for name, tensor in tensors.items():
        if not tensor.isfinite().all():
            raise ValueError(f"tensor {name} has values that are not finite as {tensor.dtype}")
    return {name: tensor.contiguous() for name, tensor in tensors.items()}


def expected(scores: dict[str, float], dtype: torch.dtype) -> dict[str, Any]:
    """The header's self-test: what the input beside it scores, and how far off another runtime may be."""
    return {"tolerance": INT8_TOLERANCE if dtype == torch.int8 else TOLERANCE, "scores": scores}


def write_file(path: Path, tensors: dict[str, Tensor], header: dict[str, Any]) -> None:
    """Tensors and header as a file of this format and version."""
    with whole(path) as unfinished:
        save_file(tensors, unfinished, {**FORMAT, "earful": json.dumps(header)})
    path.chmod(0o644)  # safetensors lets nobody but its owner read it, a web server among others


def read_file(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """Header and tensors. Raises ValueError if the file is not a model of this format and version."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    if {key: metadata.get(key) for key in FORMAT} != FORMAT:
        raise ValueError(f"{path} is not an earful model of format version {FORMAT['format_version']}")
    return json.loads(metadata["earful"]), tensors


def self_test_input(path: Path) -> Tensor:
    """The samples that a model file carries for its self-test, as float32."""
    with safe_open(path, "pt") as file:
        return file.get_tensor("self_test.input").float()


def network_tensors(network: AttentiveCnn) -> dict[str, Tensor]:
    """The weights by the names and in the layout of the file, any batch norm folded into its convolution."""
    tensors = {}
    for i, conv in enumerate(network.convs, 1):
        weight, tensors[f"conv{i}.bias"] = conv.folded()  # type: ignore[operator]
        tensors[f"conv{i}.weight"] = weight.permute(0, 2, 3, 1)  # (out, in, time, frequency) -> (out, t, f, in)
    for name, parameter in network.attention.named_parameters():
        tensors["attention." + name.replace("query_vector", "query")] = parameter.detach()
    for name in ("fc1", "fc2", "output"):
        layer = getattr(network, name)
        tensors[f"{name}.weight"], tensors[f"{name}.bias"] = layer.weight.detach(), layer.bias.detach()
    return tensors


def load_network(tensors: dict[str, Tensor], sizes: Architecture | EncoderSizes) -> Network:
    """The network of a file's tensors. Raises RuntimeError, from torch, for missing tensors or wrong shapes."""
    tensors = {name: tensor for name, tensor in tensors.items() if name != "self_test.input"}
    return load_encoder(tensors, sizes) if isinstance(sizes, EncoderSizes) else load_cnn(tensors, sizes)


def load_cnn(tensors: dict[str, Tensor], architecture: Architecture) -> AttentiveCnn:
    """The inverse of network_tensors."""
    state = {}
    for name, tensor in tensors.items():
        if name.startswith("conv"):
            layer, kind = name.split(".")
            name = f"convs.{int(layer.removeprefix('conv')) - 1}.conv.{kind}"
            tensor = tensor.permute(0, 3, 1, 2) if kind == "weight" else tensor
        state["attention.query_vector" if name == "attention.query" else name] = tensor.float()
    network = AttentiveCnn(architecture)
    network.load_state_dict(state)
    return network.eval()


def _architecture_header(sizes: Architecture | EncoderSizes) -> dict[str, Any]:
    stated = dataclasses.asdict(sizes)
    del stated["filters"], stated["labels"]  # told by the features and the labels
    return {"type": next(name for name, kind in ARCHITECTURES.items() if kind is type(sizes)), **stated}
