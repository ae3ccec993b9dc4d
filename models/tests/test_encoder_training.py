"""Training the speech encoder: what is heard once and trained on often, text injection, interruption."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from earful_models.augment import Augmentation, Sounds
from earful_models.corpus import TOXIC_LABELS, load_spoken
from earful_models.encoder.config import EncoderConfig, load_encoder_config
from earful_models.encoder.export import FILE_LABELS
from earful_models.encoder.figures import validation_figures
from earful_models.encoder.heard import HeardClips
from earful_models.encoder.injection import TextInjection
from earful_models.encoder.network import EncoderSizes, SpeechEncoder
from earful_models.encoder.start import first_encoder, kept
from earful_models.encoder.train import EncoderTrainer, rounded
from earful_models.encoder.untrained import randomise_head, save_untrained
from earful_models.features import ENCODER
from earful_models.history import records_of
from earful_models.label.sentence_encoder import SIZE, SentenceEncoder
from earful_models.model_file import load_model, read_file, write_file

CONFIG = EncoderConfig(
    "small", frozen=1, passes=2, epochs=3, batch_size=4, augmentation=Augmentation(noise=0.5, gain=0.5, join=0.3)
)


def small() -> SpeechEncoder:
    torch.manual_seed(3)
    return SpeechEncoder(EncoderSizes(3, 16, heads=2, hidden=24, projection=8))


@pytest.fixture
def trainer(corpus: Path, tmp_path: Path) -> Callable[..., EncoderTrainer]:
    clips, validation = (load_spoken(corpus, tmp_path / "corpus", split) for split in ("train", "val"))

    def make(name: str, config: EncoderConfig = CONFIG) -> EncoderTrainer:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        sounds = Sounds(tmp_path / "corpus", "train", clips)
        heard = HeardClips(config, clips, sounds, tmp_path / "heard")
        unchanged = HeardClips(config, validation, None, tmp_path / "heard")
        return EncoderTrainer(config, folder, small(), heard, unchanged, tmp_path)

    return make


def figures(trainer: EncoderTrainer) -> list[dict[str, float]]:
    return [{name: value for name, value in record.items() if name != "seconds"} for record in trainer.history.records]


def test_lower_and_upper_blocks_are_the_whole_network_once_the_lower_ones_are_not_heard() -> None:
    encoder, log_mel, lengths = small().eval(), torch.randn(2, 60, 80), torch.tensor([60, 31])
    encoder.deafen(1)
    whole = encoder(log_mel, lengths)
    x, mask = encoder.below(log_mel, lengths, 2)
    torch.testing.assert_close(encoder.above(x, mask, 2).logits, whole.logits)


def test_the_blocks_that_are_not_heard_can_be_named_twice() -> None:
    once, twice = small(), small()
    once.deafen(1)
    twice.deafen(1)
    twice.deafen(1)
    torch.testing.assert_close(once.state_dict(), twice.state_dict())
    twice.deafen(0)
    torch.testing.assert_close(once.state_dict(), twice.state_dict())


def test_a_run_begins_with_what_a_model_file_scores(tmp_path: Path) -> None:
    released = small()
    randomise_head(released, 3)
    save_untrained(path := tmp_path / "a.safetensors", released, ENCODER, torch.zeros(16000), torch.int8)
    config = EncoderConfig("next", start=str(path))
    with pytest.raises(ValueError, match="untrained and not encoder, made from base"):
        first_encoder(config, tmp_path)
    about = load_model(path).header | {"name": "encoder"}
    write_file(path, read_file(path)[1], about)
    with pytest.raises(ValueError, match=r"has not the labels profanity, .*, toxic"):
        first_encoder(config, tmp_path)
    about |= {"labels": list(FILE_LABELS), "calibration": dict.fromkeys(FILE_LABELS)}
    write_file(path, read_file(path)[1], about)
    config = kept(config, tmp_path)
    path.unlink()
    log_mel = torch.randn(1, 60, 80)
    logits, begun = (network.eval()(log_mel).logits[0] for network in (released, first_encoder(config, tmp_path)))
    torch.testing.assert_close(begun, logits * torch.tensor([1, 1, 1, 1, 1, -1]), atol=0.05, rtol=0.05)


def test_a_run_tells_how_good_its_start_was(trainer: Callable[..., EncoderTrainer], tmp_path: Path) -> None:
    (start := tmp_path / "start").touch()
    run = trainer("run", replace(CONFIG, start=str(start), epochs=1))
    before = validation_figures(run.predict(), run.validation.clips)
    run.run()
    assert json.loads((run.history.folder / "start.json").read_text()) == rounded(before)


def test_a_run_that_was_interrupted_ends_as_if_it_had_not_been(trainer: Callable[..., EncoderTrainer]) -> None:
    whole, begun = trainer("whole"), trainer("begun", replace(CONFIG, epochs=3))
    whole.run()
    parts = begun.heard.parts(begun.encoder, [0])
    begun._epoch(1, parts)
    resumed = trainer("begun")
    resumed.run()
    assert figures(resumed) == figures(whole)
    assert [record["epoch"] for record in records_of(whole.history.folder)] == [1, 2, 3]


def test_frozen_blocks_stay_as_they_were_and_the_others_move(trainer: Callable[..., EncoderTrainer]) -> None:
    run = trainer("run")
    before = {name: value.clone() for name, value in run.encoder.state_dict().items()}
    run.run()
    moved = {name for name, value in run.encoder.state_dict().items() if not torch.equal(value, before[name])}
    assert not any(name.startswith(("conv", "blocks.0.fc", "blocks.0.attend")) for name in moved)
    assert {"blocks.0.exit_norm.weight", "blocks.1.fc1.weight", "output.weight", "query"} <= moved


def test_what_the_frozen_blocks_make_of_a_pass_is_computed_once(trainer: Callable[..., EncoderTrainer]) -> None:
    run = trainer("run")
    first = list(run.heard.make(run.encoder, 0))
    times = [Path(path).stat().st_mtime_ns for path in first]
    assert list(trainer("other").heard.make(run.encoder, 0)) == first
    assert [Path(path).stat().st_mtime_ns for path in first] == times


def test_a_part_holds_what_each_clip_gives_alone(corpus: Path, tmp_path: Path) -> None:
    clips, encoder = load_spoken(corpus, tmp_path / "corpus", "val"), small().eval()
    (part,) = HeardClips(CONFIG, clips, None, tmp_path / "heard").parts(encoder, [0])
    assert len(part) == len(clips)
    assert part.targets.tolist() == [[float(clip.row[label] == "1") for label in TOXIC_LABELS] for clip in clips]
    x, mask = part.batch([3, 0])
    assert mask.sum(1).tolist() == [len(part.example(3)), len(part.example(0))]
    assert torch.equal(x[1, : mask[1].sum()], part.example(0).float())


def test_injection_prefers_the_clip_s_own_words() -> None:
    texts = ["what a lovely morning", "the train was late again", "", "pass me the ball"]
    injection = TextInjection(EncoderConfig("small", injection="contrastive"), 384, texts, SentenceEncoder())
    torch.nn.init.eye_(injection.projection.weight)
    torch.nn.init.zeros_(injection.projection.bias)
    rows = [(0,), (1,), (2,), (3,), (0, 1)]
    own = torch.cat([injection.texts, torch.randn(1, 384)])
    others = own[[1, 3, 2, 0, 4]]
    assert injection.loss(own, rows) < 0.1 < injection.loss(others, rows)


def test_injection_into_a_block_moves_it_and_none_after_it(trainer: Callable[..., EncoderTrainer]) -> None:
    config = replace(CONFIG, injection="contrastive", injection_block=2)
    run = trainer("run", config)
    (part,) = run.heard.parts(run.encoder, [0])
    x, mask = part.batch([0, 1, 2, 3])
    pooled = run.encoder.above(x, mask, 1).hidden
    embedding = run.injected.embedding(pooled, mask)
    assert embedding.shape == (4, run.encoder.sizes.width)
    expected = run.encoder.blocks[1](x, mask)[0, mask[0]].mean(0)
    torch.testing.assert_close(embedding[0], expected)
    embedding.square().sum().backward()
    moved = {name for name, p in run.encoder.named_parameters() if p.grad is not None and p.grad.any()}
    assert any(name.startswith("blocks.1.") for name in moved)
    assert not any(name.startswith(("blocks.2.", "projection", "output")) for name in moved)
    with pytest.raises(ValueError, match="block 1 is frozen"):
        replace(CONFIG, injection_block=1)
    with pytest.raises(ValueError, match="no block 4 of 3"):
        trainer("other", replace(CONFIG, injection="contrastive", injection_block=4))


def test_the_squared_distance_is_a_mean_over_the_embedding() -> None:
    injection = TextInjection(
        EncoderConfig("small", injection="mse"), 384, ["a lovely morning", "a ball"], SentenceEncoder()
    )
    torch.nn.init.zeros_(injection.projection.weight)
    torch.nn.init.zeros_(injection.projection.bias)
    assert injection.loss(torch.randn(2, 384), [(0,), (1,)]).item() == pytest.approx(
        1 / SIZE
    )  # embeddings have length 1


def test_a_recipe_with_a_mistake_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "encoder.toml"
    for text, what in (
        ('pretrained = "huge"', "pretrained"),
        ("epochs = 0", "epochs"),
        ("epoch = 1", "epoch"),
        ('promised = ["de"]', "promised"),
    ):
        path.write_text(f'name = "small"\n{text}\n')
        with pytest.raises(ValueError, match=rf"{path.name}.*{what}"):
            load_encoder_config(path)


def test_the_shipped_recipes_can_be_read() -> None:
    for path in sorted((Path(__file__).parents[1] / "configs").glob("encoder*.toml")):
        assert load_encoder_config(path).name == path.stem


def test_a_clip_without_a_label_teaches_that_it_is_clean(trainer: Callable[..., EncoderTrainer]) -> None:
    toxic = torch.tensor([[0.0] * 5, [0, 1, 0, 0, 0]])
    assert trainer("run")._targets(toxic, [(), ()])[:, 5].tolist() == [1, 0]
