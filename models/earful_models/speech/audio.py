"""What every engine's samples go through: resampling, trimming, level, checks, Opus."""

import io
import re
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from earful_models.corpus import SAMPLE_RATE

Samples = NDArray[np.float32]

BIT_RATE = 16000  # of spoken.tar, so that the codec does not tell the older clips from the newer
LONGEST, SHORTEST = 15.0, 0.35  # seconds
LETTERS_PER_SECOND = (4.0, 24.0)  # outside of it an engine has skipped words or got stuck


class SpeechError(Exception):
    """Why an utterance is not usable."""


def resampled(audio: Samples, sample_rate: float) -> Samples:
    """At 16 kHz. The rate need not be a whole number: it is met to 1 part in 400."""
    ratio = Fraction(SAMPLE_RATE / sample_rate).limit_denominator(200)
    if ratio == 1 or not len(audio):
        return audio
    return np.asarray(resample_poly(audio, ratio.numerator, ratio.denominator), np.float32)


def finished(audio: Samples, text: str, level_db: float) -> Samples:
    """Trimmed to 0.1 s before and 0.15 s after the speech, at `level_db` (RMS where there is speech, full scale = 0).

    Raises SpeechError for silence and for a length that the text cannot have.
    """
    peak = float(np.abs(audio).max()) if len(audio) else 0.0
    if not np.isfinite(peak) or peak < 1e-4:
        raise SpeechError("silent")
    loud = np.flatnonzero(np.abs(audio) > 0.01 * peak)
    audio = audio[max(0, loud[0] - SAMPLE_RATE // 10) : loud[-1] + 3 * SAMPLE_RATE // 20]
    _check(audio, peak, text)
    speech = audio[np.abs(audio) > 0.02 * peak]
    audio = audio * np.float32(10 ** (level_db / 20) / np.sqrt((speech**2).mean()))
    if np.abs(audio).max() > 0.97:  # a soft knee from 0.7 instead of clipping
        knee = np.sign(audio) * (0.7 + 0.27 * np.tanh((np.abs(audio) - 0.7) / 0.27))
        audio = np.where(np.abs(audio) > 0.7, knee, audio)
    return audio.astype(np.float32)


def _check(audio: Samples, peak: float, text: str) -> None:
    seconds = len(audio) / SAMPLE_RATE
    if not SHORTEST <= seconds <= LONGEST:
        raise SpeechError("too short" if seconds < SHORTEST else "too long")
    letters = len(re.findall(r"\w", text))
    # A word or two takes its time, whatever its letters: the edges of 0.25 s weigh most there.
    if letters / seconds > LETTERS_PER_SECOND[1] or letters / max(seconds - 1.0, 0.1) < LETTERS_PER_SECOND[0]:
        raise SpeechError("too fast" if letters / seconds > LETTERS_PER_SECOND[1] else "too slow")
    frames = audio[: len(audio) // 320 * 320].reshape(-1, 320)
    if (np.sqrt((frames**2).mean(1)) > 0.02 * peak).mean() < 0.3:
        raise SpeechError("mostly silent")


def opus(audio: Samples) -> bytes:
    """Ogg Opus, mono, 16 kHz, for voice."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, options={"application": "voip"})
        stream.layout = "mono"
        stream.bit_rate = BIT_RATE
        pcm = (np.clip(audio, -1, 1) * 32767).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()
