from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from earful_models.augment.level import rms
from earful_models.augment.opus import Call, losses
from earful_models.libopus import FRAME

Audio = NDArray[np.float32]
VECTORS = Path(__file__).parents[2] / "tests" / "vectors"


@pytest.fixture
def speech() -> Audio:
    samples: Audio = load_file(VECTORS / "clips.safetensors")["sentence"]
    return samples


def through(call: Call, samples: Audio, seed: int = 1) -> Audio:
    return call.apply(samples, np.random.default_rng(seed))


def error(one: Audio, other: Audio) -> float:
    return rms(one - other) / rms(other)


def test_more_bits_sound_more_like_the_original(speech: Audio) -> None:
    errors = [error(through(Call(bitrate), speech), speech) for bitrate in (32, 16, 6)]
    assert errors[0] < errors[1] < errors[2]


def test_lost_packets_are_concealed_by_what_went_before_and_not_by_silence(speech: Audio) -> None:
    call, whole = Call(24, loss=0.2, burst=1), through(Call(24), speech)
    heard = through(call, speech)
    lost = losses(-(-len(speech) // FRAME) + 1, 0.2, 1, np.random.default_rng(1))
    frames = len(speech) // FRAME
    power = [np.square(x[: frames * FRAME]).reshape(frames, FRAME).mean(1) for x in (heard, whole, speech)]
    spoken = lost[:frames] & (power[2] > np.square(speech).mean())
    assert spoken.sum() > 5
    assert error(heard, whole) > 0.1  # the loss is heard
    # Silence in place of the packets would leave at most the overlap with what follows.
    assert np.median(power[0][spoken] / power[1][spoken]) > 0.3


def test_a_copy_in_the_next_packet_restores_most_of_what_was_lost(speech: Audio) -> None:
    def harm(fec: bool) -> float:
        call = Call(24, 0.2, 1, fec)
        intact = through(Call(24, 0.0, 1, fec), speech)
        return float(np.mean([error(through(call, speech, seed), intact) for seed in range(5)]))

    assert harm(fec=True) < harm(fec=False)


def test_packets_are_lost_as_often_and_in_runs_as_long_as_asked() -> None:
    lost = losses(200_000, 0.1, 2.5, np.random.default_rng(1))
    assert not lost[0]
    assert lost.mean() == pytest.approx(0.1, abs=0.01)
    runs = np.sum(np.diff(lost.astype(int)) == 1)
    assert lost.sum() / runs == pytest.approx(2.5, abs=0.1)
    assert not losses(1000, 0, 2, np.random.default_rng(1)).any()


@pytest.mark.parametrize("samples", [1, 319, 320, 321, 16000])
def test_a_call_of_any_length_is_as_long_as_what_was_said(samples: int, speech: Audio) -> None:
    assert len(through(Call(16, 0.1, dtx=True), speech[:samples])) == samples


def test_the_same_call_gives_the_same_bits(speech: Audio) -> None:
    call = Call(12, 0.1, 2, fec=True, dtx=True)
    np.testing.assert_array_equal(through(call, speech), through(call, speech))
