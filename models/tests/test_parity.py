"""Whether a model may be released: the real runtimes, on the released model and on one that was tampered with."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from earful_models import export as exporter
from earful_models.corpus import Clip
from earful_models.parity import check_parity, parity_clips
from earful_models.runtimes import LIMIT, REPOSITORY, ParityError

RELEASED = REPOSITORY / "models" / "release" / "cnn.safetensors"

INT8 = REPOSITORY / "tests" / "vectors" / "model_encoder_int8.safetensors"

pytestmark = pytest.mark.skipif(shutil.which("cmake") is None or shutil.which("npm") is None, reason="no cmake or npm")


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    """A second and a sentence of speech, and the sentence over and over for longer than a window."""
    vectors = load_file(REPOSITORY / "tests" / "vectors" / "clips.safetensors")
    samples = {name: np.clip(np.round(vectors[name] * 32768), -32768, 32767) for name in ("second", "sentence")}
    samples["long"] = np.tile(samples["sentence"], 17 * 16000 // len(samples["sentence"]) + 1)
    return [Clip({"path": name}, values.astype(np.int16)) for name, values in samples.items()]


def test_the_released_model_scores_the_same_in_every_runtime(clips: list[Clip]) -> None:
    assert check_parity(RELEASED, clips) <= LIMIT


def test_an_int8_encoder_scores_the_same_but_for_what_rounding_does(clips: list[Clip]) -> None:
    assert 0 < check_parity(INT8, clips) < 1e-3


@pytest.mark.parametrize(
    ("path", "bias", "refused"),
    [
        (RELEASED, "convs.0.conv.bias", r"native scores toxic of second 0\.\d+ and PyTorch 0\.\d+: .* 0\.0001"),
        (INT8, "conv1.bias", r"native scores \w+ of second 0\.\d+ and PyTorch 0\.\d+: .* 0\.00\d+"),
    ],
)
def test_a_runtime_that_scores_another_way_is_refused_by_name(
    clips: list[Clip], monkeypatch: pytest.MonkeyPatch, path: Path, bias: str, refused: str
) -> None:
    from earful_models import parity

    monkeypatch.setattr(parity, "load_model", lambda path: _doctored(path, bias))
    with pytest.raises(ParityError, match=refused):
        check_parity(path, clips)


def test_a_model_that_fails_is_not_released(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(_run: Path, _corpus: Path, _cache: Path, path: Path) -> None:
        path.write_bytes(RELEASED.read_bytes())

    def refuse(path: Path, _clips: list[Clip]) -> float:
        raise ParityError(f"{path.name} differs")

    (tmp_path / "config.toml").touch()
    monkeypatch.setattr(exporter, "make_model", make)
    monkeypatch.setattr(exporter, "check_parity", refuse)
    with pytest.raises(ParityError, match=r"tones\.unchecked differs"):
        exporter.export(tmp_path, corpus, tmp_path / "corpus", tmp_path / "tones.safetensors")
    assert not (tmp_path / "tones.safetensors").exists()


def test_clips_are_compared_of_every_length_synthesised_and_real(corpus: Path, tmp_path: Path) -> None:
    chosen = parity_clips(corpus, tmp_path)
    paths = [clip.row["path"] for clip in chosen]
    assert len(set(paths)) == len(paths)
    assert {path.split("/")[0] for path in paths} == {"audio", "intents", "emogator"}


def _doctored(path: Path, bias: str):  # type: ignore[no-untyped-def]
    """The model with one bias of its first layer moved."""
    from earful_models.model_file import load_model

    model = load_model(path)
    state = model.network.state_dict()
    state[bias][0] += 0.5
    model.network.load_state_dict(state)
    return model
