import csv
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from conftest import encode, tone

from earful_models.augment import backgrounds
from earful_models.augment.backgrounds import PACKAGES, Backgrounds, Track, load_backgrounds
from earful_models.augment.level import rms
from earful_models.corpus import SAMPLE_RATE


def sound(seconds: float, seed: int) -> bytes:
    return encode(tone(False, seconds, np.random.default_rng(seed)))


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two unpacked packages, one with an archive that has a voice in it, and the list of them."""
    folder = tmp_path / "backgrounds"
    (folder / "chess-data" / "usr").mkdir(parents=True)
    (folder / "chess-data" / "usr" / "music.wav").write_bytes(sound(16, 1))
    (folder / "chess-data" / "usr" / "move.wav").write_bytes(sound(0.5, 2))
    (folder / "chess-data" / "usr" / "move-again.wav").write_bytes(sound(0.5, 2))
    (folder / "chess-data" / "usr" / "readme.txt").write_text("rules")
    (folder / "go-data").mkdir()
    (folder / "go-data" / "theme.wav").write_bytes(sound(20, 3))
    with zipfile.ZipFile(folder / "go-data" / "sounds.pk3", "w") as archive:
        archive.writestr("sound/stone.wav", sound(0.5, 4))
        archive.writestr("sound/voices/your-turn.wav", sound(0.5, 5))
    listed = tmp_path / "backgrounds.csv"
    listed.write_text("package,split,licence,without\nchess-data,train,MIT,\ngo-data,test,MIT,/voices/\n")
    monkeypatch.setattr(backgrounds, "PACKAGES", listed)
    return folder


def test_sounds_are_decoded_once_each_into_the_split_of_their_package(packages: Path, tmp_path: Path) -> None:
    names = {}
    for _ in range(2):  # decoded, then read from the cache
        for split in ("train", "test"):
            games = load_backgrounds(packages, tmp_path / "cache", split)
            names[split] = [[track.name for track in tracks] for tracks in (games.music, games.effects)]
        assert names["train"] == [["chess-data/usr/music.wav"], ["chess-data/usr/move-again.wav"]]
        assert names["test"] == [["go-data/theme.wav"], ["go-data/sound/stone.wav"]]
        if packages.exists():
            packages.rename(tmp_path / "elsewhere")


def test_a_package_that_moves_to_another_split_is_not_heard_in_its_old_one(packages: Path, tmp_path: Path) -> None:
    load_backgrounds(packages, tmp_path / "cache", "train")
    swapped = {"chess-data,train": "chess-data,test", "go-data,test": "go-data,train"}
    listed = backgrounds.PACKAGES.read_text()
    for before, after in swapped.items():
        listed = listed.replace(before, after)
    backgrounds.PACKAGES.write_text(listed)
    names = [track.name for track in load_backgrounds(packages, tmp_path / "cache", "train").music]
    assert names == ["go-data/theme.wav"]


def test_says_how_to_get_game_sounds_that_are_missing(packages: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="models/setup backgrounds"):
        load_backgrounds(tmp_path / "nowhere", tmp_path / "cache", "train")
    (packages / "go-data").rename(packages / "gone-data")
    with pytest.raises(FileNotFoundError, match=r"go-data.*models/setup backgrounds"):
        load_backgrounds(packages, tmp_path / "cache", "train")


def test_refuses_sounds_without_music_or_without_effects() -> None:
    with pytest.raises(ValueError, match="there are 0 and 1"):
        Backgrounds([Track("beep", np.ones(8000, np.int16))])


def test_a_game_is_never_silent_and_differs_from_draw_to_draw(game_sounds: Path) -> None:
    games = load_backgrounds(game_sounds, game_sounds, "train")
    for length in (1600, 3 * SAMPLE_RATE, 15 * SAMPLE_RATE):
        drawn = [games.game(length, np.random.default_rng(seed)) for seed in range(30)]
        assert {len(one) for one in drawn} == {length}
        assert min(rms(one) for one in drawn) > 1e-4
        assert not np.array_equal(drawn[0], drawn[1])


def test_the_packages_of_the_list_are_in_one_split_each_and_free() -> None:
    with PACKAGES.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["split"] for row in rows} == {"train", "val", "test"}
    assert len({row["package"] for row in rows}) == len(rows)
    assert all(re.match(r"L?GPL|CC BY|Zlib", row["licence"]) for row in rows)
    assert "hedgewars-data" not in {row["package"] for row in rows}, "its voices are a test of their own"
