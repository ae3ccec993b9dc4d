import json
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import encode, write_archive

from earful_models.augment import Augmentation, Augmenter, Sounds
from earful_models.batches import batches_ahead, training_batches
from earful_models.config import load_config
from earful_models.corpus import Clip, load_archive, load_real, load_spoken
from earful_models.features import FeatureConfig, LogMel
from earful_models.train import Trainer, train

CONFIG = """
name = "tones"
seed = 3
[network]
channels = 4
attention_size = 8
hidden = 16
[training]
optimiser = "adamw"
rate = 0.01
batch_size = 8
schedule = "cosine"
epochs = 3
batch_norm = true
dropout = 0.1
average = 0.9
word_weight = 0.05
letter_weight = 0.1
label_weight = 0.5
[augmentation]
gain = 0.5
noise = 0.5
band_limit = 0.5
speed = 0.5
edges = 0.5
join = 0.3
short_crop = 0.3
spec_augment = 0.5
nonspeech = 0.1
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "tones.toml"
    path.write_text(CONFIG)
    return path


def test_a_run_that_was_interrupted_ends_as_if_it_had_not_been(corpus: Path, config: Path, tmp_path: Path) -> None:
    train(config, corpus, tmp_path / "whole")
    interrupted = tmp_path / "parts"
    parsed = load_config(config)
    folder = interrupted / parsed.name
    folder.mkdir(parents=True)
    clips = load_spoken(corpus, tmp_path / "corpus", "train")
    sounds = Sounds(tmp_path / "corpus", "train", clips)
    Trainer(parsed, folder, clips, load_spoken(corpus, tmp_path / "corpus", "val"), sounds)._epoch(1)
    train(config, corpus, interrupted)
    whole, parts = (torch.load(f / "tones" / "last.pt") for f in (tmp_path / "whole", interrupted))
    torch.testing.assert_close(whole["model"], parts["model"], atol=0, rtol=0)
    torch.testing.assert_close(whole["average"], parts["average"], atol=0, rtol=0)
    losses = [[record["cv_loss"] for record in state["history"]] for state in (whole, parts)]
    assert losses[0] == losses[1]
    assert len(losses[0]) == 3


def test_a_finished_run_is_left_alone(corpus: Path, config: Path, tmp_path: Path) -> None:
    train(config, corpus, tmp_path / "runs")
    before = (tmp_path / "runs" / "tones" / "last.pt").read_bytes()
    train(config, corpus, tmp_path / "runs")
    assert (tmp_path / "runs" / "tones" / "last.pt").read_bytes() == before


def test_training_learns_what_the_tones_differ_in(corpus: Path, config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG[: CONFIG.index("[augmentation]")].replace("epochs = 3", "epochs = 30"))
    train(config, corpus, tmp_path / "runs")
    history = (tmp_path / "runs" / "tones" / "history.jsonl").read_text().splitlines()
    assert max(json.loads(line)["cv_auc"] for line in history) > 0.9


def test_recordings_without_words_teach_the_output_that_they_know(corpus: Path, config: Path, tmp_path: Path) -> None:
    head, rest = CONFIG.split("[network]")
    spoken = load_spoken(corpus, tmp_path, "train")
    people = [
        Clip({"corpus": "emogator", "emotion": mood}, clip.samples)
        for clip, mood in zip(spoken, ("anger", "joy") * 12, strict=True)
    ]
    for name, clips, labels in (("both", spoken + people, ["toxic", "heated"]), ("people", people, ["heated"])):
        text = f"{head}labels = {labels}\n[network]\nlabels = {len(labels)}\n{rest}"
        config.write_text(text if name == "both" else text.replace("0.05", "0").replace("0.5", "0"))
        folder = tmp_path / name
        folder.mkdir()
        Trainer(load_config(config), folder, clips, clips).run()
        history = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
        assert len(history) == 3
        assert all(np.isfinite(figure) for record in history for figure in record.values())


def test_a_run_starts_from_the_best_epoch_of_another_but_for_the_outputs(
    corpus: Path, config: Path, tmp_path: Path
) -> None:
    train(config, corpus, tmp_path / "runs")
    best = torch.load(tmp_path / "runs" / "tones" / "best.pt")
    head, rest = CONFIG.split("[network]")
    config.write_text(f"{head}labels = ['toxic', 'heated']\n[network]\nlabels = 2\n{rest}")
    clips = load_spoken(corpus, tmp_path / "corpus", "train")
    trainer = Trainer(load_config(config), tmp_path / "next", clips, clips)
    trainer.start_from(tmp_path / "runs" / "tones" / "best.pt")
    for network in (trainer.network, trainer.average):
        for name, value in network.state_dict().items():
            assert value.shape[0] == 2 if name.startswith("output.") else torch.equal(value, best[name])


def test_refuses_to_start_from_a_run_of_another_architecture(corpus: Path, config: Path, tmp_path: Path) -> None:
    train(config, corpus, tmp_path / "runs")
    clips = load_spoken(corpus, tmp_path / "corpus", "train")
    for change in (("channels = 4", "channels = 5"), ("channels = 4", "channels = 4\nconv_layers = 3")):
        config.write_text(CONFIG.replace(*change))
        with pytest.raises(ValueError, match=r"best\.pt is of another architecture"):
            Trainer(load_config(config), tmp_path / "next", clips, clips).start_from(
                tmp_path / "runs" / "tones" / "best.pt"
            )


def test_a_run_of_another_configuration_is_not_resumed(corpus: Path, config: Path, tmp_path: Path) -> None:
    train(config, corpus, tmp_path / "runs")
    config.write_text(CONFIG.replace("seed = 3", "seed = 4"))
    with pytest.raises(ValueError, match="another configuration"):
        train(config, corpus, tmp_path / "runs")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[training]\nlearning_rate = 1", "unknown key training.learning_rate"),
        ("colour = 1", "unknown key colour"),
        ("[training]\nrate = -1", "training.rate"),
        ("[training]\noptimiser = 'lion'", "training.optimiser"),
        ("[augmentation]\nnoise = 2", "augmentation.noise"),
        ("[augmentation]\necho = 0.5", "unknown key augmentation.echo"),
        ("[network]\npooling = 'max'", "pooling"),
        ("[network]\nfilters = 80", "filters"),
        ("x =", "Invalid value"),
    ],
)
def test_refuses_a_bad_configuration_naming_the_file_and_the_key(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(f"name = 'bad'\n{line}\n")
    with pytest.raises(ValueError, match=message) as error:
        load_config(path)
    assert "bad.toml" in str(error.value)


@pytest.mark.parametrize("name", ["paper", "cnn-first", "cnn"])
def test_the_configurations_of_the_package_load(name: str) -> None:
    assert load_config(Path(__file__).parents[1] / "configs" / f"{name}.toml").name == name


def test_the_same_seed_and_epoch_give_the_same_batches(corpus: Path, tmp_path: Path, game_sounds: Path) -> None:
    clips = load_spoken(corpus, tmp_path, "train")
    every = Augmentation(**dict.fromkeys(vars(Augmentation()), 0.5))
    augmenter, log_mel = Augmenter(every, clips, Sounds(game_sounds, "train", clips)), LogMel(FeatureConfig())
    first, again, other = (
        [batch.log_mel for batch in training_batches(augmenter, log_mel, 8, 1, epoch)] for epoch in (1, 1, 2)
    )
    torch.testing.assert_close(first, again, atol=0, rtol=0)
    assert any(a.shape != b.shape or not torch.equal(a, b) for a, b in zip(first, other, strict=True))


def test_batches_made_ahead_are_those_made_here(corpus: Path, tmp_path: Path) -> None:
    clips = load_spoken(corpus, tmp_path, "train")
    augmenter = Augmenter(Augmentation(gain=0.5, join=0.5), clips, Sounds(tmp_path, "train", clips))
    epoch = (augmenter, LogMel(FeatureConfig()), 8, 1, 1)
    ahead, here = list(batches_ahead(*epoch)), list(training_batches(*epoch))
    assert [batch.rows for batch in ahead] == [batch.rows for batch in here]
    for other, batch in zip(ahead, here, strict=True):
        torch.testing.assert_close(other.log_mel, batch.log_mel, atol=0, rtol=0)
        torch.testing.assert_close(other.targets, batch.targets, atol=0, rtol=0)


def test_a_corpus_is_read_the_same_from_its_archive_and_from_the_cache(corpus: Path, tmp_path: Path) -> None:
    decoded, cached = (load_spoken(corpus, tmp_path, "val") for _ in range(2))
    assert len(decoded) == 12
    for one, other in zip(decoded, cached, strict=True):
        assert one.row == other.row
        np.testing.assert_array_equal(one.samples, other.samples)


def test_an_archive_or_a_manifest_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    rows = [{"path": "0.wav", "emotion": "calm"}]

    def samples(level: int, rows: list[dict[str, str]]) -> tuple[int, dict[str, str]]:
        write_archive(tmp_path / "calls.tar", {"0.wav": encode(np.full(800, level, np.int16))})
        (clip,) = load_archive(tmp_path / "calls.tar", tmp_path / "cache", rows)
        return int(clip.samples[0]), clip.row

    assert samples(1, rows) == (1, rows[0])
    assert samples(2, rows) == (2, rows[0])  # as many bytes, and as old as the clock can tell
    assert samples(2, [{**rows[0], "emotion": "angry"}]) == (2, {**rows[0], "emotion": "angry"})


def test_a_corpus_that_the_manifest_lacks_is_named(corpus: Path, tmp_path: Path) -> None:
    assert len(load_real(corpus, tmp_path, "calls")) == 4
    with pytest.raises(ValueError, match="'letters'"):
        load_real(corpus, tmp_path, "letters")
