"""The reproduction with a trained encoder, on small corpora and a small encoder."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from teach_texts import write_davidson, write_isear
from text_models import VOCABULARY, small_encoder

from earful_models.evaluation.metrics import Floats
from earful_models.teach import trained, trained_folds
from earful_models.teach.corpora import ClassCorpus, davidson
from earful_models.teach.reproduction import folds_of
from earful_models.teach.trained import Read, TrainedEhsor, best_offsets, macro_f1
from earful_models.teach.trained_folds import reproduce_trained
from earful_models.text_encoder.tokeniser import Tokeniser


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trained, "pretrained_text_encoder", small_encoder)
    monkeypatch.setattr(trained, "whole_tokeniser", lambda: Tokeniser(VOCABULARY))
    monkeypatch.setattr(trained, "DRAWN", 64)
    monkeypatch.setattr(trained, "LONGEST", 32)


def test_macro_f1_is_the_mean_of_the_classes() -> None:
    assert macro_f1(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]), 2) == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_a_rare_class_that_is_never_likeliest_is_found_by_its_offset() -> None:
    rare = np.log([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.55, 0.45]])
    targets = np.array([0, 0, 1, 1])
    offsets = best_offsets(rare, targets)
    assert ((rare + offsets).argmax(1) == targets).all()
    assert offsets[0] == 0
    assert not best_offsets(np.log([[0.9, 0.1], [0.1, 0.9]]), np.array([0, 1])).any()


@pytest.mark.usefixtures("_small")
def test_only_the_upper_blocks_and_the_heads_are_trained() -> None:
    network = TrainedEhsor(2, 3)
    still = {name for name, parameter in network.encoder.named_parameters() if not parameter.requires_grad}
    assert {"word_embeddings", "positions", "embedding_norm.weight", "blocks.2.fc1.weight"} <= still
    assert not any(name.startswith(("blocks.3.", "shared", "sub_hate", "correlation")) for name in still)
    found = network([[2, 60, 3], [2, 3]])
    assert [tuple(part.shape) for part in found] == [(2, 2), (2, 3), (2, 5)]
    assert torch.isfinite(found.super_hate).all()


def test_neither_training_nor_the_decision_sees_a_test_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_davidson(tmp_path / "text" / "davidson")
    write_isear(tmp_path / "text" / "isear")
    corpus = davidson(tmp_path / "text" / "davidson")
    learnt, decided = [], []

    def numbered(corpus: ClassCorpus) -> Read:
        return Read([[i] for i in range(len(corpus.texts))], torch.tensor(corpus.targets))

    def fit(train: Read, *_: object) -> None:
        learnt.append({i for (i,) in train.ids})

    def decide(judged: Floats, targets: NDArray[np.int64]) -> Floats:
        decided.append(dict(zip(judged[:, 0].astype(int).tolist(), targets.tolist(), strict=True)))
        return np.zeros(2)

    monkeypatch.setattr(trained_folds, "read", numbered)
    monkeypatch.setattr(trained_folds, "fit_trained", fit)
    monkeypatch.setattr(trained_folds, "log_probabilities", lambda _, ids: np.array([[i, 0.0] for (i,) in ids]))
    monkeypatch.setattr(trained_folds, "best_offsets", decide)
    reproduce_trained(tmp_path, tmp_path / "out")
    for (train, _), of_fit, of_decision in zip(folds_of(corpus), learnt, decided, strict=True):
        assert of_fit | set(of_decision) == set(train.tolist())
        assert not of_fit & set(of_decision)
        assert of_decision == {i: corpus.targets[i] for i in of_decision}


@pytest.mark.usefixtures("_small")
def test_goes_on_by_fold_while_the_settings_are_the_same_and_gives_both_decisions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_davidson(tmp_path / "text" / "davidson")
    with pytest.raises(ValueError, match="needs isear"):
        reproduce_trained(tmp_path, tmp_path)
    write_isear(tmp_path / "text" / "isear")
    out = tmp_path / "out"
    reproduce_trained(tmp_path, out)
    report = json.loads((out / "trained.json").read_text())
    assert [(result["corpus"], len(result["folds"])) for result in report] == [("davidson", 5)]
    assert "| Davidson | paper | 94.39 | 74.36 | 66.65 | 69.34 | |" in capsys.readouterr().out
    (fold,) = (out / "trained-folds").glob("davidson-2-*.json")
    fold.write_text(fold.read_text().replace('"offsets"', '"kept": 1, "offsets"'))
    reproduce_trained(tmp_path, out)
    assert json.loads((out / "trained.json").read_text())[0]["folds"][2]["kept"] == 1
    monkeypatch.setattr(trained, "DRAWN", 32)
    reproduce_trained(tmp_path, out)
    assert "kept" not in json.loads((out / "trained.json").read_text())[0]["folds"][2]
