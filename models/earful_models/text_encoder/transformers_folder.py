"""A text model as transformers.js loads it: a folder with a configuration, a tokeniser and graphs."""

import json
from pathlib import Path

from torch import Tensor

from earful_models.encoder.onnx_graph import quantise
from earful_models.text_encoder.model_file import TextModel
from earful_models.text_encoder.onnx_graph import write_text_encoder


def write_transformers_folder(model: TextModel, scale: Tensor, bias: Tensor, folder: Path) -> None:
    """config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx, and onnx/model_quantized.onnx, which is what
    transformers.js calls "q8". It reads a text as it stands, disguises and all, and no further than one stretch.
    """
    sizes = model.network.sizes
    _write(folder / "config.json", {
        "model_type": "bert",
        "architectures": ["BertForSequenceClassification"],
        "problem_type": "multi_label_classification",
        "id2label": dict(enumerate(model.labels)),
        "label2id": {label: i for i, label in enumerate(model.labels)},
        "vocab_size": sizes.vocabulary,
        "hidden_size": sizes.width,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.hidden,
        "max_position_embeddings": sizes.most_tokens,
    })  # fmt: skip
    model.tokeniser.save(folder / "tokenizer.json")
    _write(folder / "tokenizer_config.json", {
        "tokenizer_class": "BertTokenizer",
        "model_max_length": sizes.most_tokens,
        "pad_token": "[PAD]",
    })  # fmt: skip
    graphs = folder / "onnx"
    graphs.mkdir(exist_ok=True)
    write_text_encoder(model.network, scale, bias, graphs / "model.onnx")
    quantise(graphs / "model.onnx", graphs / "model_quantized.onnx")


def _write(path: Path, value: dict[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")
