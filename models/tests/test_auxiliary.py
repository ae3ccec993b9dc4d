import numpy as np
import torch
from torch import nn

from earful_models.auxiliary import LetterTask

WORD = "ban an owl"


def test_letters_are_spelled_without_case_punctuation_and_digits() -> None:
    task = LetterTask(8)
    spelled = task.spelled("It's  OVER, 9 of you!")
    assert "".join(task.LETTERS[i - 1] for i in spelled.tolist()) == "it's over of you"


def test_the_letters_are_learnt_from_features_that_hold_them_in_their_order() -> None:
    torch.manual_seed(0)
    task = LetterTask(4)
    features = nn.Parameter(torch.randn(2, 12, 4))
    optimiser = torch.optim.Adam([features, *task.parameters()], 0.05)
    losses = []
    for _ in range(300):
        optimiser.zero_grad()
        loss = task.loss(features, torch.tensor([12, 9]), [WORD, "owl"])
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[0] > 2
    assert losses[-1] < 0.1
    best = task.output(features).reshape(2, -1, task.SYMBOLS).argmax(-1)[0].tolist()
    heard = [symbol for symbol, before in zip(best, [0, *best], strict=False) if symbol not in (0, before)]
    assert heard == task.spelled(WORD).tolist()


def test_what_comes_after_a_clips_end_teaches_nothing() -> None:
    task = LetterTask(4)
    features = torch.randn(1, 12, 4, requires_grad=True)
    task.loss(features, torch.tensor([7]), ["owl"]).backward()
    assert features.grad is not None
    np.testing.assert_array_equal(features.grad[:, 7:].numpy(), 0)
    assert features.grad[:, :7].abs().max() > 0


def test_a_text_too_long_for_its_clip_teaches_nothing() -> None:
    task = LetterTask(4)
    features = torch.randn(1, 2, 4, requires_grad=True)
    loss = task.loss(features, torch.tensor([2]), ["far too many letters for two steps"])
    loss.backward()
    assert loss.item() == 0
