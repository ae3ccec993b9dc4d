"""Makes a model file of a trained speech encoder: rounded to int8, calibrated as rounded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from earful_models.corpus import TOXIC_LABELS, Clip, load_spoken
from earful_models.encoder.config import EncoderConfig, load_encoder_config
from earful_models.encoder.figures import Logits, six_targets
from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.pretrained import pretrained_encoder
from earful_models.encoder.smoothing import smooth
from earful_models.encoder.tensors import encoder_tensors, load_encoder
from earful_models.evaluation.calibration import platt
from earful_models.evaluation.metrics import Bools, average_precision
from earful_models.evaluation.scorer import ModelScorer
from earful_models.export import VERSION, found, operating_points, self_test
from earful_models.features import ENCODER, LogMel
from earful_models.history import records_of
from earful_models.model_file import ModelFile, read_file, save_model
from earful_models.run_folder import origin_of
from earful_models.summary import hours

FILE_LABELS = (*TOXIC_LABELS, "toxic")
"""`toxic` is what no_violation leaves to 1: that a moderator looks for, and what every model of earful has."""
SMOOTHED_BY = 64
"""Of so many training clips one shows the range of the activations."""
START = "start.safetensors"
"""In the run's folder: a copy of the model file that it began with, if it did."""
NAMES = {"base": "encoder", "tiny.en": "encoder-en"}


def make_encoder(run: Path, corpus: Path, cache: Path, path: Path) -> None:
    """Writes the file, and beside it NAME.float32 with the weights as they were.

    Calibrates each output on the validation clips, sets the operating points, and prints what they find and what
    the rounding costs. Nothing here sees a test split or half.
    """
    config = load_encoder_config(run / "config.toml")
    encoder = pretrained_encoder(config.pretrained, cache.parent)
    encoder.load_state_dict(torch.load(run / "best.pt", weights_only=True))
    turn_no_violation(encoder.eval())
    smooth(encoder, log_mels(load_spoken(corpus, cache, "train", config.languages)[::SMOOTHED_BY]))
    rounded = load_encoder(encoder_tensors(encoder, torch.int8), encoder.sizes)
    spoken = load_spoken(corpus, cache, "val", config.promised)
    logits = logits_of(rounded, spoken, "int8")
    print(rounding_cost(logits_of(encoder, spoken, "float32"), logits, spoken))
    about = {
        "name": NAMES[config.pretrained],
        "version": VERSION,
        "labels": list(FILE_LABELS),
        "languages": list(config.promised),
        "licence": "Apache-2.0 AND MIT",  # Whisper's weights, which it starts from, are OpenAI's under MIT
        "training": summary(config, run, corpus, cache),
    }
    calibrate_encoder(about, rounded, logits, spoken, corpus, cache)
    save_model(path.with_suffix(".float32"), encoder, ENCODER, about, self_test(spoken), torch.float32)
    save_model(path, encoder, ENCODER, about, self_test(spoken), torch.int8)


def calibrate_encoder(
    about: dict[str, Any], network: SpeechEncoder, logits: Logits, spoken: list[Clip], corpus: Path, cache: Path
) -> None:
    """Adds to what a file says `about` its network: the calibration of each output on the validation clips, of which it
    gives the logits, and its operating points; prints what these find of the clips.
    """
    targets = targets_of(spoken)
    fitted = {label: platt(logits[:, i], targets[:, i]) for i, label in enumerate(FILE_LABELS)}
    about["calibration"] = {label: {"scale": scale, "bias": bias} for label, (scale, bias) in fitted.items()}
    about["operating_points"] = {}  # none, till the scores are known
    model = ModelFile(about, network, ENCODER)
    about["operating_points"] = operating_points(ModelScorer(model), corpus, cache)
    for i, label in enumerate(FILE_LABELS):
        scores = np.array([model.calibrated(label, logit) for logit in logits[:, i]])
        points = {name: point[label] for name, point in about["operating_points"].items()}
        print("\n".join(found(label, scores, targets[:, i], points)))


def targets_of(clips: list[Clip]) -> Bools:
    """Which of the file's labels each clip has [clips, labels]."""
    targets = six_targets(clips)
    targets[:, -1] = ~targets[:, -1]  # as the output is turned
    return targets


def turn_no_violation(encoder: SpeechEncoder) -> None:
    """Makes the output for no_violation one for its contrary: a sigmoid's complement is that of the negative logit."""
    with torch.no_grad():
        encoder.output.weight[-1].neg_()
        encoder.output.bias[-1].neg_()


def logits_of(network: nn.Module, clips: list[Clip], what: str) -> Logits:
    """The logits [clips, labels] of clips one by one, as the runtime hears them."""
    with torch.inference_mode():
        features = tqdm(log_mels(clips), what, len(clips), leave=False, mininterval=5)
        return torch.stack([network(log_mel[None]).logits[0] for log_mel in features]).double().numpy()


def log_mels(clips: list[Clip]) -> Iterator[Tensor]:
    """The log-mel features [frames, filters] of each clip."""
    log_mel = LogMel(ENCODER)
    for clip in clips:
        yield log_mel(torch.from_numpy(clip.samples.astype(np.float32) / np.float32(32768)))


def rounding_cost(exact: Logits, rounded: Logits, clips: list[Clip]) -> str:
    """What int8 does to the mean average precision over the four toxic labels of the paper, on validation clips."""
    targets = six_targets(clips)
    means = [np.mean([average_precision(x[:, i], targets[:, i]) for i in range(4)]) for x in (exact, rounded)]
    return f"validation mAP of the four labels: float32 {means[0]:.4f}, int8 {means[1]:.4f}"


def summary(config: EncoderConfig, run: Path, corpus: Path, cache: Path) -> str:
    """How the model came to be, in a paragraph. Counts what the corpus has, so export with that of the training."""
    epochs = records_of(run)
    best = max(epochs, key=lambda epoch: epoch["map"])
    train = load_spoken(corpus, cache, "train", config.languages)
    val = load_spoken(corpus, cache, "val", config.promised)
    injection = "no text injection"
    if config.injection != "none":
        injection = f"{config.injection} text injection, weight {config.injection_weight:g}"
    seconds = sum(epoch["seconds"] for epoch in epochs)
    head, began = "a new head, trained", ""
    if config.start:
        header, _ = read_file(run / START)
        head = "the head, trained further"
        began = f" It began as {header['name']} {header['version']}, of which its file says: {header['training']}"
    return (
        f"Whisper {config.pretrained}'s encoder, its blocks from number {config.frozen + 1} on and {head} "
        f"on {len(train):,} synthesised utterances of public labelled texts ({hours(train)}; "
        f"{', '.join(config.languages)}), each heard in {config.passes} augmentations. LABELS.md says what the labels "
        f"are; toxic is any of the others. Recipe models/configs/{config.name}.toml, {injection}, seed {config.seed}, "
        f"epoch {best['epoch']} of {len(epochs)} ({seconds / 3600:.1f} h in all); validation mAP of four labels "
        f"{best['map']:.3f}. Calibrated on {len(val):,} validation utterances ({hours(val)}). "
        f"Trained at {origin_of(run)}.{began}"
    )
