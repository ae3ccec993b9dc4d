"""From a trained run to a model file and its figures, on the small corpus."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from earful_models.corpus import load_spoken
from earful_models.evaluate import clip_scores, evaluate
from earful_models.export import export
from earful_models.model_file import load_model, self_test_input
from earful_models.train import train

CONFIG = """
name = "tones"
[network]
channels = 4
attention_size = 8
hidden = 16
[training]
optimiser = "adamw"
rate = 0.01
batch_size = 8
epochs = 25
batch_norm = true
"""


@pytest.fixture(scope="module")
def released(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    (folder / "tones.toml").write_text(CONFIG)
    train(folder / "tones.toml", corpus, folder / "runs")
    export(folder / "runs" / "tones", corpus, folder / "corpus", folder / "tones.safetensors")
    return folder


def test_the_file_scores_as_the_best_epoch_did(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    validation = load_spoken(corpus, released / "corpus", "val")
    scores, toxic = clip_scores(model, validation), np.array([clip.toxic for clip in validation])
    history = [json.loads(line) for line in (released / "runs" / "tones" / "history.jsonl").read_text().splitlines()]
    best = max(record["cv_auc"] for record in history)
    assert np.mean(scores[toxic][:, None] > scores[~toxic]) == pytest.approx(best, abs=0.03)


def test_operating_points_are_set_on_validation_negatives(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    validation = load_spoken(corpus, released / "corpus", "val")
    negatives = clip_scores(model, [clip for clip in validation if not clip.toxic])
    # Six negatives cannot measure 5 %, so every threshold lies just over the highest of them.
    for point in model.header["operating_points"].values():
        assert point["toxic"] == pytest.approx(negatives.max(), abs=2e-3)


def test_the_self_test_holds_for_who_reads_the_file(released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    samples = self_test_input(released / "tones.safetensors")
    assert model.score(samples) == pytest.approx(model.header["self_test"]["scores"], abs=1e-6)


def test_the_figures_cover_both_splits_the_recordings_and_noise(corpus: Path, released: Path) -> None:
    evaluate(released / "tones.safetensors", corpus, released / "corpus", released / "tones.json")
    figures = json.loads((released / "tones.json").read_text())
    assert figures["test"]["clips"] == 12
    value, low, high = figures["test"]["auc"]
    assert low <= value <= high
    assert figures["real"]["calls"]["all"]["clips"] == 4
    assert set(figures["nonspeech"]) == {"clips", "hours", "median", "strict", "balanced", "lenient"}


def test_evaluation_scores_a_clip_as_the_runtime_does(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    clips = load_spoken(corpus, released / "corpus", "test")
    alone = [model.score(torch.from_numpy(clip.samples.astype(np.float32) / 32768))["toxic"] for clip in clips]
    assert list(clip_scores(model, clips)) == pytest.approx(alone, abs=1e-5)
