"""espeak-ng (GPL-3+, which its output is free of), Debian's program: formant synthesis, in many languages."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile

from earful_models.speech.audio import Samples, resampled
from earful_models.speech.engines.phonemes import ESPEAK
from earful_models.speech.voices import Voice

WORDS_A_MINUTE = 165


class Espeak:
    """The timbre is one of its variants."""

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        variant = f"{ESPEAK[voice.language]}+{voice.timbre[0][0]}"
        with tempfile.TemporaryDirectory() as folder:
            # To a file: a WAV file on standard output says that it is 2 GB long.
            wave = str(Path(folder, "wave"))
            command = ["espeak-ng", "-v", variant, "-s", str(round(WORDS_A_MINUTE * tempo)), "--stdin", "-w", wave]
            subprocess.run(command, input=text.encode(), check=True, capture_output=True)
            sample_rate, pcm = wavfile.read(wave)
        return resampled(pcm.astype(np.float32) / np.float32(32768), sample_rate)
