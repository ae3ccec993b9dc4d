"""The commands of the speech encoder alone."""

import argparse
from pathlib import Path

CONFIG = {"config": "a file of models/configs, such as encoder.toml"}
CORPUS = {"corpus": "the corpus folder"}
COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "train-encoder": ("train a speech encoder; run again to resume", {**CONFIG, **CORPUS}),
    "study-injection": (
        "compare text injections (Liu et al. 2024); run again to resume",
        {
            "config": "models/configs/injection.toml",
            **CORPUS,
            "folder": "gets the runs, injection.md and injection.json",
        },
    ),
}
"""By name, what it does and its arguments, which are paths."""


def run_encoder(options: argparse.Namespace, build: Path) -> None:
    """Raises ModuleNotFoundError where `models/setup encoder` or `models/setup label` has not run."""
    if options.command == "train-encoder":
        from earful_models.encoder.train import train_encoder

        train_encoder(options.config, options.corpus, build)
    else:
        from earful_models.encoder.injection_study import study_injection

        study_injection(options.config, options.corpus, build, options.folder)
