"""What other runtimes read and compute from a text model's folder is what torch computes."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnxruntime import InferenceSession
from tokenizers import Tokenizer

from earful_models.onnx_export import write_onnx
from earful_models.text_encoder.model_file import load_text_model

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
TEXTS = ("goose", "You silly goose, stop that!", "What a LOVELY day it is, isn't it? Yes! [SEP] ¿Qué fine")


def scores(folder: Path, graph: str, texts: tuple[str, ...]) -> NDArray[np.float32]:
    """[texts, labels], of all texts in one batch."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_padding()
    read = tokenizer.encode_batch(list(texts))
    inputs = {"input_ids": [x.ids for x in read], "attention_mask": [x.attention_mask for x in read]}
    session = InferenceSession(folder / "onnx" / graph)
    (logits,) = session.run(None, {name: np.array(value) for name, value in inputs.items()})
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def test_the_folder_reads_and_scores_like_the_model_alone_and_in_a_batch(tmp_path: Path) -> None:
    model = load_text_model(VECTORS / "model_text.safetensors")
    write_onnx(VECTORS / "model_text.safetensors", tmp_path)
    expected = np.array([list(model.score(text).values()) for text in TEXTS])
    assert scores(tmp_path, "model.onnx", TEXTS) == pytest.approx(expected, abs=1e-4)
    for text, of_text in zip(TEXTS, expected, strict=True):
        assert scores(tmp_path, "model.onnx", (text,))[0] == pytest.approx(of_text, abs=1e-4)


@pytest.mark.parametrize("name", ["model_text", "model_text_int8"])
def test_the_graph_in_int8_scores_about_like_the_model_and_multiplies_whole_numbers(tmp_path: Path, name: str) -> None:
    model = load_text_model(VECTORS / f"{name}.safetensors")
    write_onnx(VECTORS / f"{name}.safetensors", tmp_path)
    float32, int8 = (scores(tmp_path, f"{graph}.onnx", TEXTS) for graph in ("model", "model_quantized"))
    assert np.abs(float32 - int8).max() < 0.1  # one step for all inputs of a layer, and layers 12 wide
    assert not np.array_equal(float32, int8)
    assert float32 == pytest.approx(np.array([list(model.score(text).values()) for text in TEXTS]), abs=0.03)
