"""The encoder that a run begins with."""

from pathlib import Path

from earful_models.encoder.config import EncoderConfig
from earful_models.encoder.export import FILE_LABELS, turn_no_violation
from earful_models.encoder.int8 import with_exact_inputs
from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.pretrained import pretrained_encoder
from earful_models.model_file import load_model
from earful_models.run_folder import REPOSITORY


def first_encoder(config: EncoderConfig, build: Path) -> SpeechEncoder:
    """Whisper's with a new head, or that of the model file where the recipe names one. Raises ValueError if that file
    is no speech encoder of the six labels.
    """
    if not config.start:
        return pretrained_encoder(config.pretrained, build)
    model = load_model(REPOSITORY / config.start)
    if not isinstance(model.network, SpeechEncoder) or tuple(model.labels) != FILE_LABELS:
        raise ValueError(f"{config.start} is no speech encoder of the labels {', '.join(FILE_LABELS)}")
    encoder = with_exact_inputs(model.network)
    turn_no_violation(encoder)  # back
    return encoder
