"""Measures a model: on the synthesised utterances, and for false alarms on recordings of real people."""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from earful_models.augment import nonspeech
from earful_models.corpus import SAMPLE_RATE, TOXIC_LABELS, Clip, load_real, load_spoken, real_corpora
from earful_models.features import LogMel
from earful_models.metrics import Bools, Floats, at_threshold, auc, average_precision, bootstrap
from earful_models.model_file import ModelFile, load_model
from earful_models.train import predict

SAMPLE = 300
"""Recordings drawn from each corpus, or from each emotion of it."""


def evaluate(path: Path, corpus: Path, cache: Path, results: Path) -> None:
    """Writes the figures of a model's first label as JSON."""
    model = load_model(path)
    figures = {
        "validation": spoken_figures(model, load_spoken(corpus, cache, "val")),
        "test": spoken_figures(model, load_spoken(corpus, cache, "test")),
        "real": {name: real_figures(model, load_real(corpus, cache, name)) for name in real_corpora(corpus)},
        "nonspeech": rates(model, [nonspeech(np.random.default_rng([9, i])) for i in range(SAMPLE)]),
    }
    results.write_text(json.dumps(figures, indent=1) + "\n")


def spoken_figures(model: ModelFile, clips: list[Clip]) -> dict[str, Any]:
    """Threshold-free figures, figures at each operating point, and recall and AUC of parts of the clips."""
    scores, toxic = clip_scores(model, clips), np.array([clip.toxic for clip in clips])
    points = thresholds(model)
    return {
        "clips": len(clips),
        "toxic": int(toxic.sum()),
        "auc": with_interval(auc, scores, toxic),
        "average_precision": with_interval(average_precision, scores, toxic),
        "auc_of_duration_alone": with_interval(auc, durations(clips), toxic),
        "operating_points": {name: point_figures(scores, toxic, threshold) for name, threshold in points.items()},
        "recall_by_label": {
            label: {
                name: round(float(np.mean(scores[has_label(clips, label)] >= threshold)), 4)
                for name, threshold in points.items()
            }
            for label in TOXIC_LABELS
            if has_label(clips, label).any()
        },
        "auc_by": {
            "engine": auc_by([clip.row["engine"] for clip in clips], scores, toxic),
            "source": auc_by([clip.row["source"] for clip in clips], scores, toxic),
            # A voice is one style or a mix of styles, its main one first.
            "voice": auc_by([clip.row["component_styles"].split("+")[0] for clip in clips], scores, toxic),
        },
    }


def clip_scores(model: ModelFile, clips: list[Clip]) -> Floats:
    """The score of the first label for each clip."""
    label = model.labels[0]
    logits = predict(model.network, clips, LogMel(model.features))[:, 0]
    return np.array([model.calibrated(label, logit) for logit in logits])


def durations(clips: list[Clip]) -> Floats:
    """Seconds of each clip. Toxic utterances are longer here, so even this scores above chance."""
    return np.array([len(clip.samples) / SAMPLE_RATE for clip in clips])


def thresholds(model: ModelFile) -> dict[str, float]:
    """The first label's threshold at each operating point."""
    return {name: point[model.labels[0]] for name, point in model.header["operating_points"].items()}


def with_interval(metric: Callable[[Floats, Bools], float], scores: Floats, toxic: Bools) -> list[float]:
    """The value and its 95 % bootstrap interval."""
    return [round(value, 4) for value in (metric(scores, toxic), *bootstrap(metric, scores, toxic))]


def point_figures(scores: Floats, toxic: Bools, threshold: float) -> dict[str, Any]:
    """The figures at a threshold, each with its interval."""
    names = at_threshold(scores, toxic, threshold)
    figures: dict[str, Any] = {"threshold": threshold}
    for name in names:
        figures[name] = with_interval(lambda s, t, name=name: at_threshold(s, t, threshold)[name], scores, toxic)  # type: ignore[misc]
    return figures


def has_label(clips: list[Clip], label: str) -> Bools:
    """Which clips have this label."""
    return np.array([clip.row[label] == "1" for clip in clips])


def auc_by(groups: list[str], scores: Floats, toxic: Bools) -> dict[str, dict[str, float]]:
    """The AUC within each group that has at least 10 clips of each class; groups names the group of each clip."""
    figures = {}
    for group in sorted(set(groups)):
        part = np.array(groups) == group
        if min(toxic[part].sum(), (~toxic)[part].sum()) >= 10:
            figures[group] = {"clips": int(part.sum()), "auc": round(auc(scores[part], toxic[part]), 4)}
    return figures


def real_figures(model: ModelFile, clips: list[Clip]) -> dict[str, Any]:
    """False alarms of a random sample of each emotion of a corpus, or of the whole corpus where emotions are not known.
    They are read, scripted or acted without toxic words.
    """
    parts: dict[str, list[Clip]] = defaultdict(list)
    for clip in clips:
        parts[clip.row["emotion"] or "all"].append(clip)
    figures = {}
    for name, part in sorted(parts.items()):
        chosen = np.random.default_rng(4).permutation(len(part))[:SAMPLE]
        figures[name] = rates(model, [part[i].samples.astype(np.float32) / np.float32(32768) for i in chosen])
    return figures


def rates(model: ModelFile, recordings: list[np.ndarray[Any, np.dtype[np.float32]]]) -> dict[str, Any]:
    """Share of clips over each operating point, alarms per hour of audio, and the median score. Long recordings are
    scored as the runtime does it: windows of 15 s, the maximum over windows.
    """
    recordings = [samples for samples in recordings if len(samples) >= SAMPLE_RATE // 10]
    scores = np.array(
        [model.score(torch.from_numpy(samples))[model.labels[0]] for samples in tqdm(recordings, leave=False)]
    )
    hours = sum(len(samples) for samples in recordings) / SAMPLE_RATE / 3600
    figures: dict[str, Any] = {
        "clips": len(scores),
        "hours": round(hours, 3),
        "median": round(float(np.median(scores)), 4),
    }
    for name, threshold in thresholds(model).items():
        alarms = int(np.sum(scores >= threshold))
        figures[name] = {"rate": round(alarms / len(scores), 4), "per_hour": round(alarms / hours, 1)}
    return figures
