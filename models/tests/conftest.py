"""A corpus small enough to train on in a second: tones that are clean, tones that rise that are not, and people who
hum or, angry, hiss.
"""

import csv
import io
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from earful_models.augment import Sounds
from earful_models.augment.backgrounds import Track, write_backgrounds
from earful_models.corpus import SAMPLE_RATE, TOXIC_LABELS, Clip, load_spoken

# speaker_split deals the first six to training, the next four to validation and the last six to the test.
BURST_SPEAKERS = [f"voice {i}" for i in (0, 1, 2, 3, 5, 6, 4, 7, 23, 32, 9, 39, 41, 48, 51, 56)]
ACTORS = [f"ravdess-{i:02}" for i in range(1, 7)]


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


def voice(angry: bool, seconds: float, random: np.random.Generator) -> NDArray[np.int16]:
    """A hiss or a tone, as loud as each other."""
    loud = 8000 / np.sqrt(2)
    size = int(seconds * SAMPLE_RATE)
    return random.normal(0, loud, size).astype(np.int16) if angry else tone(False, seconds, random)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder as the recipes expect it, with 48 utterances, 4 + 12 recordings of speech, and the voices of 16
    people and 6 actors.
    """
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
    write_archive(folder / "speech" / "spoken.tar", {"manifest.csv": as_csv(rows), **files})
    real = [{"path": f"calls/{i}.wav", "corpus": "calls", "emotion": "", "language": "en"} for i in range(4)]
    ordinary = [{**real[0], "path": f"intents/{i}.wav", "corpus": "intents", "kind": "speech"} for i in range(12)]
    voices = [
        {
            "corpus": corpus,
            "speaker": speaker,
            "kind": kind,
            "emotion": emotion,
            "intensity": ("normal", "strong")[i % 2],
        }
        for corpus, kind, speakers, emotions in (
            ("emogator", "burst", BURST_SPEAKERS, ("anger", "amusement")),
            ("ravdess", "speech", ACTORS, ("angry", "calm")),
        )
        for speaker in speakers
        for i in range(4)
        for emotion in emotions
    ]
    acted = [{**real[0], **row, "path": f"{row['corpus']}/{i}.wav"} for i, row in enumerate(voices)]
    rows = [{"speaker": "", "kind": "", "intensity": "", **row} for row in (*real, *ordinary, *acted)]
    (folder / "speech" / "manifest.csv").write_bytes(as_csv(rows))
    for name in ("calls", "intents"):
        paths = [str(row["path"]) for row in rows if row["corpus"] == name]
        clips = {path: files[f"audio/{i // 4 * 8 + 4 + i % 4}.wav"] for i, path in enumerate(paths)}  # level tones
        write_archive(folder / "speech" / f"{name}.tar", clips)
    for name in ("emogator", "ravdess"):
        clips = {
            row["path"]: encode(voice(row["emotion"] in ("anger", "angry"), random.uniform(0.3, 0.6), random))
            for row in acted
            if row["corpus"] == name
        }
        write_archive(folder / "speech" / f"{name}.tar", clips)
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


def as_csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def write_archive(archive: Path, files: dict[str, bytes]) -> None:
    """A tar of these files."""
    with tarfile.open(archive, "w") as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


@pytest.fixture(scope="session")
def speech() -> NDArray[np.float32]:
    """A real sentence of 3.7 s."""
    clips = load_file(Path(__file__).parents[2] / "tests" / "vectors" / "clips.safetensors")
    samples: NDArray[np.float32] = clips["sentence"]
    return samples


@pytest.fixture
def clips(corpus: Path, tmp_path: Path) -> list[Clip]:
    return load_spoken(corpus, tmp_path, "train")


@pytest.fixture
def sounds(game_sounds: Path, clips: list[Clip]) -> Sounds:
    return Sounds(game_sounds, "train", clips)
