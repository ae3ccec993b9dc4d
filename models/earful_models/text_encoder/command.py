"""The commands of the text model."""

import argparse
from pathlib import Path

CORPUS = {"corpus": "the corpus folder"}
TEXTS = {"texts": "the CSV file that texts has written"}
MODEL = {"model": "a text model's file"}
COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "train-text": (
        "train a text model; run again to resume",
        {"config": "a file of models/configs, such as text.toml", **CORPUS, **TEXTS},
    ),
    "export-text": (
        "make a model file of a text model's best epoch",
        {"run": "the run's folder, such as build/runs/text", **CORPUS, **TEXTS, "model": "the model file to write"},
    ),
    "evaluate-text": (
        "measure a text model; prints tables",
        {**MODEL, **CORPUS, **TEXTS, "folder": "gets text.json and text.md"},
    ),
    "clubhouse": (
        "benchmark a text model on transcripts of voice chat rooms (Mansourifar et al. 2021)",
        {**MODEL, **CORPUS, "folder": "gets clubhouse.md and clubhouse.json"},
    ),
    "fuse": (
        "fit what makes one score of a voice's and its caption's; prints tables",
        {"voice": "a speech model's file", **MODEL, **CORPUS, "output": "such as models/release/text.fusion.json"},
    ),
}
"""By name, what it does and its arguments, which are paths."""


def run_text(options: argparse.Namespace, build: Path) -> None:
    """Raises ModuleNotFoundError where `models/setup label` has not run. Imports what a command needs when it runs."""
    if options.command == "train-text":
        from earful_models.text_encoder.train import train_text

        train_text(options.config, options.corpus, options.texts, build / "runs")
    elif options.command == "export-text":
        from earful_models.text_encoder.export import export_text

        export_text(options.run, options.corpus, options.texts, options.model)
    elif options.command == "evaluate-text":
        from earful_models.text_evaluation.evaluate import evaluate_text

        evaluate_text(options.model, options.corpus, options.texts, options.folder)
    elif options.command == "fuse":
        from earful_models.fusion.fuse import fuse

        fuse(options.voice, options.model, options.corpus, build / "corpus", options.output)
    else:
        from earful_models.clubhouse.benchmark import clubhouse
        from earful_models.label.sentence_encoder import SentenceEncoder
        from earful_models.text_encoder.model_file import load_text_model
        from earful_models.text_encoder.scores import scores_of

        model = load_text_model(options.model)
        clubhouse(options.corpus, SentenceEncoder(), model.labels, lambda x: scores_of(model, x), options.folder)
