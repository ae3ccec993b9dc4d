"""Trains a text model by a recipe, resumably: all of it, from MiniLM's weights."""

import random
import time
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from earful_models.encoder.train import schedule
from earful_models.evaluation.metrics import Floats, auc, average_precision
from earful_models.history import History
from earful_models.label.text_classifier import plain
from earful_models.run_folder import open_run
from earful_models.teach.ehsor import Standardised
from earful_models.text_encoder.batches import batches, detected, padded
from earful_models.text_encoder.config import TextConfig, load_text_config
from earful_models.text_encoder.examples import TextExamples, english_rows, text_examples
from earful_models.text_encoder.labels import HATE_LABELS, TEXT_LABELS
from earful_models.text_encoder.loss import text_loss
from earful_models.text_encoder.network import TextEncoder
from earful_models.text_encoder.pretrained import pretrained_text_encoder, whole_tokeniser
from earful_models.text_encoder.scores import logits_of
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.text_encoder.vocabulary import pruned
from earful_models.texts.language import common_words
from earful_models.whole import whole

MEASURED = 2000
"""Texts whose layers tell the scale of what the heads are given."""


def train_text(config_path: Path, corpora: Path, table: Path, runs: Path) -> None:
    """Trains until the recipe stops; runs again from the last whole epoch if it was interrupted. table: of `texts`.

    Leaves in runs/NAME: config.toml, vocabulary.txt, history.jsonl (a line per epoch), last.pt and best.pt (the epoch
    of the highest mean average precision on the validation texts).
    """
    config = load_text_config(config_path)
    folder = runs / config.name
    rows = english_rows(table)
    open_run(folder, config_path, {split: [row for row in rows if row["split"] == split] for split in ("train", "val")})
    train, validation = (text_examples(corpora, rows, split) for split in ("train", "val"))
    pieces = folder / "vocabulary.txt"
    if not pieces.exists():
        spelt = train.texts + [plain(text) for text in train.texts]
        with whole(pieces) as unfinished:
            chosen = pruned(whole_tokeniser(), spelt, common_words("en"), config.pieces)
            unfinished.write_text("\n".join(chosen), "utf-8")
    vocabulary = pieces.read_text("utf-8").split("\n")
    torch.manual_seed(config.seed)
    encoder = pretrained_text_encoder(vocabulary, config.layers)
    TextTrainer(config, folder, encoder, Tokeniser(vocabulary), train, validation).run()


class TextTrainer:
    """A run in progress."""

    def __init__(
        self,
        config: TextConfig,
        folder: Path,
        encoder: TextEncoder,
        tokeniser: Tokeniser,
        train: TextExamples,
        validation: TextExamples,
    ) -> None:
        torch.set_num_threads(1)
        self.config, self.encoder = config, encoder
        most = encoder.sizes.most_tokens
        self.spellings = [
            [tokeniser.stretches(text, most)[0] for text in texts]
            for texts in (train.texts, [plain(text) for text in train.texts])
        ]
        self.targets = torch.from_numpy(train.targets).float()
        self.validation = [tokeniser.stretches(text, most)[0] for text in validation.texts]
        self.validation_targets = validation.targets
        self.standard = Standardised(encoder.shared.in_features)
        # What the heads are given is on one scale while they learn; `export` makes it part of the weights.
        encoder.shared.register_forward_pre_hook(lambda _, heard: self.standard(heard[0]))
        heads = [p for n, p in encoder.named_parameters() if n.startswith(("shared", "sub_", "emotion", "correlation"))]
        body = [p for n, p in encoder.named_parameters() if n.startswith(("word_", "positions", "embedding", "blocks"))]
        groups = [{"params": heads}, {"params": body}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=config.weight_decay, fused=True)
        self.history = History(folder, "map")

    def run(self) -> None:
        """Trains the epochs that are left."""
        if state := self.history.resume():
            self.encoder.load_state_dict(state["encoder"])
            self.standard.load_state_dict(state["standard"])
            self.optimiser.load_state_dict(state["optimiser"])
        else:
            self._measure()
        while len(self.history) < self.config.epochs:
            self._epoch(len(self.history) + 1)

    def _measure(self) -> None:
        """The scale of the pretrained layers' outputs, on some of the texts."""
        chosen = random.Random(self.config.seed).sample(range(len(self.targets)), min(MEASURED, len(self.targets)))
        ids = sorted((self.spellings[0][i] for i in chosen), key=len)
        with torch.inference_mode():
            heard = [self.encoder.heard(*padded(ids[i : i + 64])) for i in range(0, len(ids), 64)]
        self.standard.measure(torch.cat(heard).clone())

    def _epoch(self, epoch: int) -> None:
        began = time.monotonic()
        torch.manual_seed(self.config.seed * 1000 + epoch)
        order = random.Random(self.config.seed * 1000 + epoch)
        # A text comes in one of its spellings, and in the other one in the next epoch.
        first = [order.randrange(2) for _ in self.targets] if epoch % 2 else self._turned(epoch)
        ids = [self.spellings[spelling][i] for i, spelling in enumerate(first)]
        total, steps = 0.0, -(-len(ids) // self.config.batch_size)
        self.encoder.train()
        chosen = batches([len(text) for text in ids], self.config.batch_size, order)
        for step, indices in enumerate(tqdm(chosen, f"epoch {epoch}", steps, leave=False, mininterval=10)):
            self._rates((epoch - 1 + step / steps) / self.config.epochs)
            loss = text_loss(detected(self.encoder, [ids[i] for i in indices]), self.targets[indices])
            self.optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.encoder.parameters(), 1.0)
            self.optimiser.step()
            total += loss.item() * len(indices)
        figures = validation_figures(self.predict(), self.validation_targets)
        record = {
            "epoch": epoch,
            **{name: round(value, 4) for name, value in {"loss": total / len(ids), **figures}.items()},
            "seconds": round(time.monotonic() - began, 1),
        }
        best = {"encoder": self.encoder.state_dict(), "standard": self.standard.state_dict()}
        self.history.add(record, {**best, "optimiser": self.optimiser.state_dict()}, best)

    def _turned(self, epoch: int) -> list[int]:
        order = random.Random(self.config.seed * 1000 + epoch - 1)
        return [1 - order.randrange(2) for _ in self.targets]

    def _rates(self, progress: float) -> None:
        heads, body = self.optimiser.param_groups
        heads["lr"] = self.config.head_rate * schedule(progress)
        body["lr"] = self.config.encoder_rate * schedule(progress)

    def predict(self) -> Floats:
        """The logits [texts, labels] of the validation texts."""
        return logits_of(self.encoder, self.validation)


def validation_figures(logits: Floats, targets: Floats) -> dict[str, float]:
    """Average precision by label, its mean over those of hate, and the AUC of any toxicity. Of known targets."""
    figures: dict[str, float] = {}
    for i, label in enumerate(TEXT_LABELS):
        known = ~np.isnan(targets[:, i])
        positive = targets[known, i] == 1
        if positive.any() and not positive.all():
            figures[label] = average_precision(logits[known, i], positive)
            if label == "toxic":
                figures["auc"] = auc(logits[known, i], positive)
    return {"map": float(np.mean([figures[name] for name in HATE_LABELS if name in figures])), **figures}
