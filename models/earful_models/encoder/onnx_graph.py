"""The speech encoder as an ONNX graph, and that graph in onnxruntime's own int8."""

from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from earful_models.encoder.network import FRAMES_PER_STEP, VARIANCE_FLOOR, Block, EncoderSizes, SpeechEncoder, positions
from earful_models.onnx_graph import Graph, add_scores
from earful_models.onnx_layers import gelu, layer_norm, linear, mixed, weight_and_bias


def write_encoder(encoder: SpeechEncoder, scale: Tensor, bias: Tensor, most_frames: int, path: Path) -> None:
    """log_mel [1, frames, filters] -> score [1, labels]; scale and bias are the calibration's. `most_frames` is the
    longest input.
    """
    graph, sizes = Graph(), encoder.sizes
    x = graph.add("Transpose", "log_mel", perm=[0, 2, 1])
    x = gelu(graph, _convolution(graph, x, encoder.conv1, stride=1))
    x = gelu(graph, _convolution(graph, x, encoder.conv2, stride=FRAMES_PER_STEP))
    x = graph.add("Transpose", x, perm=[0, 2, 1])
    x = graph.add("Add", x, _positions(graph, x, most_frames, sizes.width))
    heard = ""
    for block in encoder.blocks:
        assert isinstance(block, Block)
        x = _block(graph, block, x, sizes)
        if block.exit_norm.weight.any() or block.exit_norm.bias.any():
            normed = layer_norm(graph, block.exit_norm, x)
            heard = graph.add("Add", heard, normed) if heard else normed
    features = gelu(graph, linear(graph, encoder.projection, heard))
    weights = graph.add("MatMul", features, graph.constant(encoder.query[:, None]))
    weights = graph.add("Transpose", graph.add("Softmax", weights, axis=1), perm=[0, 2, 1])
    mean = graph.add("MatMul", weights, features)
    difference = graph.add("Sub", features, mean)
    variance = graph.add("MatMul", weights, graph.add("Mul", difference, difference))
    deviation = graph.add("Sqrt", graph.add("Add", variance, graph.constant(VARIANCE_FLOOR)))
    pooled = graph.add("Squeeze", graph.add("Concat", mean, deviation, axis=2), graph.constant([1]))
    logits = linear(graph, encoder.output, pooled)
    add_scores(graph, logits, scale, bias)
    graph.save(path, {"log_mel": [1, "frames", sizes.filters]}, {"score": [1, sizes.labels]})


def quantise(path: Path, int8_path: Path) -> None:
    """The graph with onnxruntime's dynamic int8: weights with a scale for each output, as the model file's."""
    quantize_dynamic(path, int8_path, per_channel=True, weight_type=QuantType.QInt8)


def _block(graph: Graph, block: Block, x: str, sizes: EncoderSizes) -> str:
    normed = layer_norm(graph, block.attention_norm, x)
    heard = mixed(graph, block.query_key_value, normed, sizes.width, sizes.heads)
    x = graph.add("Add", x, linear(graph, block.attended, heard))
    hidden = gelu(graph, linear(graph, block.fc1, layer_norm(graph, block.mlp_norm, x)))
    return graph.add("Add", x, linear(graph, block.fc2, hidden))


def _convolution(graph: Graph, x: str, layer: nn.Module, stride: int) -> str:
    """x [1, channels, frames], of kernel 3."""
    weight, bias = weight_and_bias(layer)
    weight = weight.unflatten(1, (3, -1)).transpose(1, 2)  # [out, 3 * in] as [out, in, 3]
    return graph.add("Conv", x, graph.constant(weight), graph.constant(bias), pads=[1, 1], strides=[stride])


def _positions(graph: Graph, x: str, most_frames: int, width: int) -> str:
    """Of the steps of x [1, steps, width]."""
    steps = graph.add("Slice", graph.add("Shape", x), *(graph.constant([at]) for at in (1, 2, 0)))
    every = positions((most_frames + 1) // FRAMES_PER_STEP, width)
    return graph.add("Slice", graph.constant(every), graph.constant([0]), steps, graph.constant([0]))
