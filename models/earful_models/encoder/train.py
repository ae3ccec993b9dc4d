"""Trains a speech encoder by a recipe, resumably: its last blocks and its head, on what the frozen ones have heard."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from earful_models.augment import Sounds
from earful_models.corpus import LABELS, load_spoken
from earful_models.encoder.config import EncoderConfig, load_encoder_config
from earful_models.encoder.figures import Logits, six_targets, validation_figures
from earful_models.encoder.heard import HeardClips, Part
from earful_models.encoder.injection import Injected, TextInjection
from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.start import first_encoder, kept
from earful_models.history import History
from earful_models.label.release import RELEASED, load_text_classifier
from earful_models.label.sentence_encoder import SentenceEncoder
from earful_models.precision import half_precision
from earful_models.run_folder import open_run
from earful_models.teach.vectors import Kept, LayerEncoder
from earful_models.whole import write_json

WARM_UP = 0.05
"""Share of the steps over which the rates rise; then they fall in a straight line."""


def train_encoder(config_path: Path, corpus: Path, build: Path) -> None:
    """Trains until the recipe stops; runs again from the last whole epoch if it was interrupted.

    Leaves in build/runs/NAME: config.toml, history.jsonl (a line per epoch), last.pt and best.pt (the epoch of the
    highest mean average precision on the English validation clips) and start.json, those figures of the file that it
    goes on from. The lower blocks' outputs stay in build/heard.
    """
    config = load_encoder_config(config_path)
    folder = build / "runs" / config.name
    cache = build / "corpus"
    clips, validation = (load_spoken(corpus, cache, split, config.languages) for split in ("train", "val"))
    open_run(folder, config_path, {"train": [clip.row for clip in clips], "val": [clip.row for clip in validation]})
    torch.manual_seed(config.seed)  # of the head's first weights
    config = kept(config, folder)
    encoder = first_encoder(config, build)
    heard = HeardClips(config, clips, Sounds(cache, "train", clips), build / "heard")
    EncoderTrainer(config, folder, encoder, heard, HeardClips(config, validation, None, build / "heard"), build).run()


class EncoderTrainer:
    """A run in progress."""

    def __init__(
        self,
        config: EncoderConfig,
        folder: Path,
        encoder: SpeechEncoder,
        heard: HeardClips,
        validation: HeardClips,
        build: Path,
    ) -> None:
        """folder: of the run; heard: what it learns from; build: where the texts' embeddings are kept."""
        torch.manual_seed(config.seed)
        self.config, self.encoder, self.heard, self.validation = config, encoder, heard, validation
        self.encoder.deafen(max(0, config.frozen - 1))
        clips = heard.clips
        english = [clip.row["text"] if clip.row.get("language", "en") == "en" else "" for clip in clips]
        reader = Kept(SentenceEncoder(), build)
        self.injected = Injected(encoder, config.injection_block)
        self.injection = TextInjection(config, self.injected.size, english, reader)
        self.teacher = teacher(english, reader) if config.teacher_weight > 0 else np.zeros((len(clips), len(LABELS)))
        self.english = np.array([bool(text) for text in english])
        targets = six_targets(clips)
        share = torch.from_numpy(targets.mean(0)).float().clamp(min=1e-3)
        self.positive_weight = ((1 - share) / share).sqrt()
        self.steps_an_epoch = -(-len(clips) // config.batch_size)
        self.history = History(folder, "map")
        for i, block in enumerate(self.encoder.blocks):
            block.requires_grad_(i >= config.frozen)
        if config.frozen:
            self.encoder.blocks[config.frozen - 1].exit_norm.requires_grad_(True)
        self.encoder.conv1.requires_grad_(False)
        self.encoder.conv2.requires_grad_(False)
        blocks = [p for p in self.encoder.blocks.parameters() if p.requires_grad]
        head = [p for n, p in self.encoder.named_parameters() if p.requires_grad and not n.startswith("blocks.")]
        self.optimiser = torch.optim.AdamW(
            [{"params": head + list(self.injection.parameters())}, {"params": blocks}],
            weight_decay=config.weight_decay,
            betas=(0.9, 0.98),
            fused=True,
        )

    def run(self) -> None:
        """Trains the epochs that are left."""
        if state := self.history.resume():
            self.encoder.load_state_dict(state["encoder"])
            self.injection.load_state_dict(state["injection"])
            self.optimiser.load_state_dict(state["optimiser"])
        elif self.config.start:
            write_json(rounded(self._figures()), self.history.folder / "start.json")
        passes = [epoch % self.config.passes for epoch in range(len(self.history), self.config.epochs)]
        parts = self.heard.parts(self.encoder, passes)
        while len(self.history) < self.config.epochs:
            self._epoch(len(self.history) + 1, parts)

    def _epoch(self, epoch: int, parts: Iterator[Part]) -> None:
        began = time.monotonic()
        torch.manual_seed(self.config.seed * 1000 + epoch)
        order = random.Random(self.config.seed * 1000 + epoch)
        total = np.zeros(2)
        step = (epoch - 1) * self.steps_an_epoch
        self.encoder.train()
        with tqdm(total=len(self.heard.clips), desc=f"epoch {epoch}", leave=False, mininterval=5) as bar:
            while bar.n < len(self.heard.clips):
                part = next(parts)
                for indices in batches(part, self.config.batch_size, order):
                    total += self._step(part, indices, step) * len(indices)
                    step += 1
                    bar.update(len(indices))
        losses = {"loss": total[0] / bar.n, "injection_loss": total[1] / bar.n}
        record = {
            "epoch": epoch,
            **rounded({**losses, **self._figures()}),
            "seconds": round(time.monotonic() - began, 1),
        }
        best = self.encoder.state_dict()
        state = {
            "encoder": best,
            "injection": self.injection.state_dict(),
            "optimiser": self.optimiser.state_dict(),
        }
        self.history.add(record, state, best)

    def _step(self, part: Part, indices: list[int], step: int) -> NDArray[np.float64]:
        """Returns the two losses."""
        progress = step / (self.steps_an_epoch * self.config.epochs)
        head, blocks = self.optimiser.param_groups
        head["lr"] = self.config.head_rate * schedule(progress)
        blocks["lr"] = self.config.block_rate * schedule(progress)
        for parameter in blocks["params"]:
            parameter.requires_grad_(progress >= self.config.gate)
        x, mask = part.batch(indices)
        rows = [part.rows[i] for i in indices]
        with half_precision():
            output = self.encoder.above(x, mask, self.config.frozen)
        pooled = F.dropout(output.hidden.float(), self.config.dropout)
        logits = self.encoder.output(pooled)
        main = F.binary_cross_entropy_with_logits(
            logits, self._targets(part.targets[indices], rows), pos_weight=self.positive_weight
        )
        injected = self.injection.loss(self.injected.embedding(pooled, mask), rows)
        self.optimiser.zero_grad()
        weight = self.config.injection_weight if self.config.injection != "none" else 0.0
        ((main + weight * injected) / (1 + weight)).backward()
        torch.nn.utils.clip_grad_norm_(self.encoder.parameters(), 1.0)
        self.optimiser.step()
        return np.array([main.item(), injected.item()])

    def _targets(self, toxic: Tensor, rows: list[tuple[int, ...]]) -> Tensor:
        """The six targets [batch, 6], moved towards the teacher's where it knows all that is said."""
        hard = torch.cat([toxic, 1 - toxic.amax(1, keepdim=True)], 1)
        known = [i for i, clips in enumerate(rows) if len(clips) == 1 and self.english[clips[0]]]
        if known:
            soft = torch.from_numpy(self.teacher[[rows[i][0] for i in known]]).float()
            hard[known] = torch.lerp(hard[known], soft, self.config.teacher_weight)
        return hard

    def _figures(self) -> dict[str, float]:
        return validation_figures(self.predict(), self.validation.clips)

    def predict(self) -> Logits:
        """The logits [clips, 6] of the validation clips."""
        self.encoder.eval()
        with torch.inference_mode():
            return predict(self.encoder, self.validation.parts(self.encoder, [0]), self.config)


def rounded(figures: dict[str, float]) -> dict[str, float]:
    """To what a record tells."""
    return {name: round(float(value), 4) for name, value in figures.items()}


def schedule(progress: float) -> float:
    """What the rates are multiplied by, at a share of all steps."""
    return min(progress / WARM_UP, 1) * max(0.02, 1 - progress)


def batches(part: Part, size: int, order: random.Random) -> Iterator[list[int]]:
    """The part's examples in batches of alike length, so that little is padded, in a random order."""
    examples = list(range(len(part)))
    order.shuffle(examples)
    lengths = torch.diff(part.ends, prepend=torch.zeros(1, dtype=torch.long)).tolist()
    examples.sort(key=lambda i: lengths[i])
    groups = [examples[i : i + size] for i in range(0, len(examples), size)]
    order.shuffle(groups)
    yield from groups


def predict(encoder: SpeechEncoder, parts: Iterator[Part], config: EncoderConfig) -> Logits:
    """The logits [clips, 6], in the parts' order."""
    logits = []
    for part in parts:
        of_part = torch.zeros(len(part), encoder.sizes.labels)
        for indices in batches(part, config.batch_size, random.Random(0)):
            of_part[indices] = encoder.above(*part.batch(indices), config.frozen).logits
        logits.append(of_part)
    return torch.cat(logits).double().numpy()


def teacher(texts: list[str], reader: LayerEncoder) -> NDArray[np.float64]:
    """The probabilities [texts, 6] that the text classifier gives; it has been trained on training texts alone."""
    return load_text_classifier(RELEASED, reader).classifier.predict(texts)
