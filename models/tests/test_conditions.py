from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from earful_models.augment import CONDITIONS, Sounds, condition
from earful_models.augment.level import active_level, rms, to_float, to_int16
from earful_models.corpus import Clip
from earful_models.evaluation import conditions
from earful_models.evaluation.scorer import Scores

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"


def sentence(name: str = "a") -> Clip:
    """A real sentence, quiet enough for a background of twice its level to fit below full scale."""
    samples: NDArray[np.float32] = load_file(VECTORS / "clips.safetensors")["sentence"]
    return Clip({"path": name, "text": "a coffee order"}, to_int16(samples * np.float32(0.1 / np.abs(samples).max())))


@pytest.fixture
def sounds(game_sounds: Path) -> Sounds:
    return Sounds(game_sounds, "test", [sentence(name) for name in "abc"])


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_condition_keeps_the_length_and_the_row_and_gives_the_same_bits_again(name: str, sounds: Sounds) -> None:
    clip = sentence()
    first, again = condition(name, clip, sounds), condition(name, clip, sounds)
    assert first.row == clip.row
    assert first.samples.dtype == np.int16
    assert len(first.samples) == len(clip.samples) or name == "shouted"
    np.testing.assert_array_equal(first.samples, again.samples)
    assert np.array_equal(first.samples, clip.samples) == (name == "clean")


@pytest.mark.parametrize("kind", ["game", "babble", "noise"])
@pytest.mark.parametrize("snr", [20, 10, 0, -5])
def test_a_condition_has_the_ratio_of_its_name(kind: str, snr: int, sounds: Sounds) -> None:
    for name in "abcde":
        clip = sentence(name)
        speech = to_float(clip.samples)
        rest = to_float(condition(f"{kind}_{snr}", clip, sounds).samples) - speech
        assert 20 * np.log10(active_level(speech) / rms(rest)) == pytest.approx(snr, abs=0.5)


def test_the_background_of_a_clip_is_the_same_at_every_ratio_and_another_for_another_clip(sounds: Sounds) -> None:
    def background(name: str, snr: int) -> NDArray[np.float32]:
        clip = sentence(name)
        rest = to_float(condition(f"game_{snr}", clip, sounds).samples) - to_float(clip.samples)
        return rest / np.float32(rms(rest))

    np.testing.assert_allclose(background("a", 0), background("a", 10), atol=0.1)
    assert np.abs(background("a", 0) - background("b", 0)).max() > 0.5


def test_refuses_a_condition_that_there_is_not(sounds: Sounds) -> None:
    with pytest.raises(ValueError, match="'game_loud'; there are clean, game_20"):
        condition("game_loud", sentence(), sounds)


def test_the_same_clips_are_heard_under_every_condition_and_no_more_than_that(
    sounds: Sounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conditions, "MOST", 4)
    heard: dict[str, list[str]] = {}

    class Listener:
        name = about = "remembers what it hears"

        def score(self, clips: list[Clip], what: str) -> Scores:
            heard[what] = [clip.row["path"] for clip in clips]
            return Scores({"toxic": np.linspace(0, 1, len(clips))})

    clips = [Clip({**sentence(str(i)).row, "racism": str(i % 2)}, sentence().samples) for i in range(9)]
    found = conditions.under_conditions(Listener(), clips, sounds, {"toxic": 0.5}, {}, [])
    assert list(found) == list(heard)
    assert len(heard) > 5
    assert len(heard["clean"]) == 4
    assert all(paths == heard["clean"] for paths in heard.values())
