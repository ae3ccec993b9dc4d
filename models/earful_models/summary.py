"""How a model came to be, in a paragraph for its file."""

from pathlib import Path

import numpy as np

from earful_models.config import RunConfig
from earful_models.corpus import SAMPLE_RATE, Clip, load_spoken
from earful_models.evaluation.operating_points import FALSE_ALARM_RATES
from earful_models.history import records_of
from earful_models.recordings import load_recordings
from earful_models.run_folder import origin_of
from earful_models.targets import targets_of

MEANINGS = {
    "toxic": "is any of profanity, bullying, dating_sexting, racism and other in the words, against no_violation",
    "heated": "is an angry or shouting voice, whatever the words",
}


def summary(config: RunConfig, run: Path, corpus: Path, cache: Path) -> str:
    """Counts what the corpus has for this configuration, so export with the corpus that the run was trained on."""
    epochs = records_of(run)
    best = max(epochs, key=lambda epoch: epoch["cv_auc"])
    meanings = "; ".join(f"{label} {MEANINGS[label]}" for label in config.labels if label in MEANINGS)
    rates = ", ".join(f"{100 * rate:g} % ({name})" for name, rate in FALSE_ALARM_RATES.items())
    start = f"from the weights of the run {config.start}, " if config.start else ""
    mean = "mean " if len(config.labels) > 1 else ""
    return (
        f"Trained on {_material(config, corpus, cache, 'train')}. {meanings}. "
        f"Recipe models/configs/{config.name}.toml, {start}seed {config.seed}, epoch {best['epoch']} of {len(epochs)}; "
        f"{mean}validation AUC {best['cv_auc']:.3f}. "
        f"Calibrated on {_material(config, corpus, cache, 'val')}, all of the validation split. "
        f"Operating points: at most {rates} false alarms in each group of validation clips without the label. "
        f"Trained at {origin_of(run)}."
    )


def _material(config: RunConfig, corpus: Path, cache: Path, split: str) -> str:
    spoken = load_spoken(corpus, cache, split)
    recordings = load_recordings(corpus, cache, config, split)
    text = f"{len(spoken):,} synthesised English utterances of public labelled texts ({hours(spoken)})"
    if recordings:
        speakers = len({clip.row["speaker"] for clip in recordings})
        text += f" and {len(recordings):,} recordings of {speakers} people from {', '.join(config.recordings)}"
        text += f" ({hours(recordings)}; {_positive(config, recordings)})"
    return text


def _positive(config: RunConfig, clips: list[Clip]) -> str:
    """How many are so, of each label that recordings can have."""
    targets = np.array([targets_of(clip, config.labels) for clip in clips])
    known = [i for i in range(len(config.labels)) if not np.isnan(targets[:, i]).all()]
    return ", ".join(f"{int(np.nansum(targets[:, i])):,} {config.labels[i]}" for i in known)


def hours(clips: list[Clip]) -> str:
    return f"{sum(len(clip.samples) for clip in clips) / SAMPLE_RATE / 3600:.1f} h"
