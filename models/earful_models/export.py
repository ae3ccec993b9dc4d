"""Makes a model file of a trained run: calibrated, with operating points set on the validation split."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import torch

from earful_models.config import load_config
from earful_models.corpus import SAMPLE_RATE, Clip, load_spoken
from earful_models.evaluation.calibration import platt
from earful_models.evaluation.metrics import Bools, Floats
from earful_models.evaluation.operating_points import validation_thresholds, with_margin
from earful_models.evaluation.scorer import ModelScorer, Thresholds
from earful_models.features import FeatureConfig, LogMel
from earful_models.model_file import ModelFile, save_model
from earful_models.network import AttentiveCnn
from earful_models.parity import check_parity, parity_clips
from earful_models.recordings import load_recordings
from earful_models.runtimes import release
from earful_models.summary import summary
from earful_models.targets import targets_of
from earful_models.train import predict

SELF_TEST_SAMPLES = SAMPLE_RATE
VERSION = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]["version"]


def export(run: Path, corpus: Path, cache: Path, path: Path) -> None:
    """Writes the best epoch of a run as a model file, if the runtimes score it as PyTorch does: an encoder's both as
    float32 and as the int8 that is kept.

    Raises ParityError, and leaves the file beside as NAME.unchecked, if they do not.
    """
    from earful_models.encoder.export import make_encoder

    is_encoder = "pretrained" in tomllib.loads((run / "config.toml").read_text())
    (make_encoder if is_encoder else make_model)(run, corpus, cache, path.with_suffix(".unchecked"))
    clips = parity_clips(corpus, cache)
    release(path, lambda file: check_parity(file, clips))


def make_model(run: Path, corpus: Path, cache: Path, path: Path) -> None:
    """Writes the best epoch, calibrated on the validation clips. Nothing here sees a test split or half."""
    config = load_config(run / "config.toml")
    network = AttentiveCnn(config.network, config.training.batch_norm, config.training.dropout)
    network.load_state_dict(torch.load(run / "best.pt", weights_only=True))
    spoken, recordings = load_spoken(corpus, cache, "val"), load_recordings(corpus, cache, config, "val")
    about = {
        "name": "cnn",
        "version": VERSION,
        "labels": list(config.labels),
        "languages": ["en"],
        "licence": "Apache-2.0",
        "training": summary(config, run, corpus, cache),
    }
    calibrate(about, network, config.features, spoken + recordings, corpus, cache)
    save_model(path, network, config.features, about, self_test(spoken))


def calibrate(
    about: dict[str, Any],
    network: AttentiveCnn,
    features: FeatureConfig,
    validation: list[Clip],
    corpus: Path,
    cache: Path,
) -> None:
    """Adds to what a file says `about` its network: the calibration of each output on the validation clips of which its
    target is known, and its operating points; prints what these find of the clips.

    Raises ValueError for a label of which the clips are not of both kinds, or that has no operating points.
    """
    targets = np.array([targets_of(clip, about["labels"]) for clip in validation])
    logits = predict(network, validation, LogMel(features))
    known = {
        label: (logits[~np.isnan(target), i], target[~np.isnan(target)] == 1)
        for i, (label, target) in enumerate(zip(about["labels"], targets.T, strict=True))
    }
    for label, (_, positive) in known.items():
        if positive.all() or not positive.any():
            raise ValueError(f"no validation clips with and without {label} are known")
    fitted = {label: platt(of_label, positive) for label, (of_label, positive) in known.items()}
    about["calibration"] = {label: {"scale": scale, "bias": bias} for label, (scale, bias) in fitted.items()}
    about["operating_points"] = {}  # none, till the scores are known
    model = ModelFile(about, network, features)
    about["operating_points"] = operating_points(ModelScorer(model), corpus, cache)
    for label, (of_label, positive) in known.items():
        scores = np.array([model.calibrated(label, logit) for logit in of_label])
        points = {name: point[label] for name, point in about["operating_points"].items()}
        print("\n".join(found(label, scores, positive, points)))


def operating_points(scorer: ModelScorer, corpus: Path, cache: Path) -> Thresholds:
    """The thresholds, with a margin that keeps the rates when the file's rounding of the weights moves a score.

    Raises ValueError for a label of which no recordings are known to be without it, or whose thresholds would have to
    be above 1, which no file may have.
    """
    errors: dict[str, str] = {}
    points = validation_thresholds(scorer, corpus, cache, errors)
    for label in scorer.model.labels:
        if any(label not in point for point in points.values()):
            raise ValueError(f"nothing says where the operating points of {label} are: see operating_points.py")
        if any(point[label] > 1 for point in points.values()):
            raise ValueError(f"{label} scores 1 for clips that are not so, so that no operating point can spare them")
    return with_margin(points)


def found(label: str, scores: Floats, positive: Bools, points: dict[str, float], of: str = "clips") -> list[str]:
    """A line for each operating point of a label: its threshold, and how many positive validation clips reach it. of:
    what is scored.
    """
    lines = []
    for name, threshold in points.items():
        hits = int(np.sum(scores[positive] >= threshold))
        line = f"{label}, {name}: {threshold:.3f}, reached by {hits} of {positive.sum()} validation {of} that are so"
        if threshold >= 1:
            line += f"; NOT REACHABLE, as {of} that are not so score as high as can be"
        elif hits == 0:
            line += "; it finds NOTHING"
        lines.append(line)
    return lines


def self_test(validation: list[Clip]) -> torch.Tensor:
    """The first second of the first clean validation utterance."""
    clip = next(clip for clip in validation if not clip.toxic)
    return torch.from_numpy(clip.samples[:SELF_TEST_SAMPLES].astype(np.float32) / np.float32(32768))
