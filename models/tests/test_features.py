import dataclasses

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from earful_models import reference
from earful_models.features import ENCODER, WHISPER, FeatureConfig, LogMel
from earful_models.vectors import OTHER_FEATURES

NOISE: NDArray[np.float32] = np.random.default_rng(0).standard_normal(9000).astype(np.float32) * np.float32(0.1)


@pytest.mark.parametrize("config", [FeatureConfig(), *OTHER_FEATURES.values()])
def test_log_mel_is_what_librosa_computes(config: FeatureConfig) -> None:
    expected = reference.log_mel(NOISE, dataclasses.asdict(config))
    assert np.abs(LogMel(config)(torch.from_numpy(NOISE)).numpy() - expected).max() < 1e-4


@pytest.mark.parametrize("config", [WHISPER, ENCODER])
def test_log_mel_of_whisper_is_what_whisper_defines(config: FeatureConfig) -> None:
    found = LogMel(config)(torch.from_numpy(NOISE)).numpy()
    assert np.abs(found - reference.whisper_log_mel(NOISE, dataclasses.asdict(config))).max() < 1e-5


def test_frames_of_the_encoder_do_not_depend_on_what_follows() -> None:
    quiet = np.concatenate([NOISE * np.float32(0.01), NOISE])
    alone, followed = (LogMel(ENCODER)(torch.from_numpy(samples)) for samples in (quiet[:9000], quiet))
    torch.testing.assert_close(alone[:50], followed[:50], atol=0, rtol=0)


def test_gain_does_not_change_the_cnn_features_of_speech_above_the_floor() -> None:
    log_mel = LogMel(FeatureConfig())
    torch.testing.assert_close(
        log_mel(torch.from_numpy(NOISE)), log_mel(torch.from_numpy(NOISE * 4)), atol=1e-4, rtol=0
    )


def test_frame_count_foretells_the_frames() -> None:
    for config in (FeatureConfig(), WHISPER):
        for samples in (400, 1600, 1601, 2317):
            log_mel = LogMel(config)
            assert len(log_mel(torch.from_numpy(NOISE[:samples]))) == log_mel.frame_count(samples)


def test_refuses_fewer_samples_than_a_frame() -> None:
    with pytest.raises(ValueError, match="399 samples are too few"):
        LogMel(FeatureConfig())(torch.zeros(399))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"frame_length": 600}, "frame_length"),
        ({"high_hz": 9000}, "high_hz"),
        ({"floor": 0}, "floor"),
        ({"mel_scale": "bark"}, "mel_scale"),
        ({"centre": True}, "centre"),
    ],
)
def test_refuses_parameters_that_make_no_sense(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        FeatureConfig(**wrong)  # type: ignore[arg-type]
