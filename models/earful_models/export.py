"""Makes a model file of a trained run: calibrated, with operating points set on the validation split."""

import json
import tomllib
from pathlib import Path

import numpy as np
import torch

from earful_models.config import RunConfig, load_config
from earful_models.corpus import SAMPLE_RATE, Clip, load_spoken
from earful_models.features import LogMel
from earful_models.metrics import platt, threshold_at
from earful_models.model_file import TOLERANCE, save_model
from earful_models.network import AttentiveCnn
from earful_models.train import predict

FALSE_ALARM_RATES = {"strict": 0.05, "balanced": 0.01, "lenient": 0.001}
SELF_TEST_SAMPLES = SAMPLE_RATE


def export(run: Path, corpus: Path, cache: Path, path: Path) -> None:
    """Writes the best epoch of a run as a model file. Nothing here sees the test split."""
    config = load_config(run / "config.toml")
    network = AttentiveCnn(config.network, config.training.batch_norm, config.training.dropout)
    network.load_state_dict(torch.load(run / "best.pt", weights_only=True))
    validation = load_spoken(corpus, cache, "val")
    toxic = np.array([clip.toxic for clip in validation])
    logits = predict(network, validation, LogMel(config.features))[:, 0]
    scale, bias = platt(logits, toxic)
    scores = 1 / (1 + np.exp(-(scale * logits + bias)))
    # The margin keeps the rates when the file's rounding of the weights moves a score.
    points = {name: threshold_at(rate, scores[~toxic]) + TOLERANCE for name, rate in FALSE_ALARM_RATES.items()}
    about = {
        "name": "cnn",
        "version": VERSION,
        "labels": ["toxic"],
        "calibration": {"toxic": {"scale": scale, "bias": bias}},
        "operating_points": {name: {"toxic": threshold} for name, threshold in points.items()},
        "languages": ["en"],
        "licence": "Apache-2.0",
        "training": summary(config, run),
    }
    save_model(path, network, config.features, about, self_test(validation))


VERSION = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]["version"]


def summary(config: RunConfig, run: Path) -> str:
    """How the model came to be, in a paragraph."""
    epochs = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    best = max(epochs, key=lambda epoch: epoch["cv_auc"])
    return (
        "5,902 synthesised English utterances of public labelled texts (spoken.tar); toxic is any of profanity, "
        "bullying, dating_sexting, racism and other, against no_violation. "
        f"Recipe models/configs/{config.name}.toml, seed {config.seed}, epoch {best['epoch']} of {len(epochs)}; "
        f"validation AUC {best['cv_auc']:.3f}. Calibrated and operating points set on 769 validation utterances."
    )


def self_test(validation: list[Clip]) -> torch.Tensor:
    """The first second of the first clean validation utterance."""
    clip = next(clip for clip in validation if not clip.toxic)
    return torch.from_numpy(clip.samples[:SELF_TEST_SAMPLES].astype(np.float32) / np.float32(32768))
