"""The model file of a trained speech encoder."""

import re
from pathlib import Path

import pytest
import torch

from earful_models.corpus import TOXIC_LABELS, load_spoken
from earful_models.encoder import export as encoder_export
from earful_models.encoder.export import FILE_LABELS, START, logits_of, make_encoder, turn_no_violation
from earful_models.encoder.network import EncoderSizes, SpeechEncoder
from earful_models.encoder.untrained import randomise_head, save_untrained
from earful_models.features import ENCODER
from earful_models.model_file import load_model, read_file, write_file
from earful_models.recalibrate import make_recalibrated
from earful_models.run_folder import open_run


def small() -> SpeechEncoder:
    torch.manual_seed(3)
    encoder = SpeechEncoder(EncoderSizes(2, 16, heads=2, hidden=24, projection=8))
    randomise_head(encoder, 3)
    return encoder.eval()


def a_run(folder: Path, recipe: str) -> Path:
    """The folder of a run that has ended, of the recipe "small" and more of it."""
    (folder / "small.toml").write_text(f'name = "small"\n{recipe}')
    run = folder / "run"
    open_run(run, folder / "small.toml", {"train": []})
    (run / "history.jsonl").write_text('{"epoch": 1, "map": 0.5, "seconds": 9}\n')
    torch.save(small().state_dict(), run / "best.pt")
    return run


def test_toxic_is_what_no_violation_leaves_to_one(corpus: Path, tmp_path: Path) -> None:
    clips, encoder = load_spoken(corpus, tmp_path / "corpus", "val")[:3], small()
    clean = 1 / (1 + torch.from_numpy(-logits_of(encoder, clips, "before")[:, 5]).exp())
    turn_no_violation(encoder)
    toxic = 1 / (1 + torch.from_numpy(-logits_of(encoder, clips, "after")[:, 5]).exp())
    torch.testing.assert_close(toxic, 1 - clean)


def test_a_run_becomes_an_int8_file_with_thresholds_for_every_label(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_export, "pretrained_encoder", lambda *_: small())
    path = tmp_path / "encoder.safetensors"
    run = a_run(tmp_path, 'languages = ["en", "de"]\n')  # the corpus has no German
    make_encoder(run, corpus, tmp_path / "corpus", path)
    model = load_model(path)
    assert model.labels == [*TOXIC_LABELS, "toxic"] == list(FILE_LABELS)
    assert all(set(point) == set(FILE_LABELS) for point in model.header["operating_points"].values())
    assert model.header["languages"] == ["en"]
    assert "seed 1, epoch 1 of 1" in model.header["training"]
    assert re.search(r"commit [0-9a-f]{40}.*, train sha256 [0-9a-f]{64}", model.header["training"])

    wrong = {"calibration": {label: {"scale": -3.0, "bias": 9.0} for label in FILE_LABELS}, "operating_points": {}}
    write_file(path, read_file(path)[1], model.header | wrong)
    make_recalibrated(path, corpus, tmp_path / "corpus", path)
    mended = load_model(path)
    for part in ("calibration", "operating_points", "self_test"):
        assert mended.header[part] == model.header[part]
    assert re.search(r"Trained at commit .*, train sha256 .* Calibrated anew on \d+ val", mended.header["training"])


def test_a_file_tells_of_the_one_that_its_training_began_with(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_export, "pretrained_encoder", lambda *_: small())
    run, path = a_run(tmp_path, 'start = "gone.safetensors"\n'), tmp_path / "encoder.safetensors"
    save_untrained(run / START, small(), ENCODER, torch.zeros(16000), torch.int8)
    make_encoder(run, corpus, tmp_path / "corpus", path)
    training = load_model(path).header["training"]
    assert "on and the head, trained further on" in training
    assert training.endswith("It began as untrained 0.1.0, of which its file says: none: a random head, for tests")
