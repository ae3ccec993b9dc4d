import numpy as np
import pytest
from numpy.typing import NDArray

from earful_models.augment import Augmentation, Augmenter, Sounds
from earful_models.augment.babble import babble, overlapped
from earful_models.augment.level import active_level, rms
from earful_models.corpus import SAMPLE_RATE, Clip

Audio = NDArray[np.float32]


def test_babble_is_made_of_clean_clips_alone(sounds: Sounds, clips: list[Clip]) -> None:
    assert len(sounds.talks) == sum(not clip.toxic for clip in clips) > 0
    assert rms(babble(SAMPLE_RATE, sounds.talks, np.random.default_rng(1))) > 0


@pytest.mark.parametrize("name", ["join", "overlap"])
def test_two_clips_together_have_the_words_and_the_targets_of_both(
    name: str, clips: list[Clip], sounds: Sounds
) -> None:
    augmenter = Augmenter(Augmentation(**{name: 1.0}), clips, sounds)
    for i in range(len(clips)):
        example = augmenter.example(i, 1)
        assert len(example.rows) == 2
        assert example.rows[0] == i
        assert bool(example.targets[0] == 1) == any(clips[row].toxic for row in example.rows)


@pytest.mark.parametrize("name", ["join", "overlap"])
def test_a_second_clip_is_clean_and_of_the_same_corpus(name: str, clips: list[Clip], sounds: Sounds) -> None:
    people = [Clip({"corpus": "emogator", "emotion": mood}, clips[0].samples) for mood in ("anger", "joy", "fear")]
    augmenter = Augmenter(Augmentation(**{name: 1.0}), clips + people, sounds, ("toxic", "heated"))
    for i in range(len(clips) + len(people)):
        other = augmenter.clips[augmenter.example(i, 1).rows[1]]
        assert not other.toxic
        assert ("corpus" in other.row) == ("corpus" in augmenter.clips[i].row)
        assert other.row.get("emotion") != "anger"


def test_a_second_speaker_is_whole_and_at_most_10_db_softer(speech: Audio) -> None:
    for seed in range(10):
        together = overlapped(speech, speech[:16000], np.random.default_rng(seed))
        rest = together.copy()
        rest[: len(speech)] -= speech
        heard = rest[np.abs(rest) > 1e-6]
        assert 15000 < len(heard) <= 16000
        assert -10.5 < 20 * np.log10(active_level(heard) / active_level(speech)) < 0.5
