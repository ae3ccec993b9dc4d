"""The [augmentation] section of a run's configuration."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Augmentation:
    """How often each change is made to a training clip, as probabilities. The order is that of the chain."""

    nonspeech: float = 0.0
    """The example is noise or hum instead, and clean."""
    background_alone: float = 0.0
    """The example is a game without a voice instead, and clean."""
    join: float = 0.0
    """Another clip follows."""
    overlap: float = 0.0
    """Another clip is spoken at the same time, at most 10 dB softer."""
    short_crop: float = 0.0
    """A clean clip is cut to 0.3 to 2 s."""
    repeat: float = 0.0
    """A clip of less than 2 s is said two or three times."""
    speed: float = 0.0
    """Tempo and pitch together, 0.87 to 1.15."""
    pitch: float = 0.0
    """Pitch and formants alone, 3 semitones down to 3 up."""
    tempo: float = 0.0
    """Tempo alone, 0.85 to 1.25."""
    shout: float = 0.0
    """Shouted: higher, brighter, with longer vowels."""
    whisper: float = 0.0
    """Whispered: noise in place of the voice."""
    intonation: float = 0.0
    """Flatter to livelier, the pitch and the tempo wandering."""
    edges: float = 0.0
    """Up to half a second of silence on either side; what follows fills it."""
    room: float = 0.0
    """A simulated room, half the time with a microphone across it."""
    band_limit: float = 0.0
    """Slopes below 20 to 350 Hz and above 2.8 to 8 kHz."""
    muffle: float = 0.0
    """Through cloth, a hand or a wall: less and less above 400 to 1500 Hz."""
    background: float = 0.0
    """Game music and effects at -5 to 30 dB."""
    babble: float = 0.0
    """Three to eight other voices at -5 to 30 dB."""
    noise: float = 0.0
    """Coloured noise at 3 to 40 dB."""
    headset: float = 0.0
    """The band of a headset or telephone: low cut, 3.4 or 7 kHz low-pass."""
    clipping: float = 0.0
    """An overdriven microphone, hard or soft."""
    suppression: float = 0.0
    """RNNoise."""
    opus: float = 0.0
    """An Opus call at 6 to 32 kbit/s, with packet loss and its concealment."""
    gain: float = 0.0
    """An RMS of -45 to -12 dB of full scale."""
    loudness: float = 0.0
    """From whisper-quiet, -70 dB and rounded to 16 bits, to hot, -6 dB and clipped."""
    spec_augment: float = 0.0
    """Bands and spans of the log-mel are blanked."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 0 <= value <= 1:
                raise ValueError(f"augmentation.{name} must be from 0 to 1, not {value}")
