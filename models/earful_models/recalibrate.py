"""Gives a model file that is released the probabilities and operating points of the corpus there is."""

import re
from pathlib import Path

from earful_models.corpus import load_spoken
from earful_models.export import calibrate
from earful_models.model_file import load_model, save_model, self_test_input
from earful_models.network import AttentiveCnn
from earful_models.parity import check_parity, parity_clips
from earful_models.run_folder import origin
from earful_models.runtimes import release

MADE_ANEW = {"calibration", "operating_points", "architecture", "features", "self_test"}
"""Of the header: the first two are what this is for, the others are told by the network again."""


def recalibrate(path: Path, corpus: Path, cache: Path) -> None:
    """Writes the file anew, if the runtimes score it as PyTorch does; the weights stay as they are to the bit.

    Raises ValueError for another network than a CNN and a label that the corpus does not tell of; ParityError, and
    leaves NAME.unchecked, where a runtime scores another way.
    """
    make_recalibrated(path, corpus, cache, path.with_suffix(".unchecked"))
    clips = parity_clips(corpus, cache)
    release(path, lambda file: check_parity(file, clips))


def make_recalibrated(path: Path, corpus: Path, cache: Path, out: Path) -> None:
    """Writes it without asking the runtimes. Nothing here sees a test split or half."""
    model = load_model(path)
    if not isinstance(model.network, AttentiveCnn):
        raise ValueError(f"{path} has a network that is calibrated as it is exported: export it again")
    validation = load_spoken(corpus, cache, "val")
    about = {key: value for key, value in model.header.items() if key not in MADE_ANEW}
    calibrate(about, model.network, model.features, validation, corpus, cache)
    told = re.sub(r" (Calibrated|Operating) .*", "", about["training"])
    rows = origin({"val": [clip.row for clip in validation]})
    about["training"] = f"{told} Calibrated anew on {len(validation):,} validation utterances, operating points set on "
    about["training"] += f"these and on real speech, at {rows}."
    save_model(out, model.network, model.features, about, self_test_input(path))
