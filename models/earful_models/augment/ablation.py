"""What each change is worth: equal short runs without it and with it alone, tested clean and under conditions."""

import csv
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from earful_models.augment.conditions import condition
from earful_models.augment.settings import Augmentation
from earful_models.augment.sounds import Sounds
from earful_models.config import RunConfig, load_config
from earful_models.corpus import Clip, load_spoken
from earful_models.evaluation.metrics import auc
from earful_models.features import LogMel
from earful_models.fingerprint import fingerprint
from earful_models.network import AttentiveCnn
from earful_models.train import Trainer, predict

TESTS = (
    "clean",
    "game_10",
    "game_0",
    "babble_10",
    "room_far",
    "headset",
    "opus_6k_loss10",
    "suppressed",
    "quiet",
    "clipped",
)


def ablate(config_path: Path, corpus: Path, cache: Path, output: Path, epochs: int, clips: int | None) -> None:
    """Writes output/ablation.csv, a line per run: its name and the AUC of its best epoch under each of TESTS, on the
    clips and with the sounds of validation. A run that has its line is not done again, one that was interrupted is
    resumed. `clips` limits the training clips, and the validation clips to a quarter of that.

    Raises ValueError if the lines are of another configuration, of other clips or epochs.
    """
    config = toxic_alone(load_config(config_path), epochs)
    training = some(load_spoken(corpus, cache, "train"), clips)
    validation = some(load_spoken(corpus, cache, "val"), None if clips is None else max(16, clips // 4))
    results = output / "ablation.csv"
    output.mkdir(parents=True, exist_ok=True)
    rows = _rows(results)
    heard = [[clip.row for clip in part] for part in (training, validation)]
    cause = fingerprint([asdict(config), heard])[:16]
    if any(row.get("cause") != cause for row in rows):
        raise ValueError(f"{results} has runs of another configuration or of other clips; give another folder")
    finished = {row["run"] for row in rows}
    left = [(name, changes) for name, changes in runs(config.augmentation) if name not in finished]
    if not left:
        return
    unheard = Sounds(cache, "val", validation)
    tests = {name: [condition(name, clip, unheard) for clip in tqdm(validation, name, leave=False)] for name in TESTS}
    for name, changes in tqdm(left, "runs"):
        run = replace(config, name=name, augmentation=changes)
        sounds = Sounds(cache, "train", training)
        folder = output / f"{name}-{cause}"
        folder.mkdir(exist_ok=True)
        Trainer(run, folder, training, validation, sounds).run()
        figures = {test: round(toxic_auc(run, folder, tested), 4) for test, tested in tests.items()}
        counts = {"epochs": epochs, "clips": len(training), "tested": len(validation)}
        row = {"run": name, "cause": cause, **counts, **figures}
        new = not results.exists()
        with results.open("a", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            if new:
                writer.writeheader()
            writer.writerow(row)


def toxic_alone(config: RunConfig, epochs: int) -> RunConfig:
    """The recipe for one output on synthesised speech, without the teacher, who would read all texts in every run."""
    training = replace(config.training, epochs=epochs, teacher_weight=0.0)
    return replace(
        config, labels=("toxic",), recordings=(), network=replace(config.network, labels=1), training=training
    )


def runs(all_of: Augmentation) -> Iterator[tuple[str, Augmentation]]:
    """The names and the augmentations to compare: all, none, and for each change that is made all but it, and it alone
    with the probability that it has among the others.
    """
    yield "all", all_of
    yield "none", Augmentation()
    for name, probability in asdict(all_of).items():
        if probability > 0:
            yield f"without_{name}", replace(all_of, **{name: 0.0})
            yield f"only_{name}", Augmentation(**{name: probability})


def some(clips: list[Clip], count: int | None) -> list[Clip]:
    """At most `count` clips, at equal distances."""
    if count is None or count >= len(clips):
        return clips
    return [clips[i * len(clips) // count] for i in range(count)]


def toxic_auc(config: RunConfig, folder: Path, clips: list[Clip]) -> float:
    """The AUC of the first output of a run's best epoch."""
    network = AttentiveCnn(config.network, config.training.batch_norm, config.training.dropout)
    network.load_state_dict(torch.load(folder / "best.pt", weights_only=True))
    logits = predict(network, clips, LogMel(config.features)).reshape(len(clips), -1)[:, 0]
    return auc(logits, np.array([clip.toxic for clip in clips]))


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
