from collections.abc import Iterator

import numpy as np
import pytest
from recordings import sentence, silence, spoken

from earful_models.corpus import SAMPLE_RATE, Samples
from earful_models.label.pieces import LONGEST, Piece, cut
from earful_models.libopus import FRAME


def places(pieces: list[Piece]) -> list[tuple[float, float]]:
    return [(piece.start, piece.end) for piece in pieces]


@pytest.mark.parametrize("pause", [0.5, 0.8, 2.0, 30.0])
def test_pieces_begin_and_end_within_100_ms_of_the_silences_that_were_put_in(pause: float) -> None:
    voice = sentence()
    samples, expected = spoken(1.0, voice, pause, voice, pause, voice, 0.7)
    found = list(cut([samples]))
    assert len(found) == 3
    np.testing.assert_allclose(places(found), expected, atol=0.1)


def test_a_pause_for_breath_does_not_cut() -> None:
    voice = sentence()
    samples, expected = spoken(1.0, voice, 0.26, voice, 1.0)
    np.testing.assert_allclose(places(list(cut([samples]))), [(expected[0][0], expected[1][1])], atol=0.1)


def test_a_piece_holds_the_samples_of_its_place() -> None:
    samples, _ = spoken(1.0, sentence(), 1.0, sentence(), 1.0)
    for piece in cut([samples]):
        first = round(piece.start * SAMPLE_RATE)
        np.testing.assert_array_equal(piece.samples, samples[first : first + len(piece.samples)])


def test_speech_under_a_second_is_left_out() -> None:
    voice = sentence()
    samples, expected = spoken(1.0, voice[: SAMPLE_RATE * 7 // 10], 1.0, voice, 1.0)
    np.testing.assert_allclose(places(list(cut([samples]))), expected[1:], atol=0.1)


def test_speech_without_pauses_is_cut_at_15_s_and_what_is_left_is_a_piece() -> None:
    samples, _ = spoken(1.0, *[sentence()] * 18, 1.0)  # 34.8 s
    found = list(cut([samples]))
    assert [round(piece.end - piece.start, 6) for piece in found[:-1]] == [15.0, 15.0]
    assert found[0].end == found[1].start
    assert found[1].end == found[2].start
    assert found[2].end == pytest.approx(35.8, abs=0.1)


def test_a_recording_that_ends_in_speech_ends_its_last_piece() -> None:
    samples, expected = spoken(1.0, sentence())
    np.testing.assert_allclose(places(list(cut([samples]))), expected, atol=0.1)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 5.0])
def test_a_recording_without_speech_has_no_pieces(seconds: float) -> None:
    assert list(cut([silence(seconds)])) == []


def test_the_blocks_that_a_recording_comes_in_make_no_difference() -> None:
    samples, _ = spoken(1.0, sentence(), 1.0, sentence(), 1.0)
    whole = list(cut([samples]))
    for length in (1, 319, 1024, 50000):
        blocks = [samples[first : first + length] for first in range(0, len(samples), length)]
        assert places(list(cut(blocks))) == places(whole)


def test_no_more_than_a_piece_is_held_of_an_endless_recording() -> None:
    read = 0

    def endless() -> Iterator[Samples]:
        nonlocal read
        while True:
            read += len(sentence())
            yield sentence()

    for number, piece in zip(range(4), cut(endless()), strict=False):
        assert read <= (number + 1) * LONGEST * FRAME + len(sentence())
        assert len(piece.samples) == LONGEST * FRAME
