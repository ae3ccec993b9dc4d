"""Makes a model file of a trained text model: rounded to int8, calibrated as rounded."""

from pathlib import Path

import numpy as np
import torch

from earful_models.evaluation.metrics import Floats
from earful_models.evaluation.operating_points import FALSE_ALARM_RATES
from earful_models.export import VERSION
from earful_models.history import records_of
from earful_models.run_folder import origin_of
from earful_models.runtimes import release
from earful_models.text_encoder.calibrate import calibrate_text, spelt_logits
from earful_models.text_encoder.config import TextConfig, load_text_config
from earful_models.text_encoder.examples import TextExamples, english_rows, text_examples
from earful_models.text_encoder.labels import HATE_LABELS, TEXT_LABELS
from earful_models.text_encoder.model_file import save_text_model
from earful_models.text_encoder.network import TextEncoder
from earful_models.text_encoder.parity import check_text_parity, parity_texts
from earful_models.text_encoder.pretrained import pretrained_text_encoder
from earful_models.text_encoder.scores import logits_of
from earful_models.text_encoder.tensors import load_text_encoder, text_tensors
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.text_encoder.train import validation_figures

SELF_TEST = "You are such a silly goose! Never mind, see you tomorrow."


def export_text(run: Path, corpora: Path, table: Path, path: Path) -> None:
    """Writes the best epoch of a run as a model file, if the runtimes score it as PyTorch does: both as float32 and as
    the int8 that is kept.

    Raises ParityError, and leaves the file beside as NAME.unchecked, if they do not.
    """
    make_text_model(run, corpora, table, path.with_suffix(".unchecked"))
    texts = parity_texts(corpora, table)
    release(path, lambda file: check_text_parity(file, texts))
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


def make_text_model(run: Path, corpora: Path, table: Path, path: Path) -> None:
    """Writes the file, and beside it NAME.float32 with the weights as they were.

    Calibrates each output on the validation texts of which its target is known, sets the operating points, and prints
    what they find and what the rounding costs. Nothing here sees a test split.
    """
    config = load_text_config(run / "config.toml")
    vocabulary = (run / "vocabulary.txt").read_text("utf-8").split("\n")
    encoder = trained_encoder(run, config, vocabulary)
    rounded = load_text_encoder(text_tensors(encoder, torch.int8), encoder.sizes)
    rows = english_rows(table)
    validation = text_examples(corpora, rows, "val")
    tokeniser = Tokeniser(vocabulary)
    logits = spelt_logits(rounded, tokeniser, validation)
    print(_rounding_cost(encoder, tokeniser, validation, logits[0]))
    about = {
        "name": config.name,
        "version": VERSION,
        "labels": list(TEXT_LABELS),
        "languages": ["en"],
        "licence": "Apache-2.0",  # MiniLM's weights, which it starts from, are too
        "training": _summary(config, run, text_examples(corpora, rows, "train"), validation),
    }
    calibrate_text(about, logits, validation)
    save_text_model(path.with_suffix(".float32"), encoder, vocabulary, about, SELF_TEST, torch.float32)
    save_text_model(path, encoder, vocabulary, about, SELF_TEST)


def trained_encoder(run: Path, config: TextConfig, vocabulary: list[str]) -> TextEncoder:
    """The best epoch, with the scale that its heads have learnt on as part of them."""
    encoder = pretrained_text_encoder(vocabulary, config.layers)
    state = torch.load(run / "best.pt", weights_only=True)
    encoder.load_state_dict(state["encoder"])
    encoder.fold_standardisation(state["standard"]["mean"], state["standard"]["deviation"])
    return encoder.eval()


def _rounding_cost(encoder: TextEncoder, tokeniser: Tokeniser, validation: TextExamples, rounded: Floats) -> str:
    exact = logits_of(encoder, [tokeniser.stretches(x, encoder.sizes.most_tokens)[0] for x in validation.texts])
    means = [validation_figures(x, validation.targets)["map"] for x in (exact, rounded)]
    return f"validation mAP of {len(HATE_LABELS)} labels: float32 {means[0]:.4f}, int8 {means[1]:.4f}"


def _summary(config: TextConfig, run: Path, train: TextExamples, validation: TextExamples) -> str:
    """How the model came to be, in a paragraph."""
    epochs = records_of(run)
    best = max(epochs, key=lambda epoch: epoch["map"])
    labelled, judged = (int((~np.isnan(x.targets[:, 0])).sum()) for x in (train, validation))
    rates = ", ".join(f"{100 * rate:g} % ({name})" for name, rate in FALSE_ALARM_RATES.items())
    return (
        f"The first {config.layers} blocks of all-MiniLM-L6-v2 and {config.pieces:,} of its word pieces, with EHSOR's "
        f"detectors, all of it trained on {labelled:,} public labelled English texts and "
        f"{len(train.texts) - labelled:,} of GoEmotions for the emotions, each as written or in small letters without "
        f"punctuation. Recipe models/configs/{config.name}.toml, seed {config.seed}, epoch {best['epoch']} of "
        f"{len(epochs)} ({sum(epoch['seconds'] for epoch in epochs) / 3600:.1f} h in all); validation mAP "
        f"{best['map']:.3f}. Calibrated on {judged:,} validation texts. Operating points: at most {rates} false alarms "
        f"among the clean ones, in either spelling. Trained at {origin_of(run)}."
    )
