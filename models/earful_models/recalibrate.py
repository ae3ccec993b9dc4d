"""Gives a model file that is released the probabilities and operating points of the corpus there is."""

import re
from pathlib import Path

from earful_models.corpus import load_spoken
from earful_models.encoder.export import calibrate_encoder, logits_of
from earful_models.export import calibrate
from earful_models.model_file import ModelFile, load_model, read_file, self_test_input, write_file
from earful_models.network import AttentiveCnn
from earful_models.parity import check_parity, parity_clips
from earful_models.run_folder import origin
from earful_models.runtimes import release


def recalibrate(path: Path, corpus: Path, cache: Path) -> None:
    """Writes the file anew, if the runtimes score it as PyTorch does; the weights stay as they are to the bit.

    Raises ValueError for a label that the corpus does not tell of; ParityError, and leaves NAME.unchecked, where a
    runtime scores another way.
    """
    make_recalibrated(path, corpus, cache, path.with_suffix(".unchecked"))
    clips = parity_clips(corpus, cache)
    release(path, lambda file: check_parity(file, clips))


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
    told = re.sub(r" (Calibrated|Operating) .*?(?= Trained at |$)", "", header["training"])
    rows = origin({"val": [clip.row for clip in validation]})
    header["training"] = (
        f"{told} Calibrated anew on {len(validation):,} validation utterances, operating points set on these and on "
        f"real speech, at {rows}."
    )
    header["self_test"]["scores"] = ModelFile(header, model.network, model.features).score(self_test_input(path))
    write_file(out, tensors, header)
