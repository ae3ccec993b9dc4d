"""Intervals: the bootstrap against the package that it follows and against known spreads, and exact ones of counts."""

import numpy as np
import pytest
from confidence_intervals import evaluate_with_conf_int

from earful_models.evaluation.interval import Bootstrap, per_hour, share, share_gap
from earful_models.evaluation.metrics import auc


def voices(random: np.random.Generator, count: int, clips: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Clips whose scores differ more between voices than within one."""
    names = [f"voice {i}" for i in range(count) for _ in range(clips)]
    positive = random.random(count * clips) < 0.5
    scores = np.repeat(random.normal(0, 1, count), clips) + random.normal(positive, 0.5)
    return names, scores, positive


@pytest.mark.parametrize(("count", "clips"), [(60, 6), (20, 18)])
def test_the_bootstrap_agrees_with_the_package_it_follows(count: int, clips: int) -> None:
    names, scores, positive = voices(np.random.default_rng(3), count, clips)
    conditions = np.unique(names, return_inverse=True)[1]
    value, (low, high) = evaluate_with_conf_int(scores, lambda p, s: auc(s, p), positive, conditions, 1000)
    assert Bootstrap(names).metric(auc, scores, positive) == pytest.approx([value, low, high], abs=0.1 * (high - low))


def test_an_interval_over_voices_holds_the_truth_in_most_of_many_tests_and_one_over_clips_does_not() -> None:
    random, covered = np.random.default_rng(5), {"voices": 0, "clips": 0}
    for _ in range(100):
        names, scores, _ = voices(random, 40, 10)
        for over, conditions in (("voices", names), ("clips", [str(i) for i in range(len(names))])):
            _, low, high = Bootstrap(conditions, 200).of(lambda chosen, s=scores: float(s[chosen].mean()))  # type: ignore[misc]
            covered[over] += int((low or 0) <= 0.5 <= (high or 0))
    assert covered["voices"] >= 88
    assert covered["clips"] < 70


def test_an_interval_is_the_same_every_time() -> None:
    names, scores, positive = voices(np.random.default_rng(1), 20, 10)
    first, again = (Bootstrap(names).metric(auc, scores, positive) for _ in range(2))
    assert first == again


def test_sets_without_a_class_are_left_out_and_a_figure_without_any_set_is_none() -> None:
    scores = np.array([0.1, 0.9, 0.4])
    value, low, high = Bootstrap(["a", "b", "c"]).metric(auc, scores, np.array([False, True, False]))
    assert value == low == high == 1
    assert Bootstrap(["a", "b", "c"]).metric(auc, scores, np.array([True, True, True])) == [None, None, None]


def test_clips_of_one_voice_are_drawn_one_by_one() -> None:
    bootstrap = Bootstrap(["only"] * 50)
    assert bootstrap.over == "clips"
    assert len({tuple(chosen) for chosen in bootstrap.sets}) > 990


def test_few_is_said_of_speakers_and_not_of_clips() -> None:
    assert Bootstrap([str(i % 19) for i in range(50)]).few
    assert not Bootstrap([str(i % 20) for i in range(50)]).few
    assert Bootstrap([str(i % 2) for i in range(50)]).few
    assert not Bootstrap([str(i) for i in range(10)]).few


def test_what_never_happened_may_still_happen() -> None:
    never = np.zeros(100, bool)
    value, low, high = Bootstrap([str(i // 5) for i in range(100)]).share(never)
    assert (value, low) == (0, 0)
    assert high == pytest.approx(0.0362, abs=1e-4)  # Clopper and Pearson: 1 - 0.025 ** (1 / 100)


def test_counts_have_the_intervals_of_the_tables() -> None:
    assert share(5, 10) == pytest.approx([0.5, 0.1871, 0.8129], abs=1e-4)
    assert share(0, 0) == [None, None, None]
    assert per_hour(0, 2) == pytest.approx([0, 0, 3.6889 / 2], abs=1e-4)
    assert per_hour(10, 1) == pytest.approx([10, 4.7954, 18.3904], abs=1e-3)


def test_a_gap_to_what_never_happened_is_as_open_as_both_shares() -> None:
    here, there = np.zeros(43, bool), np.arange(1900) < 25
    value, low, high = Bootstrap([""] * 1943).gap(np.append(here, there), np.arange(1943) < 43, np.arange(1943) >= 43)
    _, _, most = share(0, 43)
    assert value == pytest.approx(-25 / 1900, abs=1e-4)
    assert low == pytest.approx(-0.0194, abs=2e-4)
    assert high is not None
    assert most is not None
    assert 0.06 < high < most  # zero of 43 may as well be 8 %


def test_a_gap_of_exact_shares_is_the_same_the_other_way_round() -> None:
    never, some = np.zeros(20, bool), np.arange(10) < 3
    value, low, high = share_gap(some, never)
    assert [value, low, high] == pytest.approx([0.3, 0.3 - np.hypot(0.3 - 0.0667, 0.1684), 0.6525], abs=1e-4)
    assert share_gap(never, some) == [-0.3, -0.6525, -low]  # type: ignore[operator]
    assert share_gap(never, never[:0]) == [None, None, None]


def test_a_gap_of_shares_that_vary_is_drawn_over_voices() -> None:
    names = [f"voice {i // 20}" for i in range(800)]
    happened = np.random.default_rng(7).random(800) < np.repeat(np.tile([0.1, 0.9], 20), 20)
    here = np.arange(800) < 400
    _, low, high = Bootstrap(names).gap(happened, here, ~here)
    _, narrow_low, narrow_high = Bootstrap([""] * 800).gap(happened, here, ~here)
    assert high - low > 2 * (narrow_high - narrow_low)  # type: ignore[operator]
