"""The front end and the CNN as ONNX graphs: what the benchmark gives to other runtimes."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from earful_models.features import FeatureConfig, mel_filters
from earful_models.network import AttentiveCnn

OPSET = 17


class Graph:
    """An ONNX graph being written, node after node. Names of values are made up where they do not matter."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, operator: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Adds a node and returns its first output."""
        output = name or f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, value: NDArray[Any] | Tensor | list[int] | float) -> str:
        """Adds a weight; a float becomes a float32 scalar, a list int64."""
        if isinstance(value, Tensor):
            array: NDArray[Any] = value.detach().numpy()
        else:
            array = np.asarray(value, np.float32 if isinstance(value, float) else None)
        name = f"weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def save(
        self,
        path: Path,
        inputs: dict[str, list[Any]],
        outputs: dict[str, list[Any]],
        input_type: int = TensorProto.FLOAT,
    ) -> None:
        """Writes the graph; a dimension that is a string may be anything."""
        values = _values(inputs, input_type), _values(outputs, TensorProto.FLOAT)
        graph = helper.make_graph(self.nodes, path.stem, *values, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def _values(shapes: dict[str, list[Any]], of: int) -> list[onnx.ValueInfoProto]:
    return [helper.make_tensor_value_info(name, of, shape) for name, shape in shapes.items()]


def write_network(network: AttentiveCnn, scale: Tensor, bias: Tensor, path: Path) -> None:
    """log_mel [1, frames, filters] -> score [1, labels]; scale and bias are the calibration's."""
    graph, sizes = Graph(), network.architecture
    x = graph.add("Unsqueeze", "log_mel", graph.constant([1]))
    edge = sizes.kernel // 2
    for i, conv in enumerate(network.convs):
        weights = map(graph.constant, conv.folded())  # type: ignore[operator]
        x = graph.add("Conv", x, *weights, pads=[edge] * 4)
        x = graph.add("Relu", x)
        if i < sizes.conv_layers - 1:
            x = graph.add("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = graph.add("Transpose", x, perm=[0, 2, 3, 1])
    x = graph.add("Reshape", x, graph.constant([1, -1, sizes.feature_size]))
    x = _pool(graph, network, x)
    for layer in (network.fc1, network.fc2):
        x = graph.add("Relu", graph.add("Gemm", x, *_linear(graph, layer), transB=1))
    x = graph.add("Gemm", x, *_linear(graph, network.output), transB=1)
    add_scores(graph, x, scale, bias)
    graph.save(path, {"log_mel": [1, "frames", sizes.filters]}, {"score": [1, sizes.labels]})


def add_scores(graph: Graph, logits: str, scale: Tensor, bias: Tensor) -> None:
    """The output: calibrated probabilities."""
    scaled = graph.add("Mul", logits, graph.constant(scale))
    graph.add("Sigmoid", graph.add("Add", scaled, graph.constant(bias)), name="score")


def _linear(graph: Graph, layer: torch.nn.Linear) -> tuple[str, str]:
    return graph.constant(layer.weight), graph.constant(layer.bias)


def _pool(graph: Graph, network: AttentiveCnn, x: str) -> str:
    """x [1, steps, X] to [1, X or A]."""
    attention = network.attention
    if attention.pooling == "average":
        return graph.add("ReduceMean", x, axes=[1], keepdims=0)
    keys, values = (graph.add("MatMul", x, graph.constant(w.weight.T)) for w in (attention.key, attention.value))
    if attention.pooling == "learnable_query":
        query = graph.constant(attention.query_vector[None, None])
    else:
        query = graph.add("MatMul", x, graph.constant(attention.query.weight.T))
    scores = graph.add("MatMul", query, graph.add("Transpose", keys, perm=[0, 2, 1]))
    alpha = graph.add("Softmax", graph.add("Mul", scores, graph.constant(float(attention.scale))), axis=-1)
    return graph.add("ReduceMean", graph.add("MatMul", alpha, values), axes=[1], keepdims=0)


def write_log_mel(features: FeatureConfig, path: Path, transform: Literal["stft", "convolution"]) -> None:
    """The uncentred front end, its Fourier transform by ONNX's own operator or by a convolution with the windowed
    cosine and sine of every bin: which one is faster depends on the runtime and the machine.
    """
    if features.centre or features.spectrum != "power" or features.normalisation == "whisper":
        raise ValueError("only uncentred features of the power spectrum can be written as ONNX")
    graph = Graph()
    energies = (_stft if transform == "stft" else _convolution)(graph, features)
    x = graph.add("Log", graph.add("Max", energies, graph.constant(float(features.floor))))
    if features.log == "log10":
        x = graph.add("Mul", x, graph.constant(float(1 / np.log(10))))
    if features.normalisation == "mean":
        x = graph.add("Sub", x, graph.add("ReduceMean", x, axes=[1], keepdims=1))
    graph.add("Squeeze", x, graph.constant([0]), name="log_mel")
    graph.save(path, {"samples": ["samples"]}, {"log_mel": ["frames", features.filters]})


def _window(features: FeatureConfig) -> NDArray[Any]:
    return np.hanning(features.frame_length + 1)[:-1]


def _stft(graph: Graph, features: FeatureConfig) -> str:
    """Mel energies [1, frames, filters]. The operator's frame is as long as its transform: the window ends in zeros."""
    spare = features.fft_size - features.frame_length
    window = np.pad(_window(features), (0, spare)).astype(np.float32)
    x = graph.add("Unsqueeze", graph.add("Pad", "samples", graph.constant([0, spare])), graph.constant([0]))
    hop, size = (graph.constant(np.array(length, np.int64)) for length in (features.hop_length, features.fft_size))
    x = graph.add("STFT", x, hop, graph.constant(window), size, onesided=1)
    x = graph.add("ReduceSum", graph.add("Mul", x, x), graph.constant([3]), keepdims=0)
    return graph.add("MatMul", x, graph.constant(mel_filters(features).T))


def _convolution(graph: Graph, features: FeatureConfig) -> str:
    """Mel energies [1, frames, filters]."""
    time, bins = np.arange(features.frame_length), np.arange(features.fft_size // 2 + 1)
    angle = 2 * np.pi * bins[:, None] * time / features.fft_size
    waves = np.concatenate([np.cos(angle), np.sin(angle)]) * _window(features)
    x = graph.add("Unsqueeze", "samples", graph.constant([0, 1]))
    x = graph.add("Conv", x, graph.constant(waves[:, None].astype(np.float32)), strides=[features.hop_length])
    filters = mel_filters(features)
    # The filters, side by side twice, add the squares of sine and cosine as well.
    x = graph.add("MatMul", graph.constant(torch.cat([filters, filters], 1)), graph.add("Mul", x, x))
    return graph.add("Transpose", x, perm=[0, 2, 1])
