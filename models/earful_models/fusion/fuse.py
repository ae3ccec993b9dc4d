"""Fits the weights that make one score of a voice's and its caption's, and measures what comes of it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from earful_models.corpus import TOXIC_LABELS, Clip, load_spoken
from earful_models.evaluation.comparison import real_sample, sample
from earful_models.evaluation.discrimination import of_label
from earful_models.evaluation.false_alarms import false_alarms
from earful_models.evaluation.operating_points import ANY, choose_thresholds, clean_of, with_margin
from earful_models.evaluation.real_halves import ordinary_speech
from earful_models.evaluation.scored import scored
from earful_models.evaluation.scorer import ModelScorer, Scorer, Thresholds
from earful_models.fingerprint import file_fingerprint
from earful_models.fusion.page import page
from earful_models.fusion.scorers import CaptionScorer, FusedScorer
from earful_models.fusion.weights import Weights, choose_weights
from earful_models.label.transcribe import Transcriber
from earful_models.model_file import Labelled, load_model
from earful_models.text_encoder.model_file import load_text_model
from earful_models.whole import whole

SENTENCES = ("librispeech", "intents")
"""Of ordinary speech the corpora that have sentences: a word or two need no caption."""


def fuse(voice_path: Path, text_path: Path, corpus: Path, cache: Path, out: Path) -> None:
    """Puts the weights and operating points of the two models into out, which keeps those of other voice models with
    the same text model's file, and prints tables of the test clips: of each split a sample, as captions are Whisper's.
    """
    heard, read = load_model(voice_path), load_text_model(text_path)
    files = {"voice": identity(heard, voice_path), "text": identity(read, text_path)}  # before others take their place
    voice: Scorer = ModelScorer(heard)
    text: Scorer = CaptionScorer(read, Transcriber(cache.parent).transcribe)
    labels = [label for label in (ANY, *TOXIC_LABELS) if label in heard.labels and label in read.labels]
    languages = [language for language in heard.header["languages"] if language in read.header["languages"]]
    validation = sample(load_spoken(corpus, cache, "val", languages))
    weights = fitted(voice, text, labels, validation)
    fused: Scorer = FusedScorer(voice, text, weights)
    real = _sentences(ordinary_speech(corpus, cache, validation=True))
    points = thresholds(fused, labels, {**clean_of(validation, languages), **real})
    entry = {
        **files,
        "weights": {label: asdict(one) for label, one in weights.items()},
        "operating_points": points,
    }
    before = json.loads(out.read_text()) if out.exists() else []
    others = [other for other in before if other["voice"]["name"] != heard.header["name"]]
    others = [other for other in others if other["text"] == entry["text"]]
    write_fusions(out, sorted([*others, entry], key=lambda one: str(one["voice"]["name"])))
    errors: dict[str, str] = {}
    test = sample(load_spoken(corpus, cache, "test", languages))
    figures = {}
    for scorer in (voice, text, fused):
        part = scored(scorer, test, scorer.name, errors)
        figures[scorer.name] = {label: of_label(part, label) for label in labels}
    heard_real = real_sample(_sentences(ordinary_speech(corpus, cache, validation=False)))
    print(page(weights, figures, false_alarms(scored(fused, heard_real, "ordinary speech", errors), points)))


def identity(model: Labelled, path: Path) -> dict[str, str]:
    """What tells a model's file from every other, of the same version too."""
    return {key: model.header[key] for key in ("name", "version")} | {"sha256": file_fingerprint(path)}


def write_fusions(out: Path, fusions: list[dict[str, Any]]) -> None:
    with whole(out) as unfinished:
        unfinished.write_text(json.dumps(fusions, indent=2) + "\n")


def fitted(voice: Scorer, text: Scorer, labels: list[str], clips: list[Clip]) -> dict[str, Weights]:
    """The weights of each label, from validation clips."""
    heard = scored(voice, clips, "validation, voices", {})
    read = scored(text, heard.clips, "validation, captions", {})
    groups = [clip.row["group"] for clip in heard.clips]
    return {
        label: choose_weights(heard.scores.by_label[label], read.scores.by_label[label], heard.has(label), groups)
        for label in labels
    }


def thresholds(fused: Scorer, labels: list[str], clean: dict[str, list[Clip]]) -> Thresholds:
    """The operating points, set as a speech model's are by its export."""
    parts = {name: scored(fused, clips, name, {}).scores.by_label for name, clips in clean.items()}
    chosen = choose_thresholds({name: {label: scores[label] for label in labels} for name, scores in parts.items()})
    return with_margin(chosen)


def _sentences(clips: dict[str, list[Clip]]) -> dict[str, list[Clip]]:
    return {name: some for name, some in clips.items() if name in SENTENCES}
