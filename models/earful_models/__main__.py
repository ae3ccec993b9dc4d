"""Command line: python -m earful_models train|evaluate|export|vectors|onnx|texts|speak|corpus."""

import argparse
import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = REPOSITORY / "build"


def main() -> None:
    """Imports what a command needs only when it runs, so that --help is quick."""
    parser = argparse.ArgumentParser(prog="earful_models", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    command = commands.add_parser("train", help="train a network; run again to resume")
    command.add_argument("config", type=Path, help="a file of models/configs")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command = commands.add_parser("export", help="make a model file of a run's best epoch")
    command.add_argument("run", type=Path, help="the run's folder, such as build/runs/cnn")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("model", type=Path, help="the model file to write")
    command = commands.add_parser("evaluate", help="measure a model file; writes JSON")
    command.add_argument("model", type=Path, help="a model file")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("results", type=Path, help="the JSON file to write")
    command = commands.add_parser("onnx", help="write a model file's network and front end as ONNX graphs")
    command.add_argument("model", type=Path, help="a model file")
    command.add_argument("folder", type=Path, help="gets cnn.onnx and logmel-*.onnx")
    command = commands.add_parser("vectors", help="make tests/vectors again")
    command.add_argument("--corpus", type=Path, help="the corpus folder, to cut the real clips out of it again")
    command = commands.add_parser("texts", help="make labelled texts of the text corpora; prints a table")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("output", type=Path, help="the CSV file to write; statistics go to .json beside it")
    for name, what in (
        ("speak", "speak the texts, as far as that is not done; may be killed and run again"),
        ("corpus", "speak what is not spoken yet, then make what the other commands read, and prove it fair"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("corpus", type=Path, help="the corpus folder")
        command.add_argument("--config", type=Path, default=REPOSITORY / "models" / "configs" / "speech.toml")
        command.add_argument("--processes", type=int, default=os.cpu_count() or 1)
        if name == "corpus":
            command.add_argument("--as-spoken", action="store_true", help="of what is spoken already")
    options = parser.parse_args()
    if options.command == "train":
        from earful_models.train import train

        train(options.config, options.corpus, BUILD / "runs")
    elif options.command == "export":
        from earful_models.export import export

        export(options.run, options.corpus, BUILD / "corpus", options.model)
    elif options.command == "evaluate":
        from earful_models.evaluate import evaluate

        evaluate(options.model, options.corpus, BUILD / "corpus", options.results)
    elif options.command == "onnx":
        from earful_models.onnx_graph import write_onnx

        write_onnx(options.model, options.folder)
    elif options.command == "texts":
        from earful_models.texts.build import build_texts

        build_texts(options.corpus, options.output)
    elif options.command in ("speak", "corpus"):
        from earful_models.speech.build import Folders, build_corpus, speak_corpus
        from earful_models.speech.shortcut import HIGHEST_AUC

        folders = Folders(options.corpus, BUILD)
        if not (options.command == "corpus" and options.as_spoken):
            speak_corpus(folders, options.config, options.processes)
        if options.command == "corpus" and build_corpus(folders, options.config, options.processes) > HIGHEST_AUC:
            sys.exit("something else than what is said tells the labels of this corpus: see above")
    elif options.command == "vectors":
        from earful_models.vectors import write_clips, write_vectors

        folder = REPOSITORY / "tests" / "vectors"
        if options.corpus is not None:
            write_clips(options.corpus, BUILD / "corpus", folder)
        write_vectors(folder, REPOSITORY / "models" / "release" / "cnn.safetensors")


if __name__ == "__main__":
    main()
