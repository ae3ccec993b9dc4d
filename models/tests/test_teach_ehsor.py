"""EHSOR's parts, by what their equations say."""

import math

import pytest
import torch
from teach_texts import LayerWordEncoder

from earful_models.label.sentence_encoder import SIZE
from earful_models.teach.ehsor import (
    CorrelationBlock,
    Detections,
    Ehsor,
    Loss,
    focal_loss,
    sharpened,
)
from earful_models.teach.fit import Examples, fit


def test_a_correlation_block_passes_its_input_on_before_it_is_trained() -> None:
    logits = torch.tensor([[1.0, -2.0, 0.5]])
    torch.testing.assert_close(CorrelationBlock(3)(logits), logits)


def test_a_correlation_block_lets_one_label_move_another() -> None:
    block = CorrelationBlock(2)
    torch.nn.init.constant_(block.out.weight, 1.0)
    torch.nn.init.constant_(block.into.weight, 1.0)
    low, high = block(torch.tensor([[-3.0, 0.0], [3.0, 0.0]]))
    assert high[1] > low[1]


@pytest.mark.parametrize("exclusive", [True, False])
def test_focal_loss_of_an_even_guess_is_a_quarter_of_its_cross_entropy(exclusive: bool) -> None:
    logits, targets = torch.zeros(3, 2), torch.tensor([[0.0, 1.0]]).repeat(3, 1)
    answers = 1 if exclusive else 2
    assert focal_loss(logits, targets, exclusive, 2.0).item() == pytest.approx(answers * 0.25 * math.log(2))


def test_focal_loss_hardly_counts_what_is_known_already() -> None:
    targets = torch.tensor([[1.0, 0.0]])
    sure, unsure = (focal_loss(torch.tensor([[x, -x]]), targets, True, 2.0).item() for x in (2.0, 0.1))
    cross_entropy = -torch.tensor([2.0, -2.0]).log_softmax(0)[0].item()
    assert sure < 0.01 * cross_entropy
    assert unsure > 10 * sure


def test_sharpening_makes_the_likeliest_emotion_likelier_and_sums_to_one() -> None:
    q = sharpened(torch.tensor([[0.5, 0.3, 0.2]]))[0]
    assert q.tolist() == pytest.approx([0.25 / 0.38, 0.09 / 0.38, 0.04 / 0.38])


def test_pseudo_labels_are_targets_that_nothing_is_learnt_through() -> None:
    network = Ehsor(SIZE, 2, 3, exclusive=True)
    emotion = torch.randn(4, 3, requires_grad=True)
    apart = Detections(torch.zeros(4, 2), emotion, torch.zeros(4, 5, requires_grad=True))
    labelled, felt = torch.eye(2).repeat(2, 1), Detections(torch.zeros(3, 2), torch.zeros(3, 3), torch.zeros(3, 5))
    Loss(pseudo=1.0).of(network, apart, labelled, felt, torch.eye(3)).backward()
    assert emotion.grad is None
    assert apart.super_hate.grad is not None
    assert apart.super_hate.grad[:, 2:].abs().sum() > 0


@pytest.mark.parametrize("super_hate", [True, False])
def test_the_super_hate_detector_is_trained_unless_it_is_taken_away(super_hate: bool) -> None:
    network = Ehsor(SIZE, 2, 3, exclusive=True)
    hate, emotion = network(torch.randn(4, SIZE)), network(torch.randn(6, SIZE))
    loss = Loss(super_hate=super_hate)
    loss.of(network, hate, torch.eye(2).repeat(2, 1), emotion, torch.eye(3).repeat(2, 1)).backward()
    assert any(p.grad is not None for p in network.super_hate.parameters()) == super_hate


def examples(kinds: dict[str, list[float]]) -> Examples:
    texts = [f"{word} {i}" for i in range(150) for word in kinds]
    vectors = LayerWordEncoder().encode_layers(texts).flatten(1)
    return Examples(vectors, torch.tensor(list(kinds.values()) * 150))


HATE = {"rude": [1.0, 1.0, 0.0], "mean": [0.0, 1.0, 0.0], "kind": [0.0, 0.0, 1.0]}
EMOTION = {"cross": [1.0, 0.0], "glad": [0.0, 1.0]}


def test_learns_labels_of_one_kind_of_texts_and_emotions_of_another() -> None:
    network = fit(examples(HATE), examples(EMOTION), exclusive=False, loss=Loss(), epochs=40)
    with torch.inference_mode():
        found = network(LayerWordEncoder().encode_layers([*HATE, *EMOTION]).flatten(1).float())
    assert network.probabilities(found.super_hate)[:3].round().tolist() == list(HATE.values())
    assert found.emotion[3:].softmax(1).round().tolist() == list(EMOTION.values())


def test_the_same_seed_trains_the_same_network_and_another_another() -> None:
    first, same, other = (fit(examples(HATE), examples(EMOTION), False, Loss(), 1, seed) for seed in (0, 0, 1))
    torch.testing.assert_close(first.sub_hate.weight, same.sub_hate.weight, rtol=0, atol=0)
    assert not torch.equal(first.sub_hate.weight, other.sub_hate.weight)
