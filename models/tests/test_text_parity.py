"""Whether a text model may be released: the real runtimes, on small models and on such that were tampered with."""

import shutil
from pathlib import Path

import pytest

pytest.importorskip("tokenizers", reason="models/setup label has not run")

from text_models import write_text_corpus

from earful_models.runtimes import ENCODER_LIMIT, REPOSITORY, ParityError
from earful_models.text_encoder import export as exporter
from earful_models.text_encoder import parity
from earful_models.text_encoder.examples import english_rows, text_examples
from earful_models.text_encoder.model_file import TextModel, load_text_model
from earful_models.text_encoder.parity import check_text_parity, parity_texts
from earful_models.text_encoder.vectors import TEXTS

VECTORS = REPOSITORY / "tests" / "vectors"
FLOAT32, INT8 = VECTORS / "model_text.safetensors", VECTORS / "model_text_int8.safetensors"
SAID = [*TEXTS, " ".join(TEXTS)]

needs_runtimes = pytest.mark.skipif(
    shutil.which("cmake") is None or shutil.which("npm") is None, reason="no cmake or npm"
)


@needs_runtimes
def test_a_text_model_scores_the_same_in_every_runtime() -> None:
    assert check_text_parity(FLOAT32, SAID) < 1e-5


@needs_runtimes
def test_an_int8_text_model_scores_the_same_but_for_what_rounding_does() -> None:
    assert 0 < check_text_parity(INT8, SAID) < ENCODER_LIMIT


@needs_runtimes
@pytest.mark.parametrize(
    ("path", "bias", "refused"),
    [
        (FLOAT32, "shared.bias", r"native scores first of text 0 0\.\d+ and PyTorch 0\.\d+: .* 0\.001"),
        (INT8, "embedding_norm.bias", r"native scores \w+ of text \d+ 0\.\d+ and PyTorch 0\.\d+: .* 0\.0\d+"),
    ],
)
def test_a_runtime_that_reads_another_way_is_refused_by_the_texts_number(
    monkeypatch: pytest.MonkeyPatch, path: Path, bias: str, refused: str
) -> None:
    monkeypatch.setattr(parity, "load_text_model", lambda path: _doctored(path, bias))
    with pytest.raises(ParityError, match=refused):
        check_text_parity(path, SAID)


@needs_runtimes
def test_a_model_of_another_kind_is_refused_with_the_runtimes_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parity, "load_text_model", lambda _: load_text_model(FLOAT32))
    with pytest.raises(ParityError, match=r"native did not score text 0: exit status 2: .* hears speech"):
        check_text_parity(VECTORS / "model_average.safetensors", SAID)


def test_a_text_model_that_fails_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []

    def make(_run: Path, _corpora: Path, _table: Path, path: Path) -> None:
        path.with_suffix(".float32").touch()
        path.touch()

    def refuse(path: Path, _texts: list[str]) -> float:
        checked.append(path.name)
        if path.suffix == ".unchecked":
            raise ParityError(f"{path.name} differs")
        return 0.0

    monkeypatch.setattr(exporter, "make_text_model", make)
    monkeypatch.setattr(exporter, "check_text_parity", refuse)
    with pytest.raises(ParityError, match=r"small\.unchecked differs"):
        exporter.export_text(tmp_path, tmp_path, write_text_corpus(tmp_path), tmp_path / "small.safetensors")
    assert checked == ["small.float32", "small.unchecked"]
    assert not (tmp_path / "small.safetensors").exists()


def test_texts_are_compared_of_every_length_and_script_disguised_and_joined(tmp_path: Path) -> None:
    table = write_text_corpus(tmp_path)
    chosen = parity_texts(tmp_path, table)
    assert set(TEXTS) < set(chosen)
    assert max(len(text.split()) for text in chosen) > 100
    rest = [text for text in chosen if text not in TEXTS]
    assert any("ｇ" in text for text in rest)
    validation = text_examples(tmp_path, english_rows(table), "val").texts
    lengths = [len(text) for text in validation]
    assert {min(lengths), max(lengths)} <= {len(text) for text in set(validation) & set(chosen)}


def _doctored(path: Path, bias: str) -> TextModel:
    """The model with one bias moved."""
    model = load_text_model(path)
    state = model.network.state_dict()
    state[bias][0] += 0.5
    model.network.load_state_dict(state)
    return model
