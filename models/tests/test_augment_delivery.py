from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file

from earful_models.augment.delivery import intoned, shouted, whispered
from earful_models.augment.filters import muffled
from earful_models.augment.level import rms
from earful_models.augment.noise import coloured_noise
from earful_models.corpus import SAMPLE_RATE
from earful_models.vocoder import Vocoded, analysed

Audio = NDArray[np.float32]
Delivery = Callable[[Audio, np.random.Generator], Audio]
DELIVERIES = [shouted, whispered, intoned]


@pytest.fixture(scope="module")
def speech() -> Audio:
    return load_file(Path(__file__).parents[2] / "tests" / "vectors" / "clips.safetensors")["sentence"]


def pitches(samples: Audio) -> NDArray[np.float64]:
    f0 = analysed(samples).f0
    return f0[f0 > 0]


def tilt(samples: Audio) -> float:
    """The level of 2 to 4 kHz beside that below 1 kHz, in dB."""
    power = np.square(np.abs(np.fft.rfft(samples, SAMPLE_RATE)))
    return float(10 * np.log10(power[2000:4000].sum() / power[:1000].sum()))


@pytest.mark.parametrize("deliver", DELIVERIES)
def test_a_delivery_keeps_the_level_and_nearly_the_length(deliver: Delivery, speech: Audio) -> None:
    for seed in range(4):
        changed = deliver(speech, np.random.default_rng(seed))
        assert rms(changed) == pytest.approx(rms(speech), rel=0.01)
        assert 0.75 * len(speech) < len(changed) < 1.4 * len(speech)


@pytest.mark.parametrize("deliver", DELIVERIES)
@pytest.mark.parametrize("samples", [np.zeros(0), np.ones(100), np.zeros(16000), np.full(1600, 1e-9), np.ones(8000)])
def test_what_has_no_voice_stays_finite(deliver: Delivery, samples: Audio) -> None:
    changed = deliver(samples.astype(np.float32), np.random.default_rng(1))
    assert np.isfinite(changed).all()
    assert len(changed) == pytest.approx(len(samples), rel=0.4)


def test_a_shout_is_higher_and_brighter(speech: Audio) -> None:
    for seed in range(4):
        loud = shouted(speech, np.random.default_rng(seed))
        assert np.median(pitches(loud)) > 1.15 * np.median(pitches(speech))
        assert tilt(loud) > tilt(speech) + 3


def test_a_whisper_has_hardly_a_pitch(speech: Audio) -> None:
    for seed in range(4):
        assert len(pitches(whispered(speech, np.random.default_rng(seed)))) < 0.25 * len(pitches(speech))


def test_intonations_are_flatter_and_livelier(speech: Audio) -> None:
    def spread(samples: Audio) -> float:
        return float(np.std(np.log2(pitches(samples))))

    spreads = [spread(intoned(speech, np.random.default_rng(seed))) for seed in range(12)]
    assert min(spreads) < 0.8 * spread(speech)
    assert max(spreads) > 1.2 * spread(speech)


def test_the_words_of_another_intonation_are_in_their_order(speech: Audio) -> None:
    """The spectral envelopes, stretched to the same length, are those of the speech."""

    def loudness(voice: Vocoded) -> NDArray[np.float64]:
        level = np.log(voice.envelope.sum(1))
        return np.interp(np.linspace(0, 1, 100), np.linspace(0, 1, len(level)), level)

    for seed in range(4):
        changed = intoned(speech, np.random.default_rng(seed))
        assert np.corrcoef(loudness(analysed(speech)), loudness(analysed(changed)))[0, 1] > 0.5


def test_what_is_muffled_falls_from_its_corner_on() -> None:
    noise = coloured_noise(SAMPLE_RATE, 0, np.random.default_rng(1))
    for seed in range(10):
        power = np.square(np.abs(np.fft.rfft(muffled(noise, np.random.default_rng(seed)))))
        assert power[3000:6000].mean() < 0.3 * power[50:350].mean()
        assert power[6000:].mean() < 0.4 * power[3000:6000].mean()
