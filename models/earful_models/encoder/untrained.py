"""A model file of an encoder that nobody has trained: pretrained weights or none, and a random head.

For tests and benchmarks: what a model costs and whether the runtimes agree does not depend on its training.
"""

from pathlib import Path

import torch
from torch import Tensor, nn

from earful_models.corpus import LABELS
from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.pretrained import Pretrained, pretrained_encoder
from earful_models.features import ENCODER, FeatureConfig
from earful_models.model_file import ModelFile, save_model


def randomise_head(encoder: SpeechEncoder, seed: int) -> None:
    """Sets projection, query and output so that steps weigh differently and scores are spread over 0 to 1."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in (encoder.projection, encoder.output):
            nn.init.normal_(layer.weight, std=2 * layer.in_features**-0.5, generator=generator)
        nn.init.normal_(encoder.query, std=encoder.sizes.projection**-0.5, generator=generator)


def save_untrained(
    path: Path, encoder: SpeechEncoder, features: FeatureConfig, self_test: Tensor, dtype: torch.dtype
) -> ModelFile:
    """Writes the file; see save_model for self_test and dtype."""
    labels = list(LABELS[: encoder.sizes.labels])
    about = {
        "name": "untrained",
        "version": "0.1.0",
        "labels": labels,
        "calibration": {label: {"scale": 1.0, "bias": 0.0} for label in labels},
        "operating_points": {"balanced": dict.fromkeys(labels, 0.5)},
        "languages": [],
        "licence": "Apache-2.0",
        "training": "none: a random head, for tests",
    }
    return save_model(path, encoder.eval(), features, about, self_test, dtype)


def write_untrained(pretrained: Pretrained, path: Path, dtype: str, cache: Path) -> None:
    """Writes the file of Whisper's encoder with a random head, its self-test a second of noise; prints its size."""
    encoder = pretrained_encoder(pretrained, cache)
    randomise_head(encoder, 1)
    noise = torch.randn(16000, generator=torch.Generator().manual_seed(1)) / 10
    save_untrained(path, encoder, ENCODER, noise, getattr(torch, dtype))
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
