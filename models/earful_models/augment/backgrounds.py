"""Game sounds: music and effects of Debian's game packages, decoded once and cached."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from earful_models.augment.level import Audio, rms, to_float
from earful_models.corpus import SAMPLE_RATE, Samples, decode_blocks
from earful_models.fingerprint import file_fingerprint
from earful_models.whole import whole

PACKAGES = Path(__file__).with_name("backgrounds.csv")
"""package, split, licence, and a regular expression of the paths left out of it: voices and what else speaks."""

SOUND = {".flac", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wv"}
ARCHIVE = {".pk3", ".zip"}

MUSIC_FROM = 15.0
"""Seconds: what is as long as that plays all the time; what is shorter is an effect, heard now and then."""
LONGEST = 90
"""Seconds that are kept of a track."""
SHORTEST = 0.05


@dataclass(frozen=True)
class Track:
    """A sound of a game, int16 at 16 kHz."""

    name: str
    samples: Samples

    @property
    def music(self) -> bool:
        """Whether it plays all the time."""
        return len(self.samples) >= MUSIC_FROM * SAMPLE_RATE


class Backgrounds:
    """The tracks of a split. A package is in one split, so that a test hears no sound that training heard."""

    def __init__(self, tracks: list[Track]) -> None:
        self.music = [track for track in tracks if track.music]
        self.effects = [track for track in tracks if not track.music]
        if not self.music or not self.effects:
            raise ValueError(f"backgrounds need music and effects; there are {len(self.music)} and {len(self.effects)}")

    def game(self, length: int, random: np.random.Generator) -> Audio:
        """This many samples of a game: music, effects or both, never silent, at no particular level."""
        kind = random.random()
        sound = np.zeros(length, np.float32)
        if kind < 0.75:
            sound = self._music(length, random)
        if kind >= 0.35:
            effects = self._effects(length, random)
            balance = 10 ** (random.uniform(-10, 10) / 20) if kind < 0.75 else 1.0
            sound = sound + effects * np.float32(balance * (rms(sound) or 1) / max(rms(effects), 1e-9))
        return sound.astype(np.float32)

    def _music(self, length: int, random: np.random.Generator) -> Audio:
        for _ in range(50):
            track = self.music[int(random.integers(len(self.music)))]
            start = int(random.integers(max(1, len(track.samples) - length)))
            part = to_float(track.samples[start : start + length])
            if rms(part) > 1e-3:  # not one of its silences
                return np.resize(part, length)
        raise ValueError("the music is silent")

    def _effects(self, length: int, random: np.random.Generator) -> Audio:
        """One to two effects a second on average, the first of them within the clip's first half."""
        sound = np.zeros(length, np.float32)
        count = 1 + int(random.poisson(random.uniform(1, 2) * length / SAMPLE_RATE))
        for i in range(count):
            part = to_float(self.effects[int(random.integers(len(self.effects)))].samples)
            start = int(random.integers(max(1, length // 2 if i == 0 else length)))
            part = part[: length - start] * np.float32(10 ** (random.uniform(-12, 0) / 20) / max(rms(part), 1e-9))
            sound[start : start + len(part)] += part
        return sound


def load_backgrounds(folder: Path, cache: Path, split: str) -> Backgrounds:
    """The game sounds of a split, train, val or test, from `cache`, or decoded into it from the packages that
    `models/setup backgrounds` unpacked to `folder`. Raises FileNotFoundError if there are neither.
    """
    samples_path, index_path = _cached(cache)
    if not index_path.exists():
        if not folder.is_dir():
            raise FileNotFoundError(f"there are no game sounds in {folder}; run models/setup backgrounds")
        write_backgrounds(cache, _tracks(folder))
    samples = np.load(samples_path, mmap_mode="r")
    with index_path.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == split]
    return Backgrounds([Track(row["name"], samples[int(row["first"]) : int(row["last"])]) for row in rows])


def write_backgrounds(cache: Path, tracks: Iterator[tuple[str, Track]]) -> None:
    """Fills the cache with tracks and the split of each."""
    rows, parts, end = [], [], 0
    for split, track in tracks:
        rows.append({"name": track.name, "split": split, "first": end, "last": end + len(track.samples)})
        parts.append(track.samples)
        end += len(track.samples)
    samples_path, index_path = _cached(cache)
    with whole(samples_path) as unfinished, unfinished.open("wb") as file:
        np.save(file, np.concatenate(parts))
    with whole(index_path) as unfinished, unfinished.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _cached(cache: Path) -> tuple[Path, Path]:
    """The samples and their index, by the list of packages: one that moves to another split is decoded into it."""
    name = f"backgrounds-{file_fingerprint(PACKAGES)[:16]}"
    return cache / f"{name}.npy", cache / f"{name}.csv"


def _tracks(folder: Path) -> Iterator[tuple[str, Track]]:
    with PACKAGES.open(newline="") as file:
        packages = list(csv.DictReader(file))
    heard = set()
    for package in packages:
        files = [
            (name, data)
            for name, data in _files(folder / package["package"])
            if not (package["without"] and re.search(package["without"], name))
        ]
        if not files:
            raise FileNotFoundError(f"{folder / package['package']} has no sounds; run models/setup backgrounds")
        for name, data in tqdm(sorted(files), f"decoding {package['package']}"):
            samples = _beginning(data)
            digest = hashlib.sha256(samples.tobytes()).digest()
            if len(samples) >= SHORTEST * SAMPLE_RATE and rms(to_float(samples)) > 1e-3 and digest not in heard:
                heard.add(digest)
                yield package["split"], Track(f"{package['package']}/{name}", samples)


def _beginning(data: bytes) -> Samples:
    blocks: list[Samples] = []
    for block in decode_blocks(io.BytesIO(data)):
        blocks.append(block)
        if sum(map(len, blocks)) >= LONGEST * SAMPLE_RATE:
            break
    return np.concatenate(blocks)[: LONGEST * SAMPLE_RATE]


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file with its path in the package; the archives that games keep their sounds in are looked into."""
    for path in folder.rglob("*"):
        if path.suffix.lower() in ARCHIVE:
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                for name in archive.namelist():
                    if Path(name).suffix.lower() in SOUND:
                        yield name, archive.read(name)
        elif path.is_file() and path.suffix.lower() in SOUND:
            yield str(path.relative_to(folder)), path.read_bytes()
