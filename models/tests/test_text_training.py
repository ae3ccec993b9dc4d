"""Training and exporting a text model, on mild made-up texts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from text_models import VOCABULARY, small_encoder, use_small_encoder, write_text_corpus

from earful_models.fusion.fuse import identity, write_fusions
from earful_models.history import History, records_of
from earful_models.model_file import read_file, write_file
from earful_models.recalibrate import recalibrate
from earful_models.teach.ehsor import Detections
from earful_models.text_encoder.batches import batches, padded
from earful_models.text_encoder.config import load_text_config
from earful_models.text_encoder.examples import english_rows, text_examples
from earful_models.text_encoder.export import make_text_model, trained_encoder
from earful_models.text_encoder.labels import ATTRIBUTES, HATE_LABELS, TEXT_LABELS
from earful_models.text_encoder.loss import known_loss, text_loss
from earful_models.text_encoder.model_file import load_text_model
from earful_models.text_encoder.scores import logits_of, scores_of
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.text_encoder.train import train_text
from earful_models.text_encoder.vocabulary import pruned

NEUTRAL = {"scale": 1.0, "bias": 0.0}
RECIPE = 'name = "small"\nlayers = 2\npieces = 80\nepochs = 3\nbatch_size = 16\nencoder_rate = 0.003\n'


def test_only_what_occurs_and_what_spells_any_word_is_kept_of_a_vocabulary() -> None:
    whole = Tokeniser([*VOCABULARY, "seldom", "common"])
    kept = pruned(whole, ["goose goose round round round round", "seldom"], ["seldom", "common"], 4 + 52 + 3)
    assert kept[:4] == ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    assert {"g", "##g", "goose", "round"} <= set(kept)
    assert [piece for piece in kept if len(piece) > 5 and piece.isalpha()] == ["seldom"]
    assert len(kept) == 59
    assert Tokeniser(kept).ids("seldom goose") == [kept.index("seldom"), kept.index("goose")]


def test_what_is_not_known_is_not_learnt_from() -> None:
    logits = torch.zeros(2, 3, requires_grad=True)
    known_loss(logits, torch.tensor([[1.0, float("nan"), 0.0], [float("nan")] * 3])).backward()
    assert logits.grad is not None
    assert (logits.grad != 0).tolist() == [[True, False, True], [False] * 3]


def test_a_text_without_an_emotion_is_taught_what_the_emotion_detector_sharpened() -> None:
    """The emotion detector itself learns nothing from its own guess."""
    hate, emotion, both = (torch.full((1, n), 0.5, requires_grad=True) for n in (1, 2, 3))
    text_loss(Detections(hate, emotion, both), torch.tensor([[1.0, float("nan"), float("nan")]])).backward()
    assert emotion.grad is not None
    assert both.grad is not None
    assert not emotion.grad.any()
    assert (both.grad[0, 1:] < 0).all()  # 0.62 is to become more


def test_batches_hold_every_text_once_and_texts_of_alike_length() -> None:
    import random

    lengths = [1 + i % 7 for i in range(300)]
    groups = list(batches(lengths, 8, random.Random(1)))
    assert sorted(i for group in groups for i in group) == list(range(300))
    assert max(max(lengths[i] for i in group) - min(lengths[i] for i in group) for group in groups) <= 2
    ids, mask = padded([[5], [6, 7]])
    assert ids.tolist() == [[5, 0], [6, 7]]
    assert mask.tolist() == [[True, False], [True, True]]


def test_suites_and_what_may_not_ship_are_not_learnt_from(tmp_path: Path) -> None:
    rows = english_rows(write_text_corpus(tmp_path))
    train = text_examples(tmp_path, rows, "train")
    assert not [text for text in train.texts if "geese" in text]
    assert not set(train.texts) & set(text_examples(tmp_path, rows, "test").texts)
    toxic, bullying, insult = (train.targets[:, TEXT_LABELS.index(name)] for name in ("toxic", "bullying", "insult"))
    known = ~np.isnan(toxic)
    assert (toxic[known] == ["silly goose" in t or "drat this" in t for t in np.array(train.texts)[known]]).all()
    assert (insult[bullying == 1] == 1).all()
    clean = train.targets[toxic == 0][:, [TEXT_LABELS.index(name) for name in ATTRIBUTES]]
    assert not clean.any()
    assert np.isnan(train.targets[~known][:, : len(HATE_LABELS)]).all()


def test_a_run_learns_resumes_and_becomes_a_model_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_small_encoder(monkeypatch)
    table, recipe, runs = write_text_corpus(tmp_path), tmp_path / "small.toml", tmp_path / "runs"
    recipe.write_text(RECIPE)
    train_text(recipe, tmp_path, table, runs)
    run = runs / "small"
    history = records_of(run)
    assert [record["epoch"] for record in history] == [1, 2, 3]
    assert history[-1]["toxic"] > 0.95

    # The same once more, interrupted after the second epoch.
    recipe.write_text(RECIPE.replace("small", "other"))
    with monkeypatch.context() as patch:
        patch.setattr(History, "add", _interrupted(History.add))
        with pytest.raises(KeyboardInterrupt):
            train_text(recipe, tmp_path, table, runs)
    train_text(recipe, tmp_path, table, runs)
    state, again = (torch.load(runs / name / "last.pt", weights_only=True) for name in ("small", "other"))
    assert [record["epoch"] for record in again["history"]] == [1, 2, 3]
    assert all(torch.equal(again["encoder"][name], tensor) for name, tensor in state["encoder"].items())

    path = tmp_path / "text.safetensors"
    make_text_model(run, tmp_path, table, path)
    model = load_text_model(path)
    assert model.labels == list(TEXT_LABELS)
    assert set(model.header["operating_points"]["balanced"]) == set(TEXT_LABELS)
    assert model.score("you silly goose today")["toxic"] > 0.8 > 0.2 > model.score("what a fine round today")["toxic"]

    header, tensors = read_file(path)
    write_file(path, tensors, {**header, "calibration": dict.fromkeys(TEXT_LABELS, NEUTRAL)})
    fusions = tmp_path / "text.fusion.json"
    neutral = load_text_model(path)
    weights = {"toxic": {"voice": 0.5, "text": 1.0, "bias": 0.0}}
    write_fusions(fusions, [{"voice": {"name": "v"}, "text": identity(neutral, path), "weights": weights}])
    monkeypatch.setattr("earful_models.recalibrate.check_text_parity", lambda *_: 0.0)  # builds the runtimes
    recalibrate(path, tmp_path, tmp_path)
    (fusion,) = json.loads(fusions.read_text())
    assert fusion["text"] == identity(load_text_model(path), path)
    assert fusion["weights"]["toxic"]["text"] == pytest.approx(1 / header["calibration"]["toxic"]["scale"], abs=1e-4)
    again, _ = read_file(path)
    assert again["calibration"] == header["calibration"]
    assert again["operating_points"] == header["operating_points"]
    assert again["self_test"] == header["self_test"]
    assert again["training"].count("Calibrated") == 1
    assert header["training"].split(" Calibrated")[0] in again["training"]


def test_the_scale_that_heads_learn_on_becomes_part_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_small_encoder(monkeypatch)
    encoder = small_encoder(VOCABULARY, 2)
    mean, deviation = torch.randn(72), torch.rand(72) + 0.5
    state = {"encoder": encoder.state_dict(), "standard": {"mean": mean, "deviation": deviation}}
    torch.save(state, tmp_path / "best.pt")
    (tmp_path / "small.toml").write_text(RECIPE)
    folded = trained_encoder(tmp_path, load_text_config(tmp_path / "small.toml"), VOCABULARY)
    ids = [2, 60, 61, 3]
    encoder.shared.register_forward_pre_hook(lambda _, heard: (heard[0] - mean) / deviation)
    assert logits_of(folded, [ids]) == pytest.approx(logits_of(encoder, [ids]), abs=1e-4)


def test_texts_score_together_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from earful_models.text_encoder.model_file import save_text_model

    use_small_encoder(monkeypatch)
    about = {
        "name": "small", "version": "0", "labels": list(TEXT_LABELS), "operating_points": {}, "languages": ["en"],
        "calibration": {label: {"scale": 1.5, "bias": 0.1} for label in TEXT_LABELS}, "licence": "", "training": "",
    }  # fmt: skip
    encoder = small_encoder(VOCABULARY, 2)
    model = save_text_model(tmp_path / "m.safetensors", encoder, VOCABULARY, about, "a goose", torch.float32)
    texts = ["you silly goose", "...", "", "well played " * 40]
    one_by_one = [list(model.score(text).values()) for text in texts]
    assert scores_of(model, texts) == pytest.approx(np.array(one_by_one), abs=1e-5)
    assert not scores_of(model, texts)[1].any()


def test_a_recipe_that_cannot_be_is_refused_by_its_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    for line in ("layers = 7", "epochs = 0", "lairs = 4"):
        path.write_text(f'name = "bad"\n{line}\n')
        with pytest.raises(ValueError, match=r"bad\.toml"):
            load_text_config(path)


def _interrupted(add: Callable[..., None]) -> Callable[..., None]:
    def add_two(history: History, *epoch: Any) -> None:
        add(history, *epoch)
        if len(history) == 2:
            raise KeyboardInterrupt

    return add_two
