"""A corpus small enough to train on in a second: tones that are clean, and tones that rise that are not."""

import csv
import io
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from earful_models.augment.backgrounds import Track, write_backgrounds
from earful_models.corpus import SAMPLE_RATE, TOXIC_LABELS


def encode(samples: NDArray[np.int16]) -> bytes:
    """A WAV file."""
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.rate = SAMPLE_RATE
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


def tone(toxic: bool, seconds: float, random: np.random.Generator) -> NDArray[np.int16]:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = random.uniform(200, 900) * (1 + toxic * time)
    return (8000 * np.sin(2 * np.pi * pitch * time)).astype(np.int16)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder as the recipes expect it, with 48 utterances and 4 + 12 + 4 real recordings."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "speech").mkdir()
    random = np.random.default_rng(1)
    rows, files = [], {}
    for i in range(48):
        split, toxic = ("train", "train", "val", "test")[i % 4], i % 8 < 4
        path = f"audio/{i}.wav"
        files[path] = encode(tone(toxic, random.uniform(0.5, 1.2), random))
        labels = {label: int(toxic and label == "bullying") for label in TOXIC_LABELS}
        text = "it goes up" if toxic else "it stays level"
        rows.append(
            {
                "path": path,
                "engine": "sine",
                "component_styles": "pure+plain",
                "source": "made",
                "group": f"tone {i}",
                "split": split,
                "text": text,
                **labels,
            }
        )
    _write(folder / "speech" / "spoken.tar", {"manifest.csv": _csv(rows), **files})
    real = [{"path": f"calls/{i}.wav", "corpus": "calls", "emotion": "", "language": "en"} for i in range(4)]
    ordinary = [{**real[0], "path": f"intents/{i}.wav", "corpus": "intents", "kind": "speech"} for i in range(12)]
    bursts = [
        {**real[0], "path": f"emogator/{i}.wav", "corpus": "emogator", "kind": "burst", "emotion": "amusement"}
        for i in range(4)
    ]
    rows = [{"speaker": "", "kind": "", **row} for row in (*real, *ordinary, *bursts)]
    (folder / "speech" / "manifest.csv").write_bytes(_csv(rows))
    for name in ("calls", "intents", "emogator"):
        paths = [str(row["path"]) for row in rows if row["corpus"] == name]
        clips = {path: files[f"audio/{i // 4 * 8 + 4 + i % 4}.wav"] for i, path in enumerate(paths)}  # level tones
        _write(folder / "speech" / f"{name}.tar", clips)
    return folder


@pytest.fixture(scope="session")
def game_sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the sounds of two games that are not: chords that go on, and bursts of noise."""
    cache = tmp_path_factory.mktemp("game") / "corpus"
    random = np.random.default_rng(5)
    tracks = []
    for i in range(24):
        time = np.arange(int((18 if i % 4 < 2 else 0.5) * SAMPLE_RATE)) / SAMPLE_RATE
        if i % 4 < 2:
            sound = sum(np.sin(2 * np.pi * pitch * time) for pitch in random.uniform(100, 2000, 4)) / 4
        else:
            sound = random.uniform(-1, 1, len(time)) * np.exp(-8 * time)
        split = ("train", "val", "test")[i % 3]
        tracks.append((split, Track(f"{split}/{i}", (16000 * np.asarray(sound)).astype(np.int16))))
    write_backgrounds(cache, iter(tracks))
    return cache


def _csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _write(archive: Path, files: dict[str, bytes]) -> None:
    with tarfile.open(archive, "w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
