from earful_models.schedule import Cosine, Plateau


def test_the_rate_falls_to_seven_tenths_after_two_epochs_without_gain() -> None:
    schedule = Plateau()
    schedule.after_epoch(0.7)
    schedule.after_epoch(0.6995)
    assert schedule.factor(0) == 1
    schedule.after_epoch(0.6992)
    assert schedule.factor(0) == 0.7


def test_a_gain_of_a_thousandth_starts_the_count_again() -> None:
    schedule = Plateau()
    for loss in (0.7, 0.7, 0.699, 0.699):
        schedule.after_epoch(loss)
    assert schedule.factor(0) == 1


def test_training_stops_after_four_decays_without_improvement() -> None:
    schedule = Plateau()
    stops = [schedule.after_epoch(0.5) for _ in range(9)]
    assert stops == [False] * 8 + [True]


def test_an_improvement_allows_four_more_decays() -> None:
    schedule = Plateau()
    for _ in range(8):
        schedule.after_epoch(0.5)
    schedule.after_epoch(0.4)
    assert [schedule.after_epoch(0.4) for _ in range(8)] == [False] * 7 + [True]
    assert schedule.decays == 7


def test_the_cosine_rises_then_falls_to_nothing() -> None:
    schedule = Cosine()
    assert schedule.factor(0) == 0
    assert schedule.factor(0.05) == 1
    assert 0.4 < schedule.factor(0.525) < 0.6
    assert schedule.factor(1) < 1e-9
