"""Log-mel by other people's code: the references that the vectors are made of. Nothing here uses features.py."""

from typing import Any

import librosa
import numpy as np
import torch
from numpy.typing import NDArray


def log_mel(samples: NDArray[np.float32], features: dict[str, Any]) -> NDArray[np.float32]:
    """Uncentred log-mel [frames, filters] in float64, with librosa's frames, its window and its mel filters.

    features: the fields of a model file's feature section.
    """
    window = librosa.filters.get_window("hann", features["frame_length"], fftbins=True)
    frames = librosa.util.frame(
        samples.astype(np.float64), frame_length=features["frame_length"], hop_length=features["hop_length"], axis=0
    )
    spectrum = np.abs(np.fft.rfft(frames * window, features["fft_size"]))
    if features["spectrum"] == "power":
        spectrum = spectrum**2
    filters = librosa.filters.mel(
        sr=features["sample_rate"],
        n_fft=features["fft_size"],
        n_mels=features["filters"],
        fmin=features["low_hz"],
        fmax=features["high_hz"],
        htk=features["mel_scale"] == "htk",
        norm="slaney" if features["mel_norm"] == "slaney" else None,
        dtype=np.float64,
    )
    values = np.log(np.maximum(spectrum @ filters.T, features["floor"]))
    if features["log"] == "log10":
        values /= np.log(10)
    if features["normalisation"] == "mean":
        values -= values.mean(0)
    return values.astype(np.float32)


def whisper_log_mel(samples: NDArray[np.float32], features: dict[str, Any]) -> NDArray[np.float32]:
    """Whisper's log-mel [frames, 80] in float64, step for step as OpenAI's whisper/audio.py log_mel_spectrogram defines
    it; of the features its floor, and whether all is kept that is less than 8 under the clip's maximum.
    """
    audio = torch.from_numpy(samples).double()
    spectrum = torch.stft(audio, 400, 160, window=torch.hann_window(400, dtype=torch.float64), return_complex=True)
    power = spectrum[..., :-1].abs() ** 2
    filters = torch.from_numpy(librosa.filters.mel(sr=16000, n_fft=400, n_mels=80, dtype=np.float64))
    values = torch.clamp(filters @ power, min=features["floor"]).log10()
    if features["normalisation"] == "whisper":
        values = torch.maximum(values, values.max() - 8.0)
    return ((values + 4.0) / 4.0).T.float().contiguous().numpy()
