"""Trains a network by a recipe, resumably."""

import copy
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from earful_models.augment import Augmenter, Sounds
from earful_models.auxiliary import AuxiliaryTasks, Weights
from earful_models.batches import Batch, batches_ahead, plain_batches
from earful_models.config import RunConfig, load_config
from earful_models.corpus import Clip, load_spoken
from earful_models.evaluation.metrics import Floats, Metric, auc, average_precision
from earful_models.features import LogMel
from earful_models.history import History
from earful_models.network import AttentiveCnn
from earful_models.recordings import load_recordings
from earful_models.run_folder import open_run
from earful_models.schedule import SCHEDULES
from earful_models.targets import targets_of
from earful_models.teacher import Teacher

VALIDATION_BATCH = 32


def train(config_path: Path, corpus: Path, runs: Path) -> None:
    """Trains until the recipe stops; runs again from the last whole epoch if it was interrupted.

    Leaves in runs/NAME: config.toml, history.jsonl (a line per epoch), last.pt and best.pt (the epoch of the highest
    validation AUC).
    """
    config = load_config(config_path)
    folder = runs / config.name
    cache = runs.parent / "corpus"
    clips, validation = (
        load_spoken(corpus, cache, split) + load_recordings(corpus, cache, config, split) for split in ("train", "val")
    )
    open_run(folder, config_path, {"train": [clip.row for clip in clips], "val": [clip.row for clip in validation]})
    trainer = Trainer(config, folder, clips, validation, Sounds(cache, "train", clips))
    if config.start:
        trainer.start_from(runs / config.start / "best.pt")
    trainer.run()


@dataclass
class Trainer:
    """A run in progress: network, tasks, optimiser, schedule and the history so far."""

    config: RunConfig
    folder: Path
    clips: list[Clip]
    validation: list[Clip]
    sounds: Sounds | None = None
    """What augmentation mixes in; without it there are rooms, made in the run's folder, and babble, but no games."""
    stopped: bool = False

    def __post_init__(self) -> None:
        recipe = self.config.training
        torch.manual_seed(self.config.seed)
        self.history = History(self.folder, "cv_auc")
        self.log_mel = LogMel(self.config.features)
        sounds = self.sounds or Sounds(self.folder, "train", self.clips)
        self.augmenter = Augmenter(self.config.augmentation, self.clips, sounds, self.config.labels)
        self.network = AttentiveCnn(self.config.network, recipe.batch_norm, recipe.dropout)
        self.network.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network)
        self.teacher = Teacher(self.clips) if recipe.teacher_weight > 0 else None
        weights = Weights(recipe.word_weight, recipe.letter_weight, recipe.label_weight)
        self.tasks = AuxiliaryTasks(self.clips, self.config.network, weights)
        self.everything = nn.ModuleList([self.network, self.tasks])
        parameters = self.everything.parameters()
        self.optimiser: torch.optim.Optimizer
        if recipe.optimiser == "sgd":
            self.optimiser = torch.optim.SGD(parameters, recipe.rate, weight_decay=recipe.weight_decay)
        else:
            self.optimiser = torch.optim.AdamW(parameters, recipe.rate, weight_decay=recipe.weight_decay)
        self.schedule = SCHEDULES[recipe.schedule]()

    def start_from(self, best: Path) -> None:
        """Takes the weights of another run's best epoch, but for the outputs. Raises ValueError if its network is of
        another architecture.
        """
        state = torch.load(best, weights_only=True)
        for network in (self.network, self.average):
            inner = {name: value for name, value in state.items() if not name.startswith("output.")}
            try:
                missing, unexpected = network.load_state_dict(inner, strict=False)
            except RuntimeError as error:
                raise ValueError(f"{best} is of another architecture: {error}") from error
            if unexpected or any(not name.startswith("output.") for name in missing):
                raise ValueError(f"{best} is of another architecture: {[*missing, *unexpected]}")

    def run(self) -> None:
        """Trains the epochs that are left."""
        self._resume()
        while not self.stopped and len(self.history) < self.config.training.epochs:
            self._epoch(len(self.history) + 1)

    def _epoch(self, epoch: int) -> None:
        began = time.monotonic()
        torch.manual_seed(self.config.seed * 1000 + epoch)
        loss, extra_loss = self._train_epoch(epoch)
        logits = predict(self.average, self.validation, self.log_mel)
        targets = np.stack([targets_of(clip, self.config.labels) for clip in self.validation]).astype(np.float64)
        cv_loss = float(known_cross_entropy(torch.from_numpy(logits), torch.from_numpy(targets)))
        self.stopped = self.schedule.after_epoch(cv_loss)
        record = {
            "epoch": epoch,
            "loss": round(loss, 5),
            "auxiliary_loss": round(extra_loss, 5),
            "cv_loss": round(cv_loss, 5),
            "cv_auc": round(mean_over_labels(auc, logits, targets), 5),
            "cv_average_precision": round(mean_over_labels(average_precision, logits, targets), 5),
            "rate": self.optimiser.param_groups[0]["lr"],
            "seconds": round(time.monotonic() - began, 1),
        }
        best = self.average.state_dict()
        state = {
            "model": self.everything.state_dict(),
            "average": best,
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state(),
            "stopped": self.stopped,
        }
        self.history.add(record, state, best)

    def _train_epoch(self, epoch: int) -> tuple[float, float]:
        recipe, total, total_extra, count = self.config.training, 0.0, 0.0, 0
        augmenter = self.augmenter.scaled(min(1, epoch / recipe.ramp))
        batches = batches_ahead(augmenter, self.log_mel, recipe.batch_size, self.config.seed, epoch)
        steps = -(-len(self.clips) // recipe.batch_size)
        self.everything.train()
        for i, batch in enumerate(tqdm(batches, f"epoch {epoch}", steps, leave=False, mininterval=5)):
            for group in self.optimiser.param_groups:
                group["lr"] = recipe.rate * self.schedule.factor((epoch - 1 + i / steps) / recipe.epochs)
            self.optimiser.zero_grad()
            main, extra = self._losses(batch)
            (main + extra).backward()
            self.optimiser.step()
            self._follow((epoch - 1) * steps + i)
            size = len(batch.targets)
            total, total_extra, count = total + main.item() * size, total_extra + extra.item() * size, count + size
        return total / count, total_extra / count

    def _follow(self, step: int) -> None:
        """Moves the average towards the network, faster at the beginning."""
        decay = min(self.config.training.average, (1 + step) / (10 + step))
        with torch.no_grad():
            pairs = zip(self.average.state_dict().values(), self.network.state_dict().values(), strict=True)
            for mean, value in pairs:
                if mean.is_floating_point():
                    mean.lerp_(value, 1 - decay)

    def _losses(self, batch: Batch) -> tuple[Tensor, Tensor]:
        recipe = self.config.training
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bfloat16):
            output = self.network(batch.log_mel, batch.lengths)
        output = output._replace(logits=output.logits.float(), features=output.features.float())
        targets = batch.targets
        if self.teacher is not None:
            toxic = self.config.labels.index("toxic")
            targets = targets.clone()
            targets[:, toxic] = self.teacher.soften(targets[:, toxic], batch.rows, recipe.teacher_weight)
        smooth = targets * (1 - 2 * recipe.label_smoothing) + recipe.label_smoothing
        main = known_cross_entropy(output.logits, smooth)
        return main, self.tasks.loss(output, batch.lengths, batch.rows)

    def _resume(self) -> None:
        if state := self.history.resume():
            self.everything.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.schedule = SCHEDULES[self.config.training.schedule](**state["schedule"])
            self.stopped = state["stopped"]


def predict(network: AttentiveCnn, clips: list[Clip], log_mel: LogMel) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The logits [clips, outputs] of clips, unchanged and at most 15 s long."""
    logits = np.zeros((len(clips), network.architecture.labels))
    network.eval()
    with torch.inference_mode():
        for batch, chosen in plain_batches(clips, log_mel, VALIDATION_BATCH):
            logits[chosen] = network(batch.log_mel, batch.lengths).logits.double().numpy()
    return logits


def known_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """Binary cross-entropy of logits [clips, outputs]: its mean over the clips of known target, summed over outputs."""
    total = logits.sum() * 0
    for logit, target in zip(logits.T, targets.T, strict=True):
        known = ~target.isnan()
        if known.any():
            total = total + F.binary_cross_entropy_with_logits(logit[known], target[known])
    return total


def mean_over_labels(metric: Metric, logits: Floats, targets: Floats) -> float:
    """The mean of a metric over the outputs, each on the clips whose target is known."""
    known = ~np.isnan(targets)
    pairs = [(logits[k, i], targets[k, i] == 1) for i, k in enumerate(known.T)]
    return float(np.mean([metric(scores, positive) for scores, positive in pairs]))
