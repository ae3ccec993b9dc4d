import math
from pathlib import Path

import numpy as np
import pytest
import torch

from earful_models.config import load_config
from earful_models.corpus import Clip, speaker_split
from earful_models.targets import of_both, targets_of
from earful_models.train import known_cross_entropy, mean_over_labels

SILENCE = np.zeros(1600, np.int16)
BOTH = ("toxic", "heated")


def spoken(label: str) -> Clip:
    labels = dict.fromkeys(("profanity", "bullying", "dating_sexting", "racism", "other", "no_violation"), "0")
    return Clip({**labels, label: "1", "emotion": "anger"}, SILENCE)


def recording(emotion: str) -> Clip:
    return Clip({"corpus": "bursts", "emotion": emotion, "speaker": "a"}, SILENCE)


def test_a_synthesised_voice_is_neither_heated_nor_calm_whatever_its_words() -> None:
    np.testing.assert_array_equal(targets_of(spoken("bullying"), BOTH), [1, math.nan])
    np.testing.assert_array_equal(targets_of(spoken("no_violation"), BOTH), [0, math.nan])


def test_a_recording_is_heated_or_not_and_never_called_clean() -> None:
    np.testing.assert_array_equal(targets_of(recording("anger"), BOTH), [math.nan, 1])
    np.testing.assert_array_equal(targets_of(recording("sadness"), BOTH), [math.nan, 0])
    np.testing.assert_array_equal(targets_of(recording(""), BOTH), [math.nan, math.nan])


def test_a_neutral_voice_is_no_negative_and_no_positive_emotion() -> None:
    assert [targets_of(recording(e), ("negative",))[0] for e in ("fearful", "happy")] == [1, 0]
    assert math.isnan(targets_of(recording("neutral"), ("negative",))[0])


def test_what_is_in_one_of_two_voices_is_in_both_and_unknown_stays_unknown() -> None:
    one, other = np.array([1, 0, 0, math.nan], np.float32), np.array([math.nan, math.nan, 0, 1], np.float32)
    np.testing.assert_array_equal(of_both(one, other), [1, math.nan, 0, 1])


def test_an_unknown_target_neither_costs_nor_teaches() -> None:
    logits = torch.tensor([[0.5, 3.0], [-1.0, -2.0]], requires_grad=True)
    loss = known_cross_entropy(logits, torch.tensor([[1, math.nan], [0, math.nan]]))
    loss.backward()
    expected = torch.nn.functional.binary_cross_entropy_with_logits(torch.tensor([0.5, -1]), torch.tensor([1.0, 0]))
    torch.testing.assert_close(loss.detach(), expected)
    assert logits.grad is not None
    assert logits.grad[:, 1].tolist() == [0, 0]


def test_a_metric_is_taken_of_the_known_clips_of_each_output() -> None:
    targets = np.array([[1, math.nan], [0, 1], [math.nan, 0]])
    assert mean_over_labels(lambda scores, _: float(len(scores)), np.zeros((3, 2)), targets) == 2


def test_speakers_are_dealt_80_10_10_and_always_the_same_way() -> None:
    dealt = [speaker_split({"speaker": f"speaker {i}"}) for i in range(2000)]
    assert dealt[:3] == [speaker_split({"speaker": f"speaker {i}"}) for i in range(3)]
    assert [round(dealt.count(split) / 2000, 1) for split in ("train", "val", "test")] == [0.8, 0.1, 0.1]


def test_the_labels_of_a_configuration_are_the_networks_outputs(tmp_path: Path) -> None:
    path = tmp_path / "both.toml"
    path.write_text('name = "both"\nlabels = ["toxic", "heated"]\n')
    assert load_config(path).network.labels == 2
    path.write_text('name = "both"\nlabels = ["loud"]\n')
    with pytest.raises(ValueError, match="loud"):
        load_config(path)
