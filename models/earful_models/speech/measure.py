"""What can be told of a clip without understanding a word: the features of the shortcut proof."""

import numpy as np

from earful_models.corpus import SAMPLE_RATE, Row, Samples

MEASURES = ("loudness_db", "speech_db", "tilt_db")
FRAME = 512


def measured(samples: Samples) -> Row:
    """Loudness of the whole and of its louder frames (RMS, dB of full scale), and the spectral tilt: the slope of the
    average spectrum from 100 Hz to 7 kHz in dB per octave.
    """
    audio = np.zeros(max(FRAME, len(samples)), np.float32)
    audio[: len(samples)] = samples / np.float32(32768)
    frames = audio[: len(audio) // FRAME * FRAME].reshape(-1, FRAME)
    power = (frames**2).mean(1)
    spectrum = (np.abs(np.fft.rfft(frames * np.hanning(FRAME), axis=1)) ** 2).mean(0)
    hertz = np.fft.rfftfreq(FRAME, 1 / SAMPLE_RATE)
    band = (hertz >= 100) & (hertz <= 7000)
    tilt = np.polyfit(np.log2(hertz[band]), _db(spectrum[band]), 1)[0]
    values = (_db(power.mean()), _db(power[power > 0.1 * power.max()].mean() if power.any() else power.mean()), tilt)
    return {name: f"{value:.2f}" for name, value in zip(MEASURES, values, strict=True)}


def _db(power: np.ndarray | np.floating) -> np.ndarray:
    return 10 * np.log10(np.asarray(power, float) + 1e-10)
