"""Command line: python -m earful_models COMMAND ...; --help lists the commands."""

import argparse
import json
import os
import sys
from pathlib import Path

from earful_models.encoder.command import COMMANDS as ENCODER_COMMANDS
from earful_models.encoder.command import run_encoder
from earful_models.text_encoder.command import COMMANDS as TEXT_COMMANDS
from earful_models.text_encoder.command import run_text

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = REPOSITORY / "build"


def main() -> None:
    """Imports what a command needs only when it runs, so that --help is quick."""
    parser = argparse.ArgumentParser(prog="earful_models", description=__doc__)
    commands = parser.add_subparsers(required=True, dest="command")
    command = commands.add_parser("train", help="train a network; run again to resume")
    command.add_argument("config", type=Path, help="a file of models/configs")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command = commands.add_parser("augment", help="print what each change of a configuration's augmentation costs")
    command.add_argument("config", type=Path, help="a file of models/configs")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command = commands.add_parser(
        "ablate", help="train without each augmentation and with it alone; run again to resume"
    )
    command.add_argument("config", type=Path, help="a file of models/configs")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("output", type=Path, help="the folder that gets ablation.csv and the runs")
    command.add_argument("--epochs", type=int, default=8, help="of each run")
    command.add_argument("--clips", type=int, help="how many to train on; all if left out")
    command = commands.add_parser("export", help="make a model file of a run's best epoch")
    command.add_argument("run", type=Path, help="the run's folder, such as build/runs/cnn")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("model", type=Path, help="the model file to write")
    command = commands.add_parser("recalibrate", help="set a model's probabilities and operating points anew")
    command.add_argument("model", type=Path, help="the model file, which is replaced")
    command.add_argument("corpus", type=Path, help="the corpus folder; of a text model, build/texts.csv is read too")
    command.add_argument("--command", dest="runtime", help="sets operating points alone, by its scores")
    command = commands.add_parser("evaluate", help="measure a model file or a command; writes JSON and a page")
    command.add_argument("model", type=Path, nargs="?", help="a model file")
    command.add_argument(
        "--command", dest="scorer", help="what takes files and prints a JSON line for each: scores in PyTorch's place"
    )
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("folder", type=Path, help="gets evaluation.json and evaluation.html")
    command.add_argument(
        "--without-conditions",
        action="store_true",
        help="leave out games, rooms and calls, which take most of the time",
    )
    command = commands.add_parser("card", help="print the tables of a model card, from an evaluation")
    command.add_argument("evaluation", type=Path, help="the evaluation.json of evaluate")
    command = commands.add_parser(
        "onnx",
        help="write a model file's network as ONNX graphs; of the CNN its front end, of a text model its tokeniser",
    )
    command.add_argument("model", type=Path, help="a model file")
    command.add_argument(
        "folder", type=Path, help="gets cnn.onnx and logmel-*.onnx, encoder*.onnx, or what transformers.js loads"
    )
    command = commands.add_parser(
        "parity", help="compare a model file's scores in PyTorch, natively and as WebAssembly"
    )
    command.add_argument("model", type=Path, help="a model file")
    command.add_argument("corpus", type=Path, help="the corpus folder; of a text model, build/texts.csv is read too")
    command = commands.add_parser("untrained", help="write a pretrained encoder with a random head, for benchmarks")
    command.add_argument("encoder", choices=["base", "tiny.en"], help="whose weights")
    command.add_argument("model", type=Path, help="the model file to write")
    command.add_argument("--type", default="int8", choices=["float32", "float16", "int8"], help="of the weights")
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
    command = commands.add_parser("label", help="cut, transcribe and label recordings; run again to resume")
    command.add_argument("recordings", type=Path, help="a folder of audio files of any format and length")
    command.add_argument("output", type=Path, help="the folder that gets manifest.csv, errors.csv and the pieces")
    command.add_argument("--ray", metavar="ADDRESS", help="a Ray cluster; without it, this machine's processors")
    command = commands.add_parser("text-classifier", help="train what label reads transcripts with; prints a table")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("texts", type=Path, help="the CSV file that texts has written")
    command.add_argument("output", type=Path, help="the file to write")
    command = commands.add_parser(
        "ehsor", help="reproduce Min et al. 2024: hate speech with emotions; run again to resume"
    )
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("output", type=Path, help="the folder that gets the folds, ehsor.md and ehsor.json")
    command.add_argument("--train-encoder", action="store_true", help="write trained.md and trained.json instead")
    for name, (what, arguments) in {**ENCODER_COMMANDS, **TEXT_COMMANDS}.items():
        command = commands.add_parser(name, help=what)
        for argument, meaning in arguments.items():
            command.add_argument(argument, type=Path, help=meaning)
    command = commands.add_parser("study", help="compare poolings and sizes of the network; run again to resume")
    command.add_argument("corpus", type=Path, help="the corpus folder")
    command.add_argument("folder", type=Path, help="gets the trials, study.md and study.json")
    options = parser.parse_args()
    if options.command == "train":
        from earful_models.train import train

        train(options.config, options.corpus, BUILD / "runs")
    elif options.command in ENCODER_COMMANDS:
        try:
            run_encoder(options, BUILD)
        except ModuleNotFoundError as error:
            sys.exit(f"{error}; models/setup encoder and models/setup label install what it needs")
    elif options.command in TEXT_COMMANDS:
        try:
            run_text(options, BUILD)
        except ModuleNotFoundError as error:
            sys.exit(f"{error}; models/setup label installs what it needs")
    elif options.command == "augment":
        from earful_models.augment.timing import print_timing

        print_timing(options.config, options.corpus, BUILD / "corpus")
    elif options.command == "ablate":
        from earful_models.augment.ablation import ablate

        ablate(options.config, options.corpus, BUILD / "corpus", options.output, options.epochs, options.clips)
    elif options.command == "export":
        from earful_models.export import export

        export(options.run, options.corpus, BUILD / "corpus", options.model)
    elif options.command == "recalibrate":
        from earful_models.recalibrate import recalibrate, set_operating_points

        if options.runtime:
            set_operating_points(options.model, options.corpus, BUILD / "corpus", options.runtime)
        else:
            recalibrate(options.model, options.corpus, BUILD)
    elif options.command == "evaluate":
        from earful_models.evaluation.evaluate import evaluate, scorer_of

        scorer = scorer_of(options.model, options.scorer)
        if not scorer:
            parser.error("evaluate takes a model file, --command, or both")
        evaluate(scorer, options.corpus, BUILD / "corpus", options.folder, not options.without_conditions)
    elif options.command == "card":
        from earful_models.evaluation.card import card_tables

        print(card_tables(json.loads(options.evaluation.read_text())))
    elif options.command == "onnx":
        from earful_models.onnx_export import write_onnx

        try:
            write_onnx(options.model, options.folder)
        except ModuleNotFoundError as error:
            sys.exit(f"{error}; models/setup label installs what a text model needs")
    elif options.command == "parity":
        _parity(options.model, options.corpus)
    elif options.command == "untrained":
        from earful_models.encoder.untrained import write_untrained

        try:
            write_untrained(options.encoder, options.model, options.type, BUILD)
        except ModuleNotFoundError as error:
            sys.exit(f"{error}; models/setup encoder installs it")
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
    elif options.command in ("label", "text-classifier", "ehsor"):
        try:
            _label(options)
        except ModuleNotFoundError as error:
            sys.exit(f"{error}; models/setup label installs it")
    elif options.command == "study":
        from earful_models.study.study import study

        study(options.corpus, BUILD / "corpus", options.folder)
    elif options.command == "vectors":
        from earful_models.vectors import write_clips, write_vectors

        folder = REPOSITORY / "tests" / "vectors"
        if options.corpus is not None:
            write_clips(options.corpus, BUILD / "corpus", folder)
        write_vectors(folder, REPOSITORY / "models" / "release" / "cnn.safetensors")


def _parity(model: Path, corpus: Path) -> None:
    from earful_models.model_file import read_file
    from earful_models.runtimes import agreement

    if read_file(model)[0]["architecture"]["type"] == "text_encoder":
        from earful_models.text_encoder.parity import check_text_parity, parity_texts

        worst = check_text_parity(model, parity_texts(corpus, BUILD / "texts.csv"))
    else:
        from earful_models.parity import check_parity, parity_clips

        worst = check_parity(model, parity_clips(corpus, BUILD / "corpus"))
    print(agreement(model, worst))


def _label(options: argparse.Namespace) -> None:
    if options.command == "ehsor" and options.train_encoder:
        from earful_models.teach.trained_folds import reproduce_trained

        reproduce_trained(options.corpus, options.output)
        return
    if options.command == "ehsor":
        from earful_models.label.sentence_encoder import SentenceEncoder
        from earful_models.teach.reproduction import reproduce

        reproduce(options.corpus, SentenceEncoder(), BUILD, options.output)
        return
    from earful_models.label.release import RELEASED, release_text_classifier

    if options.command == "text-classifier":
        from earful_models.label.sentence_encoder import SentenceEncoder

        release_text_classifier(options.corpus, options.texts, SentenceEncoder(), BUILD, options.output)
        return
    from earful_models.label.job import label
    from earful_models.label.packaged import PackagedModels
    from earful_models.label.recordings import LabelError

    try:
        label(options.recordings, options.output, PackagedModels(BUILD, RELEASED).prepare(), options.ray)
    except LabelError as error:
        sys.exit(f"label: {error}")


if __name__ == "__main__":
    main()
