"""Voices and plan: who speaks what."""

from collections import Counter
from pathlib import Path

import pytest
from spoken_lines import lines

from earful_models.speech.lines import Line, ordered
from earful_models.speech.plan import planned
from earful_models.speech.selection import selected
from earful_models.speech.settings import SpeechSettings
from earful_models.speech.voices import (
    HELD_OUT_STYLES,
    LANGUAGES,
    SHARED_SPEAKERS,
    TRAINING_STYLES,
    is_held_out,
    voices,
)

ENGINES = ("kokoro", "hibari", "pico", "flite")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("engine", ENGINES)
def test_voices_of_a_mix_stay_in_the_split_of_their_base_styles(engine: str, language: str) -> None:
    for training in (True, False):
        for voice in voices(engine, language, training):
            own = [style for style in voice.styles if style not in SHARED_SPEAKERS]
            assert [is_held_out(style) for style in own] == [not training] * len(own)


def test_only_german_has_a_speaker_on_both_sides() -> None:
    for language in LANGUAGES:
        sides = [
            {style for engine in ENGINES for voice in voices(engine, language, training) for style in voice.styles}
            for training in (True, False)
        ]
        assert sides[0] & sides[1] == ({"de-DE"} if language == "de" else set())


def test_every_base_style_of_kokoro_is_on_one_side() -> None:
    assert len(HELD_OUT_STYLES) == 12
    assert len(TRAINING_STYLES) == 42
    assert not HELD_OUT_STYLES & TRAINING_STYLES


def test_english_is_spoken_with_english_prosody() -> None:
    for training in (True, False):
        for voice in voices("kokoro", "en", training):
            assert {style[0] for style, _ in voice.prosody or voice.timbre} <= {"a", "b"}


def test_every_language_has_a_voice_on_both_sides() -> None:
    for language in LANGUAGES:
        for training in (True, False):
            assert any(voices(engine, language, training) for engine in ENGINES)


def test_no_two_voices_share_a_name() -> None:
    different = {
        voice
        for engine in ENGINES
        for language in LANGUAGES
        for training in (True, False)
        for voice in voices(engine, language, training)
    }
    assert len({(voice.language, voice.name) for voice in different}) == len(different)


def test_refuses_to_plan_a_language_without_voices(tmp_path: Path) -> None:
    config = tmp_path / "speech.toml"
    config.write_text("seed = 1\nsuites = 0\nutterances = {en = 10, eo = 10}\n")
    with pytest.raises(ValueError, match="eo"):
        SpeechSettings.load(config)


def test_another_seed_changes_the_voices() -> None:
    assert [planned(line, 1).voice for line in lines(50)] != [planned(line, 2).voice for line in lines(50)]


def test_a_label_changes_nothing_of_how_a_line_is_spoken() -> None:
    for line in lines(50):
        other = Line({**line.row, "no_violation": "0", "racism": "1"})
        assert planned(line, 1) == planned(other, 1)


def test_a_line_that_failed_gets_another_voice() -> None:
    changed = [planned(line, 1, attempt=0).voice != planned(line, 1, attempt=1).voice for line in lines(50)]
    assert sum(changed) > 40


def test_more_texts_move_no_voice() -> None:
    settings = SpeechSettings(seed=1, suites=0, utterances={"en": 240})
    few = {line.id: planned(line, 1) for line in selected(lines(100), settings, set())}
    many = {line.id: planned(line, 1) for line in selected(lines(240), settings, set())}
    assert len(few) == 100
    assert few == {line_id: many[line_id] for line_id in few}


def test_every_beginning_of_the_order_has_as_many_toxic_as_clean_lines_and_all_splits() -> None:
    order = ordered(lines(240), 1)
    assert sorted(line.id for line in order) == sorted(line.id for line in lines(240))
    for end in (20, 40, 100, 200):
        assert sum(line.toxic for line in order[:end]) == end / 2
        assert Counter(line.row["split"] for line in order[:end]) == {
            "train": 0.8 * end,
            "val": 0.1 * end,
            "test": 0.1 * end,
        }


def test_what_an_earlier_corpus_has_spoken_counts_and_is_spoken_again_by_quick_engines_alone() -> None:
    settings = SpeechSettings(seed=1, suites=0, utterances={"en": 110})
    earlier = {line.id for line in lines(40)}
    chosen = selected(lines(100), settings, earlier)
    again = [planned(line, 1).voice.engine for line in chosen if line.id in earlier]
    assert len(chosen) == 70
    assert again
    assert "kokoro" not in again
