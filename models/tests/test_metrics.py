import numpy as np
import pytest
from sklearn.metrics import average_precision_score, precision_recall_fscore_support, roc_auc_score, roc_curve

from earful_models.evaluation.metrics import at_threshold, auc, average_precision, curves, recall_at, threshold_at

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


@pytest.mark.parametrize("digits", [1, 6])
def test_figures_are_those_of_scikit_learn_with_and_without_ties(digits: int) -> None:
    random = np.random.default_rng(2)
    positive = random.random(500) < 0.3
    scores = np.round(1 / (1 + np.exp(-random.normal(positive, 1))), digits)
    assert auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores))
    assert average_precision(scores, positive) == pytest.approx(average_precision_score(positive, scores))
    figures = at_threshold(scores, positive, 0.6)
    precision, recall, f1, _ = precision_recall_fscore_support(positive, scores >= 0.6, average="binary")
    assert [figures[name] for name in ("precision", "recall", "f1")] == pytest.approx([precision, recall, f1])
    false_alarms, hits, _ = roc_curve(positive, scores, drop_intermediate=False)
    ours = curves(scores, positive)
    np.testing.assert_allclose(ours["false_alarm_rate"], false_alarms, atol=1e-5)
    np.testing.assert_allclose(ours["recall"], hits, atol=1e-5)


def test_recall_is_told_at_a_share_of_false_alarms() -> None:
    scores = np.array([*np.linspace(0, 0.99, 100), 0.985, 0.995, 0.5])
    positive = np.array([False] * 100 + [True] * 3)
    assert recall_at(0.01, scores, positive) == pytest.approx(2 / 3)  # one clean clip may alarm: 0.99
    assert recall_at(0.001, scores, positive) == pytest.approx(1 / 3)
