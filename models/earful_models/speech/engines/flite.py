"""flite (CMU licence), Debian's program: English statistical voices."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

from earful_models.speech.audio import Samples, resampled
from earful_models.speech.voices import Voice


class Flite:
    """`rate` scales pitch and formants together, by resampling."""

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        stretch = f"duration_stretch={voice.rate / tempo:.3f}"
        with tempfile.TemporaryDirectory() as folder:
            # Text in a file: as an argument, flite would take a text without a blank for a file's name.
            source, wave = Path(folder, "text"), Path(folder, "wave")
            source.write_text(text)
            command = ["flite", "-voice", voice.timbre[0][0], "--setf", stretch, "-f", str(source), "-o", str(wave)]
            subprocess.run(command, check=True, capture_output=True)
            sample_rate, pcm = wavfile.read(wave)
        audio = pcm.astype(np.float32) / 32768
        return resampled(audio, sample_rate * voice.rate)
