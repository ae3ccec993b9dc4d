"""The text encoder as an ONNX graph, with the inputs and the output of a BERT that classifies."""

from pathlib import Path

from onnx import TensorProto
from torch import Tensor, nn

from earful_models.onnx_graph import Graph
from earful_models.onnx_layers import gelu, layer_norm, linear, mixed
from earful_models.teach.ehsor import CorrelationBlock
from earful_models.text_encoder.network import Block, TextEncoder

FAR = -1e9
"""What is added to the similarity with padding."""


def write_text_encoder(encoder: TextEncoder, scale: Tensor, bias: Tensor, path: Path) -> None:
    """input_ids and attention_mask [batch, tokens] -> logits [batch, labels], of which the sigmoid is the calibrated
    score; scale and bias are the calibration's.
    """
    graph, sizes = Graph(), encoder.sizes
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    bars = graph.add("Mul", graph.add("Sub", graph.constant(1.0), mask), graph.constant(FAR))
    bars = graph.add("Unsqueeze", bars, graph.constant([1, 2]))
    share = graph.add("Div", mask, graph.add("ReduceSum", mask, graph.constant([1])))
    share = graph.add("Unsqueeze", share, graph.constant([1]))  # [batch, 1, tokens]

    x = graph.add("Gather", graph.constant(encoder.word_embeddings), "input_ids")
    x = graph.add("Add", x, _positions(graph, encoder.positions))
    x = layer_norm(graph, encoder.embedding_norm, x)
    means = [graph.add("MatMul", share, x)]
    for block in encoder.blocks:
        assert isinstance(block, Block)
        x = _block(graph, block, x, sizes.width, bars)
        means.append(graph.add("MatMul", share, x))
    heard = graph.add("Squeeze", graph.add("Concat", *means, axis=2), graph.constant([1]))
    z = gelu(graph, linear(graph, encoder.shared, heard))
    logits = graph.add("Concat", linear(graph, encoder.sub_hate, z), linear(graph, encoder.emotion, z), axis=1)
    for correlation in encoder.correlation:
        assert isinstance(correlation, CorrelationBlock)
        context = graph.add("Elu", linear(graph, correlation.into, graph.add("Sigmoid", logits)))
        logits = graph.add("Add", logits, linear(graph, correlation.out, context))
    graph.add("Add", graph.add("Mul", logits, graph.constant(scale)), graph.constant(bias), name="logits")
    ids = ["batch", "tokens"]
    inputs = {"input_ids": ids, "attention_mask": ids}
    graph.save(path, inputs, {"logits": ["batch", sizes.labels]}, TensorProto.INT64)


def _positions(graph: Graph, positions: nn.Parameter) -> str:
    """Of the tokens of input_ids."""
    tokens = graph.add("Slice", graph.add("Shape", "input_ids"), *(graph.constant([at]) for at in (1, 2, 0)))
    return graph.add("Slice", graph.constant(positions), graph.constant([0]), tokens, graph.constant([0]))


def _block(graph: Graph, block: Block, x: str, width: int, bars: str) -> str:
    heard = mixed(graph, block.query_key_value, x, width, block.heads, bars)
    x = layer_norm(graph, block.attention_norm, graph.add("Add", x, linear(graph, block.attended, heard)))
    hidden = gelu(graph, linear(graph, block.fc1, x))
    return layer_norm(graph, block.mlp_norm, graph.add("Add", x, linear(graph, block.fc2, hidden)))
