"""One training with its test, done once: a trial that is there already is read from its file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from earful_models.config import RunConfig
from earful_models.corpus import Clip
from earful_models.evaluation.metrics import Bools, Floats, at_threshold, auc
from earful_models.features import LogMel
from earful_models.fingerprint import fingerprint
from earful_models.network import AttentiveCnn
from earful_models.study.draws import Draw
from earful_models.study.equal_size import parameters
from earful_models.targets import targets_of
from earful_models.train import Trainer, predict
from earful_models.whole import write_json

Figures = dict[str, float]


def trial(config: RunConfig, draw: Draw, folder: Path) -> Figures:
    """Trains on the draw and gives the test's figures. The best epoch and the threshold are the validation's.

    folder: of the trial, which the configuration and the clips complete the name of.
    """
    rows = [[clip.row for clip in part] for part in (draw.train, draw.validation, draw.test)]
    folder = folder.with_name(f"{folder.name}-{fingerprint([asdict(config), rows])[:16]}")
    finished = folder / "figures.json"
    if not finished.exists():
        folder.mkdir(parents=True, exist_ok=True)
        Trainer(config, folder, draw.train, draw.validation).run()
        write_json(measure(config, draw, folder), finished)
    figures: dict[str, Any] = json.loads(finished.read_text())
    return {name: float(value) for name, value in figures.items()}


def measure(config: RunConfig, draw: Draw, folder: Path) -> Figures:
    """The figures of the paper's Table I, in percent, the AUC of test and validation, and the sizes."""
    recipe = config.training
    network = AttentiveCnn(config.network, recipe.batch_norm, recipe.dropout)
    network.load_state_dict(torch.load(folder / "best.pt", weights_only=True))
    log_mel = LogMel(config.features)
    validation = scored(network, draw.validation, config, log_mel)
    threshold = best_threshold(*validation)
    scores, positive = scored(network, draw.test, config, log_mel)
    named = at_threshold(scores, positive, threshold)
    percents = {name: round(100 * value, 2) for name, value in named.items()}
    return {
        **percents,
        "auc": round(auc(scores, positive), 4),
        "validation_auc": round(auc(*validation), 4),
        "parameters": parameters(config.network),
        "clips": len(draw.test),
    }


def scored(network: AttentiveCnn, clips: list[Clip], config: RunConfig, log_mel: LogMel) -> tuple[Floats, Bools]:
    """The logits of the clips, and which are positive."""
    return predict(network, clips, log_mel)[:, 0], np.array([targets_of(clip, config.labels)[0] == 1 for clip in clips])


def best_threshold(scores: Floats, positive: Bools) -> float:
    """The threshold of the highest weighted accuracy: the mean of recall and of what is left in peace."""
    highest_first = np.unique(scores)[::-1]
    return float(max(highest_first, key=lambda tried: at_threshold(scores, positive, tried)["weighted_accuracy"]))
