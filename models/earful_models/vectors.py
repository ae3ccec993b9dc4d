"""The parity vectors: inputs with the outputs that the C++ core must give, natively and as WebAssembly."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

from earful_models import reference
from earful_models.corpus import SAMPLE_RATE, load_real
from earful_models.encoder.network import EncoderSizes, SpeechEncoder
from earful_models.encoder.untrained import randomise_head
from earful_models.features import ENCODER, WHISPER, FeatureConfig
from earful_models.model_file import ModelFile, load_model, save_model
from earful_models.network import POOLINGS, Architecture, AttentiveCnn
from earful_models.text_encoder.vectors import write_text_vectors
from earful_models.window import windows

Array = NDArray[np.float32]

# name: corpus, path in it, first second, seconds
REAL_CLIPS = {
    "short": ("librispeech", "librispeech/103-1240-0000.opus", 2.0, 0.1),
    "second": ("librispeech", "librispeech/1034-121119-0000.opus", 0.2, 1.0),
    "sentence": ("intents", "intents/08b22cb8-01d7-449a-923d-1597720742f0.opus", 0.8, 3.7),
}

# name: sample count; the clip "sentence" repeated and cut, to have more than one window of 15 s
REPEATED = {"two_windows": 18 * SAMPLE_RATE, "tail_left_out": 15 * SAMPLE_RATE + 1599}

OTHER_FEATURES = {
    "slaney": FeatureConfig(mel_scale="slaney", mel_norm="slaney", log="ln", normalisation="none"),
    "magnitude": FeatureConfig(spectrum="magnitude", filters=64, low_hz=60, high_hz=7600, floor=1e-3),
    "narrow": FeatureConfig(
        sample_rate=8000, frame_length=200, hop_length=80, fft_size=256, filters=24, low_hz=100, high_hz=3800, log="ln"
    ),
}


def write_clips(corpus: Path, cache: Path, folder: Path) -> None:
    """Cuts the real clips out of the corpus: done once, so that the vectors can be made again without it."""
    clips = {}
    for name, (corpus_name, path, first, seconds) in REAL_CLIPS.items():
        row = next(clip for clip in load_real(corpus, cache, corpus_name) if clip.row["path"] == path)
        part = row.samples[int(first * SAMPLE_RATE) :][: int(seconds * SAMPLE_RATE)]
        clips[name] = part.astype(np.float32) / np.float32(32768)
    save_file(clips, folder / "clips.safetensors")


def write_vectors(folder: Path, release: Path) -> None:
    """Makes every vector of tests/vectors from its clips.safetensors and, if it exists, the released model."""
    clips = read(folder / "clips.safetensors")
    _write_features(folder / "features.safetensors", clips)
    for pooling in POOLINGS:
        path = folder / f"model_{pooling}.safetensors"
        torch.manual_seed(7)
        sizes = Architecture(channels=8, attention_size=16, hidden=24, labels=2, pooling=pooling)
        save_model(path, AttentiveCnn(sizes), FeatureConfig(), _ABOUT, torch.from_numpy(clips["short"]), torch.float32)
        _write_scores(folder / f"scores_{pooling}.safetensors", load_model(path), clips)
    for name, dtype in (("encoder", torch.float32), ("encoder_int8", torch.int8)):
        path = folder / f"model_{name}.safetensors"
        save_model(path, _encoder(), _ENCODER_FEATURES, _ABOUT, torch.from_numpy(clips["short"]), dtype)
        _write_scores(folder / f"scores_{name}.safetensors", load_model(path), clips)
    write_text_vectors(folder, _ABOUT)
    if release.exists():
        _write_scores(folder / "scores_release.safetensors", load_model(release), clips)


def _encoder() -> SpeechEncoder:
    """As small as it can be with every kind of tail: sizes that are no multiples of what a kernel takes at once."""
    torch.manual_seed(7)
    encoder = SpeechEncoder(EncoderSizes(2, 12, heads=3, hidden=20, projection=10, filters=20, labels=2))
    randomise_head(encoder, 7)
    return encoder.eval()


def read(path: Path) -> dict[str, Array]:
    """The tensors of a vector file."""
    with safe_open(path, "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def synthetic_signals() -> dict[str, Array]:
    """A quarter of a second each of what breaks front ends: silence, clicks, full scale, hardly anything."""
    random = np.random.default_rng(3)
    time = np.arange(SAMPLE_RATE // 4) / SAMPLE_RATE
    click = np.zeros_like(time)
    click[2000] = 1
    signals = {
        "silence": np.zeros_like(time),
        "click": click,
        "tone": np.sin(2 * np.pi * 1000 * time),
        # Noise under the sweep keeps every filter above the rounding of float32 at the strongest bin.
        "sweep": 0.2 * np.sin(2 * np.pi * (50 + 15000 * time) * time) + 0.01 * random.standard_normal(len(time)),
        "faint": 1e-4 * random.standard_normal(len(time)),
        "odd_length": 0.3 * random.standard_normal(2317),
        "one_frame": 0.3 * random.standard_normal(400),
    }
    return {name: signal.astype(np.float32) for name, signal in signals.items()}


def _write_features(path: Path, clips: dict[str, Array]) -> None:
    inputs = {**clips, **synthetic_signals()}
    cases: list[dict[str, Any]] = []
    tensors = {f"input.{name}": samples for name, samples in synthetic_signals().items()}

    def add(kind: str, config: FeatureConfig, name: str) -> None:
        features = dataclasses.asdict(config)
        samples = inputs[name]
        whisper = kind in ("whisper", "encoder")
        expected = (reference.whisper_log_mel if whisper else reference.log_mel)(samples, features)
        tensors[f"{kind}.{name}"] = np.ascontiguousarray(expected)
        cases.append({"name": f"{kind}.{name}", "input": name, "features": features})

    for name in inputs:
        add("cnn", FeatureConfig(), name)
        add("whisper", WHISPER, name)
    for name in ("second", "silence", "click", "faint"):
        add("encoder", ENCODER, name)
    for kind, config in OTHER_FEATURES.items():
        for name in ("second", "sweep"):
            add(kind, config, name)
    save_file(tensors, path, {"earful": json.dumps({"cases": cases})})


def _write_scores(path: Path, model: ModelFile, clips: dict[str, Array]) -> None:
    """In float64: another processor's order of float32 sums would round int8 inputs the other way."""
    tensors: dict[str, Array] = {}
    model.network.double()
    lengths = {**{name: len(clip) for name, clip in clips.items()}, **REPEATED}
    for name, length in lengths.items():
        samples = np.resize(clips.get(name, clips["sentence"]), length)
        scores = []
        for i, window in enumerate(windows(torch.from_numpy(samples).double())):
            window_scores, attention = model.score_window(window)
            scores.append(np.array(window_scores, np.float32))
            tensors[f"{name}.window{i}.scores"] = scores[-1]
            tensors[f"{name}.window{i}.attention"] = attention.float().numpy()
        tensors[f"{name}.scores"] = np.max(scores, 0)
    save_file(tensors, path, {"earful": json.dumps({"labels": model.labels, "samples": lengths})})


_ENCODER_FEATURES = dataclasses.replace(ENCODER, filters=20)

_ABOUT: dict[str, Any] = {
    "name": "random",
    "version": "0.1.0",
    "labels": ["first", "second"],
    "calibration": {"first": {"scale": 0.5, "bias": 0.25}, "second": {"scale": 1.0, "bias": 0.0}},
    "operating_points": {
        "strict": {"first": 0.25, "second": 0.25},
        "balanced": {"first": 0.5, "second": 0.5},
        "lenient": {"first": 0.75, "second": 0.75},
    },
    "languages": ["en"],
    "licence": "Apache-2.0",
    "training": "none: random weights for tests",
}
