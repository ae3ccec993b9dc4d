"""Gives a model file that is released the probabilities and operating points of the corpus there is."""

import re
from collections.abc import Callable
from pathlib import Path

from earful_models.corpus import load_spoken
from earful_models.encoder.export import calibrate_encoder, logits_of
from earful_models.evaluation.command import CommandScorer
from earful_models.evaluation.operating_points import clean_validation
from earful_models.evaluation.scorer import ModelScorer
from earful_models.export import calibrate, operating_points
from earful_models.fusion.carry import carry_fusions
from earful_models.fusion.fuse import identity
from earful_models.model_file import Labelled, ModelFile, load_model, read_file, self_test_input, write_file
from earful_models.network import AttentiveCnn
from earful_models.parity import check_parity, parity_clips
from earful_models.run_folder import origin
from earful_models.runtimes import release
from earful_models.text_encoder.calibrate import calibrate_text, spelt_logits
from earful_models.text_encoder.examples import english_rows, text_examples
from earful_models.text_encoder.model_file import TYPE, load_text_model, self_test_text
from earful_models.text_encoder.parity import check_text_parity, parity_texts

POINTS_SET = " Operating points set anew"


def recalibrate(path: Path, corpus: Path, build: Path) -> None:
    """Writes the file anew, if the runtimes score it as PyTorch does; the weights stay as they are to the bit. Fusions
    beside it get weights for its new scores.

    Raises ValueError for a label that the corpus does not tell of; ParityError, and leaves NAME.unchecked, where a
    runtime scores another way.
    """
    reads = read_file(path)[0]["architecture"]["type"] == TYPE
    load: Callable[[Path], Labelled] = load_text_model if reads else load_model
    path.with_suffix(".float32").unlink(missing_ok=True)  # of an export that failed: other weights
    before = load(path)
    was, out = identity(before, path), path.with_suffix(".unchecked")
    if reads:
        table = build / "texts.csv"
        make_recalibrated_text(path, corpus, table, out)
        texts = parity_texts(corpus, table)
        release(path, lambda file: check_text_parity(file, texts))
    else:
        make_recalibrated(path, corpus, build / "corpus", out)
        clips = parity_clips(corpus, build / "corpus")
        release(path, lambda file: check_parity(file, clips))
    carry_fusions(path, before, was, load(path))


def set_operating_points(path: Path, corpus: Path, cache: Path, command: str) -> None:
    """Writes a speech model's operating points anew into its file, by the scores of a runtime that has loaded it.

    Weights and calibration stay, and so do scores; fusions beside it are for the file as it is then.
    """
    before = load_model(path)
    was = identity(before, path)
    header, tensors = read_file(path)
    header["operating_points"] = operating_points(ModelScorer(before, CommandScorer(command)), corpus, cache)
    clean = clean_validation(corpus, cache, header["languages"])
    rows = [clip.row for clips in clean.values() for clip in clips]
    counts = ", ".join(f"{name} {len(clips):,}" for name, clips in clean.items())
    header["training"] = (
        re.sub(POINTS_SET + ".*", "", header["training"])
        + f"{POINTS_SET} by a runtime's scores of clean clips ({counts}), at {origin({'val': rows})}."
    )
    write_file(path, tensors, header)
    carry_fusions(path, before, was, load_model(path))


def make_recalibrated(path: Path, corpus: Path, cache: Path, out: Path) -> None:
    """Writes it without asking the runtimes. Nothing here sees a test split or half."""
    model = load_model(path)
    header, tensors = read_file(path)
    validation = load_spoken(corpus, cache, "val", tuple(header["languages"]))
    if isinstance(model.network, AttentiveCnn):
        calibrate(header, model.network, model.features, validation, corpus, cache)
    else:
        logits = logits_of(model.network, validation, "calibration")
        calibrate_encoder(header, model.network, logits, validation, corpus, cache)
    rows = origin({"val": [clip.row for clip in validation]})
    header["training"] = (
        f"{_of_training(header)} Calibrated anew on {len(validation):,} validation utterances, operating points set on "
        f"these and on real speech, at {rows}."
    )
    header["self_test"]["scores"] = ModelFile(header, model.network, model.features).score(self_test_input(path))
    write_file(out, tensors, header)


def make_recalibrated_text(path: Path, corpora: Path, table: Path, out: Path) -> None:
    """As `make_recalibrated`, of a text model. table: of `texts`."""
    model = load_text_model(path)
    header, tensors = read_file(path)
    english = english_rows(table)
    rows = [row for row in english if row["split"] == "val"]
    validation = text_examples(corpora, english, "val")
    calibrate_text(header, spelt_logits(model.network, model.tokeniser, validation), validation)
    header["training"] = (
        f"{_of_training(header)} Calibrated anew, operating points set, on {len(rows):,} validation texts as written "
        f"and plain, at {origin({'val': rows})}."
    )
    model.header = header
    header["self_test"]["scores"] = model.score(self_test_text(tensors))
    write_file(out, tensors, header)


def _of_training(header: dict[str, str]) -> str:
    """What the file says of its training, without what it says of its calibration."""
    return re.sub(r" (Calibrated|Operating) .*?(?= Trained at |$)", "", header["training"])
