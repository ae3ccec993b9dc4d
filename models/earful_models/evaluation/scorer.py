"""What is measured: anything that gives each clip a score per label."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import torch
from tqdm import tqdm

from earful_models.corpus import TOXIC_LABELS, Clip
from earful_models.evaluation.metrics import Floats
from earful_models.model_file import ModelFile
from earful_models.window import SHORTEST

Thresholds = dict[str, dict[str, float]]
"""By operating point, then by label."""


@dataclass(frozen=True)
class Scores:
    """by_label: a score for each clip, NaN where there is none; errors: why, by the clip's id."""

    by_label: dict[str, Floats]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def toxic(self) -> Floats:
        """The score of any toxicity: the label `toxic`, or else the highest of the toxic labels."""
        if "toxic" in self.by_label:
            return self.by_label["toxic"]
        return np.max([self.by_label[label] for label in TOXIC_LABELS if label in self.by_label], axis=0)

    def of(self, label: str) -> Floats:
        """The score that finds a label best: its own, or that of any toxicity where it has none."""
        return self.by_label.get(label, self.toxic)


class Scorer(Protocol):
    """A model, a command or a peer."""

    name: str
    about: str
    """One line on what it is."""

    def score(self, clips: list[Clip], what: str) -> Scores:
        """The scores of these clips; `what` names them in a progress bar."""
        ...


class ModelScorer:
    """A model file, scored as the runtime does it: windows of 15 s, the maximum over windows."""

    def __init__(self, model: ModelFile, by: Scorer | None = None) -> None:
        """by: what scores in PyTorch's place, such as a runtime that has loaded this file."""
        header = model.header
        self.model = model
        self.by = by
        self.name = f"{header['name']} {header['version']}"
        self.about: str = header["training"]
        self.thresholds: Thresholds = header["operating_points"]

    def score(self, clips: list[Clip], what: str) -> Scores:
        if self.by:
            return self.by.score(clips, what)
        scores = np.full((len(self.model.labels), len(clips)), np.nan)
        errors = {}
        for i, clip in enumerate(tqdm(clips, what, leave=False, mininterval=2)):
            if len(clip.samples) < SHORTEST:
                errors[clip_id(clip)] = f"shorter than {SHORTEST} samples"
                continue
            samples = torch.from_numpy(clip.samples.astype(np.float32) / np.float32(32768))
            scores[:, i] = list(self.model.score(samples).values())
        return Scores(dict(zip(self.model.labels, scores, strict=True)), errors)


def languages_of(scorer: Scorer) -> list[str]:
    """Whose synthesised speech it is measured on: those that a model file names, of anything else English."""
    return list(scorer.model.header["languages"]) if isinstance(scorer, ModelScorer) else ["en"]


def clip_id(clip: Clip) -> str:
    """What names a clip without showing its text."""
    return clip.row.get("id") or clip.row["path"]
