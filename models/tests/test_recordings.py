"""The recordings of people that a run is trained on: chosen so that length and loudness tell nothing."""

from pathlib import Path

import numpy as np
import pytest

from earful_models.config import RunConfig, load_config
from earful_models.corpus import Clip, speaker_split
from earful_models.recordings import equalised, load_recordings


def clip(speaker: str, samples: int, level: int) -> Clip:
    return Clip({"speaker": speaker, "path": f"{speaker}/{samples}/{level}"}, np.full(samples, level, np.int16))


def test_every_angry_clip_has_the_one_of_its_speaker_that_is_nearest_in_length_and_loudness() -> None:
    clips = [clip("a", 16000, 1000), clip("a", 16100, 8000), clip("a", 16000, 1100), clip("b", 16000, 1000)]
    chosen = equalised(clips, [True, False, False, False])
    assert [c.row["path"] for c in chosen] == ["a/16000/1000", "a/16000/1100"]


def test_loudness_counts_by_its_ratio_and_length_too() -> None:
    quiet, loud, short = clip("a", 16000, 250), clip("a", 16000, 6000), clip("a", 2000, 1000)
    chosen = equalised([clip("a", 16000, 1000), quiet, loud, short], [True, False, False, False])
    assert quiet in chosen  # a quarter as loud; the others are six times as loud, or an eighth as long
    assert len(chosen) == 2


def test_pairs_are_made_so_that_all_their_distances_together_are_least() -> None:
    """The first angry clip is nearest to the one that the second needs more."""
    angry, others = [clip("a", 16000, 2000), clip("a", 16000, 4000)], [clip("a", 16000, 3000), clip("a", 16000, 500)]
    chosen = equalised([*angry, *others, clip("a", 16000, 30)], [True, True, False, False, False])
    assert [c.row["path"] for c in chosen] == [c.row["path"] for c in (*angry, *others)]


def test_no_angry_clip_is_left_without_a_pair() -> None:
    clips = [clip("a", 16000, 1000), clip("a", 16000, 2000), clip("a", 16000, 1000), clip("b", 16000, 1000)]
    chosen = equalised(clips, [True, True, False, True])
    assert [c.row["path"] for c in chosen] == ["a/16000/1000", "a/16000/1000"]
    assert equalised([clip("a", 16000, 1000)], [False]) == []
    assert equalised([], []) == []


def test_silence_and_an_empty_clip_have_a_place_too() -> None:
    clips = [clip("a", 16000, 0), clip("a", 0, 0), clip("a", 16000, 900)]
    assert len(equalised(clips, [True, False, False])) == 2


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> RunConfig:
    path = tmp_path_factory.mktemp("config") / "both.toml"
    path.write_text('name = "both"\nlabels = ["toxic", "heated"]\nrecordings = ["emogator"]\n')
    return load_config(path)


def test_a_split_has_the_recordings_of_its_speakers_half_of_them_angry(
    corpus: Path, tmp_path: Path, both: RunConfig
) -> None:
    speakers = set()
    for split in ("train", "val", "test"):
        clips = load_recordings(corpus, tmp_path, both, split)
        assert {speaker_split(c.row) for c in clips} == {split}
        assert sum(c.row["emotion"] == "anger" for c in clips) == len(clips) / 2 > 0
        speakers |= {c.row["speaker"] for c in clips}
    assert len(speakers) == 16


def test_recordings_of_which_no_target_is_known_are_left_out(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('name = "one"\nrecordings = ["emogator"]\n')
    assert load_recordings(corpus, tmp_path, load_config(path), "train") == []
    path.write_text('name = "none"\nlabels = ["toxic", "heated"]\n')
    assert load_recordings(corpus, tmp_path, load_config(path), "train") == []
