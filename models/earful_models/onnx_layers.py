"""The layers that the speech and the text encoder share, as ONNX."""

from torch import Tensor, nn

from earful_models.encoder.int8 import Int8Linear
from earful_models.onnx_graph import Graph


def linear(graph: Graph, layer: nn.Module, x: str) -> str:
    weight, bias = weight_and_bias(layer)
    return graph.add("Add", graph.add("MatMul", x, graph.constant(weight.T)), graph.constant(bias))


def weight_and_bias(layer: nn.Module) -> tuple[Tensor, Tensor]:
    """Weight [out, in] and bias of a fully connected layer, whatever type its weights have."""
    assert isinstance(layer, nn.Linear | Int8Linear)
    weight = layer.weight * layer.scale[:, None] if isinstance(layer, Int8Linear) else layer.weight
    return weight, layer.bias


def layer_norm(graph: Graph, norm: nn.LayerNorm, x: str) -> str:
    weight, bias = graph.constant(norm.weight), graph.constant(norm.bias)
    return graph.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=norm.eps)


def gelu(graph: Graph, x: str) -> str:
    """In the form that onnxruntime makes one operator of."""
    error = graph.add("Erf", graph.add("Div", x, graph.constant(2**0.5)))
    return graph.add("Mul", graph.add("Mul", x, graph.add("Add", error, graph.constant(1.0))), graph.constant(0.5))


def mixed(graph: Graph, query_key_value: nn.Module, x: str, width: int, heads: int, mask: str = "") -> str:
    """What multi-head self-attention mixes of x [batch, steps, width], before its last layer. `mask` is added to the
    similarities [batch, heads, steps, steps].
    """
    head = width // heads
    parts = graph.add("Reshape", linear(graph, query_key_value, x), graph.constant([0, 0, 3, heads, head]))
    parts = graph.add("Transpose", parts, perm=[2, 0, 3, 1, 4])  # [3, batch, heads, steps, width / heads]
    first = graph.constant([0])
    slices = (graph.add("Slice", parts, graph.constant([i]), graph.constant([i + 1]), first) for i in range(3))
    query, key, value = (graph.add("Squeeze", part, first) for part in slices)
    query = graph.add("Mul", query, graph.constant(head**-0.5))
    similarities = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    if mask:
        similarities = graph.add("Add", similarities, mask)
    values = graph.add("MatMul", graph.add("Softmax", similarities, axis=-1), value)
    return graph.add("Reshape", graph.add("Transpose", values, perm=[0, 2, 1, 3]), graph.constant([0, 0, width]))
