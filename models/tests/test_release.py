"""From a trained run to a model file and its figures, on the small corpus."""

import json
from pathlib import Path

import numpy as np
import pytest

from earful_models.corpus import load_spoken
from earful_models.evaluation.operating_points import clean_validation
from earful_models.evaluation.scorer import ModelScorer
from earful_models.export import make_model
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
    make_model(folder / "runs" / "tones", corpus, folder / "corpus", folder / "tones.safetensors")
    return folder


def test_the_file_scores_as_the_best_epoch_did(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    validation = load_spoken(corpus, released / "corpus", "val")
    scores, toxic = (
        ModelScorer(model).score(validation, "validation").toxic,
        np.array([clip.toxic for clip in validation]),
    )
    history = [json.loads(line) for line in (released / "runs" / "tones" / "history.jsonl").read_text().splitlines()]
    best = max(record["cv_auc"] for record in history)
    assert np.mean(scores[toxic][:, None] > scores[~toxic]) == pytest.approx(best, abs=0.03)


def test_operating_points_are_set_on_the_clean_clips_that_score_highest(corpus: Path, released: Path) -> None:
    scorer = ModelScorer(load_model(released / "tones.safetensors"))
    clean = clean_validation(corpus, released / "corpus")
    assert set(clean) == {"synthesised", "intents"}
    highest = max(scorer.score(clips, name).toxic.max() for name, clips in clean.items())
    # So few cannot measure 5 %, so every threshold lies just over the highest of them.
    for point in scorer.thresholds.values():
        assert point["toxic"] == pytest.approx(min(1, highest + 1e-3), abs=1e-3)


def test_the_self_test_holds_for_who_reads_the_file(released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    samples = self_test_input(released / "tones.safetensors")
    assert model.score(samples) == pytest.approx(model.header["self_test"]["scores"], abs=1e-6)
