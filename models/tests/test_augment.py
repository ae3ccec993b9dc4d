from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from earful_models.augment import Augmentation, Augmenter, Example, Sounds, nonspeech
from earful_models.augment.example import waveform_changes
from earful_models.augment.filters import headset
from earful_models.augment.level import active_level, as_loud_as_people_are, at_level, mixed, overdriven, rms, to_int16
from earful_models.augment.noise import coloured_noise
from earful_models.augment.rooms import LEAD, Rooms, response
from earful_models.augment.suppression import suppressed
from earful_models.augment.tempo import pitched, repeated, stretched
from earful_models.corpus import SAMPLE_RATE, Clip

Audio = NDArray[np.float32]

VECTORS = Path(__file__).parents[2] / "tests" / "vectors"
NAMES = [name for name in vars(Augmentation()) if name != "spec_augment"]
CHANGES = list(waveform_changes(Sounds(Path(), "train", [])))
KEEP_TIME = [
    name for name in CHANGES if name not in ("speed", "pitch", "tempo", "shout", "whisper", "intonation", "edges")
]


def lag(before: Audio, after: Audio) -> int:
    """By how many samples `after` is late, at the peak of the correlation."""
    size = 2 * max(len(before), len(after))
    spectrum = np.fft.rfft(after, size) * np.conj(np.fft.rfft(before, size))
    position = int(np.argmax(np.fft.irfft(spectrum, size)))
    return position if position < size // 2 else position - size


def same(one: Example, other: Example) -> bool:
    return bool(np.array_equal(one.samples, other.samples) and one.rows == other.rows)


def test_an_example_depends_on_seed_epoch_and_index_alone(clips: list[Clip], sounds: Sounds) -> None:
    config = Augmentation(**dict.fromkeys(NAMES, 0.5))
    forwards, backwards = Augmenter(config, clips, sounds), Augmenter(config, clips, sounds)
    first = [forwards.example(i, 1, 7) for i in range(6)]
    again = [backwards.example(i, 1, 7) for i in reversed(range(6))][::-1]
    assert all(same(a, b) for a, b in zip(first, again, strict=True))
    for seed in ((2, 7), (1, 8)):
        assert not all(same(a, forwards.example(i, *seed)) for i, a in enumerate(first))


def test_nothing_changes_by_default(clips: list[Clip], sounds: Sounds) -> None:
    example = Augmenter(Augmentation(), clips, sounds).example(3, 1, 1)
    np.testing.assert_array_equal(to_int16(example.samples), clips[3].samples)
    assert example.rows == (3,)


def test_leaving_a_change_out_leaves_the_other_changes_as_they_were(clips: list[Clip], sounds: Sounds) -> None:
    both = Augmenter(Augmentation(gain=0.6, opus=0.5), clips, sounds)
    alone = Augmenter(Augmentation(gain=0.6), clips, sounds)
    equal = [same(both.example(i, 5), alone.example(i, 5)) for i in range(len(clips))]
    assert 0.2 < np.mean(equal) < 0.8  # the same wherever no call was made


def test_scaled_probabilities_make_fewer_changes_and_never_others(clips: list[Clip], sounds: Sounds) -> None:
    whole = Augmenter(Augmentation(gain=0.8), clips, sounds)
    half, none = whole.scaled(0.5), whole.scaled(0)
    changed = [not same(whole.example(i, 1), none.example(i, 1)) for i in range(len(clips))]
    fewer = [not same(half.example(i, 1), none.example(i, 1)) for i in range(len(clips))]
    assert 0 < sum(fewer) < sum(changed)
    assert all(same(whole.example(i, 1), half.example(i, 1)) for i in range(len(clips)) if fewer[i])
    assert whole.config.gain == 0.8


@pytest.mark.parametrize("name", NAMES)
def test_every_change_makes_finite_samples_of_speech_and_of_silence(name: str, speech: Audio, sounds: Sounds) -> None:
    row = {"text": "", "path": "a"}
    inputs = [Clip(row, to_int16(samples)) for samples in (speech, speech[:1600], np.zeros(4000, np.float32))]
    changed = Augmenter(Augmentation(**{name: 1.0}), inputs, sounds)
    for index in range(len(inputs)):
        for seed in range(3):
            samples = changed.example(index, seed).samples
            assert samples.dtype == np.float32
            assert np.isfinite(samples).all()
            assert 1000 < len(samples) <= 15 * SAMPLE_RATE
    whole = changed.example(0, 0).samples
    assert name == "repeat" or len(whole) != len(speech) or np.abs(whole - speech).max() > 1e-4


@pytest.mark.parametrize("name", KEEP_TIME)
def test_what_changes_the_sound_alone_leaves_every_word_where_it_is(name: str, speech: Audio, sounds: Sounds) -> None:
    change = waveform_changes(sounds)[name]
    late = []
    for seed in range(8):
        changed = change(speech, np.random.default_rng(seed))
        assert len(changed) == len(speech)
        late.append(lag(speech, changed))
    # Half a millisecond for codecs. In a far corner of a room the reflections may be louder than the voice.
    assert np.median(np.abs(late)) <= 8


def test_another_pitch_leaves_every_word_where_it_is(speech: Audio) -> None:
    def loudness(samples: Audio) -> Audio:
        smooth: Audio = np.convolve(np.square(samples), np.ones(400, np.float32), "same")
        return smooth - smooth.mean()

    for semitones in (-3, 3):
        changed = pitched(speech, semitones)
        assert len(changed) == len(speech)
        assert abs(lag(loudness(speech), loudness(changed))) <= 0.02 * SAMPLE_RATE


def test_a_mix_has_the_ratio_to_the_active_speech_whatever_the_pauses(speech: Audio) -> None:
    with_pauses = np.concatenate([speech, np.zeros(4 * SAMPLE_RATE, np.float32)])
    assert 20 * np.log10(active_level(with_pauses) / active_level(speech)) == pytest.approx(0, abs=0.2)
    other = coloured_noise(len(with_pauses), 1, np.random.default_rng(1))
    for snr in (-5, 10, 30):
        added = mixed(with_pauses, other, snr) - with_pauses
        assert 20 * np.log10(active_level(speech) / rms(added)) == pytest.approx(snr, abs=0.5)


def test_only_clean_clips_are_cut_short_and_their_words_are_not_known(clips: list[Clip], sounds: Sounds) -> None:
    augmenter = Augmenter(Augmentation(short_crop=1), clips, sounds)
    for i, clip in enumerate(clips):
        assert augmenter.example(i, 1).rows == ((i,) if clip.toxic else ())


@pytest.mark.parametrize("name", ["nonspeech", "background_alone"])
def test_what_is_no_speech_has_no_words_and_no_target(name: str, clips: list[Clip], sounds: Sounds) -> None:
    example = Augmenter(Augmentation(**{name: 1.0}), clips, sounds).example(0, 1)
    assert example.rows == ()
    assert not example.targets.any()
    assert 8000 <= len(example.samples) <= 5 * SAMPLE_RATE


def test_noise_is_within_full_scale() -> None:
    for seed in range(40):
        assert np.abs(nonspeech(np.random.default_rng(seed))).max() <= 1


def test_a_clip_is_repeated_only_if_it_is_short(speech: Audio, sounds: Sounds) -> None:
    both = [Clip({"path": "a"}, to_int16(part)) for part in (speech, speech[:16000])]
    augmenter = Augmenter(Augmentation(repeat=1), both, sounds)
    assert len(augmenter.example(0, 1).samples) == len(speech)
    assert len(augmenter.example(1, 1).samples) >= 32000
    np.testing.assert_array_equal(repeated(speech, np.random.default_rng(1))[: len(speech)], speech)


def test_a_room_is_the_same_from_its_seed_and_from_the_cache(game_sounds: Path) -> None:
    cached = Rooms(game_sounds, "test").responses
    random = np.random.default_rng([17, 0])  # test is the first split in the alphabet
    np.testing.assert_array_equal(cached[0], response(False, random))


def test_a_far_microphone_hears_more_of_the_room_than_a_near_one(game_sounds: Path) -> None:
    direct = np.square(Rooms(game_sounds, "test").responses[:, : LEAD + 40]).sum(1)  # of an energy of 1
    assert np.median(direct[1::2]) < np.median(direct[0::2]) - 0.2


def test_suppression_takes_more_of_the_noise_than_of_the_speech(speech: Audio) -> None:
    noise = coloured_noise(len(speech), 0, np.random.default_rng(1)) * np.float32(0.02)
    assert rms(suppressed(noise)) < 0.3 * rms(noise)
    assert rms(suppressed(speech)) > 0.7 * rms(speech)
    assert lag(speech, suppressed(speech)) == 0


def test_clipping_flattens_the_peaks_and_keeps_the_level(speech: Audio) -> None:
    for seed in range(10):
        clipped = overdriven(speech, np.random.default_rng(seed))
        assert np.abs(clipped).max() / rms(clipped) < 0.9 * np.abs(speech).max() / rms(speech)
        assert rms(clipped) == pytest.approx(rms(speech), rel=0.01)


def test_levels_are_clipped_at_full_scale_and_rounded_to_16_bits(speech: Audio) -> None:
    assert np.abs(at_level(speech, 0)).max() == 1
    assert rms(at_level(speech, -40)) == pytest.approx(0.01, rel=0.01)
    for seed in range(20):
        steps = as_loud_as_people_are(speech, np.random.default_rng(seed)) * 32768
        np.testing.assert_array_equal(steps, np.rint(steps))
        assert np.abs(steps).max() <= 32768


def test_a_headset_passes_nothing_above_its_band() -> None:
    noise = coloured_noise(SAMPLE_RATE, 0, np.random.default_rng(1))
    for seed in range(10):
        power = np.square(np.abs(np.fft.rfft(headset(noise, np.random.default_rng(seed)))))
        assert power[7600:].mean() < 0.5 * power[1000:3000].mean()
        assert power[:40].mean() < 0.01 * power[1000:3000].mean()


@pytest.mark.parametrize(
    ("change", "length", "pitch"),
    [
        (lambda tone: stretched(tone, 1.25), 0.8, 1),
        (lambda tone: stretched(tone, 0.85), 1 / 0.85, 1),
        (lambda tone: pitched(tone, 3), 1, 2 ** (3 / 12)),
        (lambda tone: pitched(tone, -3), 1, 2 ** (-3 / 12)),
    ],
)
def test_tempo_and_pitch_change_apart(change: Callable[[Audio], Audio], length: float, pitch: float) -> None:
    time = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    changed = change((0.5 * np.sin(2 * np.pi * 400 * time)).astype(np.float32))
    assert len(changed) == pytest.approx(length * len(time), rel=0.02)
    middle = changed[len(changed) // 4 :][:16000]
    assert np.argmax(np.abs(np.fft.rfft(middle, 16000))) == pytest.approx(400 * pitch, rel=0.02)
