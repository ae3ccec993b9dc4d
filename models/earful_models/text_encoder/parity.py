"""Whether a text model's file scores the same in PyTorch, in the native core and in WebAssembly."""

import dataclasses
import tempfile
from pathlib import Path

from earful_models.parity import spread
from earful_models.runtimes import ENCODER_LIMIT, REPOSITORY, Scores, build_runtimes, difference, expected_of
from earful_models.text_encoder.examples import english_rows, text_examples
from earful_models.text_encoder.model_file import TextModel, load_text_model
from earful_models.text_encoder.scores import scores_of
from earful_models.text_encoder.vectors import TEXTS
from earful_models.text_evaluation.disguises import DISGUISES, disguised

COUNT = 200
OF_A_DISGUISE, LONG = 5, 10
JOINED = 30
"""Texts of three words or more that become a long one: of more than one stretch, which has 126 pieces."""


def check_text_parity(path: Path, texts: list[str]) -> float:
    """As `check_parity`, of texts. Messages give a text by its number, from 0 on."""
    model = load_text_model(path)
    expected = expected_of(
        model.network, lambda network: _scores(dataclasses.replace(model, network=network), texts), ENCODER_LIMIT
    )
    native = [*build_runtimes("earful_text_scores"), str(path.resolve())]
    wasm = ["node", str(REPOSITORY / "tests" / "parity" / "text.js"), str(path.resolve())]
    names = [f"text {i}" for i in range(len(texts))]
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"{i}.txt" for i in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text.encode())
        return max(
            difference("native", native, files, names, expected),
            difference("WebAssembly", wasm, files, names, expected),
        )


def parity_texts(corpora: Path, table: Path) -> list[str]:
    """200 texts: those of the parity vectors, of many scripts; validation texts of every length, some of them in each
    disguise, and some joined to long ones. table: of `texts`.
    """
    validation = sorted(text_examples(corpora, english_rows(table), "val").texts, key=len)
    chosen = list(TEXTS)
    for i, name in enumerate(DISGUISES):
        chosen += disguised(spread(validation[i:], OF_A_DISGUISE), name)
    chosen += [" ".join(spread(validation[i:], JOINED)) for i in range(LONG)]
    return chosen + spread(validation, COUNT - len(chosen))


def _scores(model: TextModel, texts: list[str]) -> Scores:
    return [dict(zip(model.labels, scores, strict=True)) for scores in scores_of(model, texts).tolist()]
