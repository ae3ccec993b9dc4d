import pytest
import torch

from earful_models.network import POOLINGS, Architecture, AttentiveCnn, Pooling


def small(pooling: Pooling, batch_norm: bool = False) -> AttentiveCnn:
    torch.manual_seed(0)
    sizes = Architecture(channels=4, attention_size=8, hidden=16, labels=2, pooling=pooling)
    network = AttentiveCnn(sizes, batch_norm=batch_norm)
    if batch_norm:  # running statistics that are not the identity
        with torch.no_grad():
            for _ in range(3):
                network(torch.randn(4, 50, 40) * 2 + 1)
    return network.eval()


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("pooling", POOLINGS)
def test_a_clip_scores_the_same_alone_and_padded_in_a_batch(pooling: Pooling, batch_norm: bool) -> None:
    network = small(pooling, batch_norm)
    clips = [torch.randn(frames, 40) for frames in (8, 9, 15, 16, 17, 98, 131)]
    # What lies in the padding must not matter.
    padded = torch.nn.utils.rnn.pad_sequence(clips, batch_first=True, padding_value=7)
    together = network(padded, torch.tensor([len(clip) for clip in clips]))
    for i, clip in enumerate(clips):
        alone = network(clip[None])
        torch.testing.assert_close(together.logits[i], alone.logits[0], atol=1e-5, rtol=1e-5)
        steps = alone.weights.shape[1]
        torch.testing.assert_close(together.weights[i, :steps], alone.weights[0])
        assert together.weights[i, steps:].abs().sum() == 0


@pytest.mark.parametrize("pooling", POOLINGS)
def test_attention_has_a_weight_for_every_eight_frames_and_sums_to_one(pooling: Pooling) -> None:
    weights = small(pooling)(torch.randn(2, 83, 40)).weights
    assert weights.shape == (2, 10)
    torch.testing.assert_close(weights.sum(1), torch.ones(2))


def test_the_default_sizes_are_those_of_the_paper() -> None:
    shapes = {name: tuple(p.shape) for name, p in AttentiveCnn(Architecture()).named_parameters()}
    assert shapes["convs.0.conv.weight"] == (32, 1, 5, 5)
    assert shapes["convs.3.conv.weight"] == (32, 32, 5, 5)
    assert shapes["attention.query.weight"] == (128, 160)
    assert shapes["fc1.weight"] == (256, 128)
    assert shapes["fc2.weight"] == (256, 256)
    assert shapes["output.weight"] == (1, 256)


@pytest.mark.parametrize("wrong", [{"channels": 0}, {"kernel": 4}, {"pooling": "max"}, {"filters": 7}])
def test_refuses_sizes_that_make_no_network(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Architecture(**wrong)  # type: ignore[arg-type]
