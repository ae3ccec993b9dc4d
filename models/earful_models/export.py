"""Makes a model file of a trained run: calibrated, with operating points set on the validation split."""

import json
import tomllib
from pathlib import Path

import numpy as np
import torch

from earful_models.config import RunConfig, load_config
from earful_models.corpus import SAMPLE_RATE, Clip, load_spoken
from earful_models.evaluation.calibration import platt
from earful_models.evaluation.operating_points import validation_thresholds
from earful_models.evaluation.scorer import ModelScorer, Thresholds
from earful_models.features import LogMel
from earful_models.model_file import TOLERANCE, ModelFile, save_model
from earful_models.network import AttentiveCnn
from earful_models.parity import check_parity, parity_clips
from earful_models.train import predict

SELF_TEST_SAMPLES = SAMPLE_RATE


def export(run: Path, corpus: Path, cache: Path, path: Path) -> None:
    """Writes the best epoch of a run as a model file, if the runtimes score it as PyTorch does.

    Raises ParityError, and leaves the file beside as NAME.unchecked, if they do not.
    """
    unchecked = path.with_suffix(".unchecked")
    make_model(run, corpus, cache, unchecked)
    worst = check_parity(unchecked, parity_clips(corpus, cache))
    unchecked.rename(path)
    print(f"{path}: native and WebAssembly score as PyTorch does, within {worst:.1e}")


def make_model(run: Path, corpus: Path, cache: Path, path: Path) -> None:
    """Calibrates the best epoch and sets its operating points. Nothing here sees a test split or half."""
    config = load_config(run / "config.toml")
    network = AttentiveCnn(config.network, config.training.batch_norm, config.training.dropout)
    network.load_state_dict(torch.load(run / "best.pt", weights_only=True))
    validation = load_spoken(corpus, cache, "val")
    toxic = np.array([clip.toxic for clip in validation])
    logits = predict(network, validation, LogMel(config.features))[:, 0]
    scale, bias = platt(logits, toxic)
    about = {
        "name": "cnn",
        "version": VERSION,
        "labels": ["toxic"],
        "calibration": {"toxic": {"scale": scale, "bias": bias}},
        "operating_points": {},
        "languages": ["en"],
        "licence": "Apache-2.0",
        "training": summary(config, run),
    }
    about["operating_points"] = operating_points(ModelFile(network, config.features, about), corpus, cache)
    save_model(path, network, config.features, about, self_test(validation))


def operating_points(model: ModelFile, corpus: Path, cache: Path) -> Thresholds:
    """The thresholds, with a margin that keeps the rates when the file's rounding of the weights moves a score."""
    errors: dict[str, str] = {}
    points = validation_thresholds(ModelScorer(model), corpus, cache, errors)
    return {
        name: {label: min(1.0, threshold + TOLERANCE) for label, threshold in point.items()}
        for name, point in points.items()
    }


VERSION = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]["version"]


def summary(config: RunConfig, run: Path) -> str:
    """How the model came to be, in a paragraph."""
    epochs = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    best = max(epochs, key=lambda epoch: epoch["cv_auc"])
    return (
        "5,902 synthesised English utterances of public labelled texts (spoken.tar); toxic is any of profanity, "
        "bullying, dating_sexting, racism and other, against no_violation. "
        f"Recipe models/configs/{config.name}.toml, seed {config.seed}, epoch {best['epoch']} of {len(epochs)}; "
        f"validation AUC {best['cv_auc']:.3f}. Calibrated on 769 validation utterances; "
        "operating points set on the clean ones and on real clean speech."
    )


def self_test(validation: list[Clip]) -> torch.Tensor:
    """The first second of the first clean validation utterance."""
    clip = next(clip for clip in validation if not clip.toxic)
    return torch.from_numpy(clip.samples[:SELF_TEST_SAMPLES].astype(np.float32) / np.float32(32768))
