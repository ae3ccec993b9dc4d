"""What a run begins with: Whisper's encoder, or that of a model file."""

import shutil
from dataclasses import replace
from pathlib import Path

from earful_models.encoder.config import EncoderConfig
from earful_models.encoder.export import FILE_LABELS, NAMES, START, turn_no_violation
from earful_models.encoder.int8 import with_exact_inputs
from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.pretrained import pretrained_encoder
from earful_models.model_file import load_model
from earful_models.run_folder import REPOSITORY
from earful_models.whole import whole


def kept(config: EncoderConfig, folder: Path) -> EncoderConfig:
    """The recipe with the model file that it names, if it does, as a copy in the run's folder: a release in its place
    changes neither the run nor what is told of it.
    """
    if not config.start:
        return config
    if not (folder / START).exists():
        with whole(folder / START) as unfinished:
            shutil.copyfile(REPOSITORY / config.start, unfinished)
    return replace(config, start=str(folder / START))


def first_encoder(config: EncoderConfig, build: Path) -> SpeechEncoder:
    """Whisper's with a new head, or that of the model file. Raises ValueError if the file is of another network or of
    other labels.
    """
    if not config.start:
        return pretrained_encoder(config.pretrained, build)
    model = load_model(REPOSITORY / config.start)
    wanted = NAMES[config.pretrained]
    if not isinstance(model.network, SpeechEncoder) or model.header["name"] != wanted:
        raise ValueError(f"{config.start} is {model.header['name']} and not {wanted}, made from {config.pretrained}")
    if tuple(model.labels) != FILE_LABELS:
        raise ValueError(f"{config.start} has not the labels {', '.join(FILE_LABELS)}")
    encoder = with_exact_inputs(model.network)
    turn_no_violation(encoder)  # back
    return encoder
