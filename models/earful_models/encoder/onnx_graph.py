"""The speech encoder as an ONNX graph, and that graph in onnxruntime's own int8."""

from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from earful_models.encoder.int8 import Int8Linear
from earful_models.encoder.network import FRAMES_PER_STEP, VARIANCE_FLOOR, Block, EncoderSizes, SpeechEncoder, positions
from earful_models.onnx_graph import Graph, add_scores


def write_encoder(encoder: SpeechEncoder, scale: Tensor, bias: Tensor, most_frames: int, path: Path) -> None:
    """log_mel [1, frames, filters] -> score [1, labels]; scale and bias are the calibration's. `most_frames` is the
    longest input.
    """
    graph, sizes = Graph(), encoder.sizes
    x = graph.add("Transpose", "log_mel", perm=[0, 2, 1])
    x = _gelu(graph, _convolution(graph, x, encoder.conv1, stride=1))
    x = _gelu(graph, _convolution(graph, x, encoder.conv2, stride=FRAMES_PER_STEP))
    x = graph.add("Transpose", x, perm=[0, 2, 1])
    x = graph.add("Add", x, _positions(graph, x, most_frames, sizes.width))
    heard = ""
    for block in encoder.blocks:
        assert isinstance(block, Block)
        x = _block(graph, block, x, sizes)
        if block.exit_norm.weight.any() or block.exit_norm.bias.any():
            normed = _norm(graph, block.exit_norm, x)
            heard = graph.add("Add", heard, normed) if heard else normed
    features = _gelu(graph, _linear(graph, encoder.projection, heard))
    weights = graph.add("MatMul", features, graph.constant(encoder.query[:, None]))
    weights = graph.add("Transpose", graph.add("Softmax", weights, axis=1), perm=[0, 2, 1])
    mean = graph.add("MatMul", weights, features)
    difference = graph.add("Sub", features, mean)
    variance = graph.add("MatMul", weights, graph.add("Mul", difference, difference))
    deviation = graph.add("Sqrt", graph.add("Add", variance, graph.constant(VARIANCE_FLOOR)))
    pooled = graph.add("Squeeze", graph.add("Concat", mean, deviation, axis=2), graph.constant([1]))
    logits = _linear(graph, encoder.output, pooled)
    add_scores(graph, logits, scale, bias)
    graph.save(path, {"log_mel": [1, "frames", sizes.filters]}, {"score": [1, sizes.labels]})


def quantise(path: Path, int8_path: Path) -> None:
    """The graph with onnxruntime's dynamic int8: weights with a scale for each output, as the model file's."""
    quantize_dynamic(path, int8_path, per_channel=True, weight_type=QuantType.QInt8)


def _block(graph: Graph, block: Block, x: str, sizes: EncoderSizes) -> str:
    head = sizes.width // sizes.heads
    parts = _linear(graph, block.query_key_value, _norm(graph, block.attention_norm, x))
    parts = graph.add("Reshape", parts, graph.constant([1, -1, 3, sizes.heads, head]))
    parts = graph.add("Transpose", parts, perm=[2, 0, 3, 1, 4])  # [3, 1, heads, steps, width / heads]
    first = graph.constant([0])
    slices = (graph.add("Slice", parts, graph.constant([i]), graph.constant([i + 1]), first) for i in range(3))
    query, key, value = (graph.add("Squeeze", part, first) for part in slices)
    query = graph.add("Mul", query, graph.constant(head**-0.5))
    similarities = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    mixed = graph.add("MatMul", graph.add("Softmax", similarities, axis=-1), value)
    mixed = graph.add("Reshape", graph.add("Transpose", mixed, perm=[0, 2, 1, 3]), graph.constant([1, -1, sizes.width]))
    x = graph.add("Add", x, _linear(graph, block.attended, mixed))
    hidden = _gelu(graph, _linear(graph, block.fc1, _norm(graph, block.mlp_norm, x)))
    return graph.add("Add", x, _linear(graph, block.fc2, hidden))


def _convolution(graph: Graph, x: str, layer: nn.Module, stride: int) -> str:
    """x [1, channels, frames], of kernel 3."""
    weight, bias = _weights(layer)
    weight = weight.unflatten(1, (3, -1)).transpose(1, 2)  # [out, 3 * in] as [out, in, 3]
    return graph.add("Conv", x, graph.constant(weight), graph.constant(bias), pads=[1, 1], strides=[stride])


def _positions(graph: Graph, x: str, most_frames: int, width: int) -> str:
    """Of the steps of x [1, steps, width]."""
    steps = graph.add("Slice", graph.add("Shape", x), *(graph.constant([at]) for at in (1, 2, 0)))
    every = positions((most_frames + 1) // FRAMES_PER_STEP, width)
    return graph.add("Slice", graph.constant(every), graph.constant([0]), steps, graph.constant([0]))


def _linear(graph: Graph, layer: nn.Module, x: str) -> str:
    weight, bias = _weights(layer)
    return graph.add("Add", graph.add("MatMul", x, graph.constant(weight.T)), graph.constant(bias))


def _weights(layer: nn.Module) -> tuple[Tensor, Tensor]:
    """Weight [out, in] and bias of a fully connected layer, whatever type its weights have."""
    assert isinstance(layer, nn.Linear | Int8Linear)
    weight = layer.weight * layer.scale[:, None] if isinstance(layer, Int8Linear) else layer.weight
    return weight, layer.bias


def _norm(graph: Graph, norm: nn.LayerNorm, x: str) -> str:
    weight, bias = graph.constant(norm.weight), graph.constant(norm.bias)
    return graph.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=norm.eps)


def _gelu(graph: Graph, x: str) -> str:
    """In the form that onnxruntime makes one operator of."""
    error = graph.add("Erf", graph.add("Div", x, graph.constant(2**0.5)))
    return graph.add("Mul", graph.add("Mul", x, graph.add("Add", error, graph.constant(1.0))), graph.constant(0.5))
