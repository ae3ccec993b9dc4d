import numpy as np
import pytest

from earful_models.metrics import at_threshold, auc, average_precision, bootstrap, threshold_at

SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
POSITIVE = np.array([True, False, True, True, False, False])


def test_figures_of_a_small_example_worked_by_hand() -> None:
    assert auc(SCORES, POSITIVE) == pytest.approx(7 / 9)
    assert average_precision(SCORES, POSITIVE) == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    figures = at_threshold(SCORES, POSITIVE, 0.65)
    assert figures == pytest.approx(
        {
            "accuracy": 4 / 6,
            "weighted_accuracy": 2 / 3,
            "precision": 2 / 3,
            "recall": 2 / 3,
            "f1": 2 / 3,
            "false_alarm_rate": 1 / 3,
        }
    )


def test_ties_count_half_in_the_auc_and_together_in_the_precision() -> None:
    ties = np.array([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    assert auc(ties, POSITIVE) == 0.5
    assert average_precision(ties, POSITIVE) == pytest.approx(0.5)


def test_a_threshold_lets_no_more_than_its_share_of_negatives_through() -> None:
    negatives = np.linspace(0, 1, 1000)
    for rate in (0.05, 0.01, 0.001):
        assert np.mean(negatives >= threshold_at(rate, negatives)) == pytest.approx(rate)


def test_with_too_few_negatives_the_threshold_is_over_all_of_them() -> None:
    negatives = np.array([0.1, 0.3, 0.2])
    assert 0.3 < threshold_at(0.001, negatives) < 0.3001


def test_the_bootstrap_interval_holds_the_value_and_is_the_same_every_time() -> None:
    random = np.random.default_rng(0)
    positive = random.random(200) < 0.5
    scores = random.normal(positive, 1)
    low, high = bootstrap(auc, scores, positive, rounds=200)
    assert low < auc(scores, positive) < high
    assert (low, high) == bootstrap(auc, scores, positive, rounds=200)
