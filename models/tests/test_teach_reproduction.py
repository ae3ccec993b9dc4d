"""The reproduction of the paper's tables, on small corpora."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from teach_texts import LayerWordEncoder, write_carer, write_davidson, write_implicit_hate, write_isear
from torch import Tensor

from earful_models.label.sentence_encoder import SIZE
from earful_models.teach import reproduction
from earful_models.teach.corpora import carer, davidson, implicit_hate, isear
from earful_models.teach.ehsor import Ehsor
from earful_models.teach.fit import Examples, fit
from earful_models.teach.reproduction import class_figures, folds_of, reproduce
from earful_models.teach.vectors import Kept, vectors


def test_the_corpora_have_the_classes_of_the_paper(tmp_path: Path) -> None:
    for write in (write_davidson, write_implicit_hate, write_carer, write_isear):
        write(tmp_path / write.__name__)
    hate, implicit = davidson(tmp_path / "write_davidson"), implicit_hate(tmp_path / "write_implicit_hate")
    assert (hate.targets.count(1), len(hate.targets)) == (10, 40)
    assert implicit.targets == [0, 1, 2]
    assert implicit.texts[0] == 'a "quoted post'
    tweets, events = carer(tmp_path / "write_carer"), isear(tmp_path / "write_isear")
    assert tweets.targets == [0, 1, 2, 3] * 4
    assert dict(zip(events.texts, (events.classes[i] for i in events.targets), strict=True)) == {
        "When I won.": "joy",
        "When I forgot it.": "guilt",
    }


def test_figures_are_means_over_the_classes() -> None:
    figures = class_figures(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))
    assert figures["accuracy"] == pytest.approx(75)
    assert figures["precision"] == pytest.approx(100 * (1 + 1 / 2) / 2)
    assert figures["recall"] == pytest.approx(100 * (2 / 3 + 1) / 2)
    assert figures["f1"] == pytest.approx(100 * (4 / 5 + 2 / 3) / 2)


def test_the_same_texts_are_read_once_in_whatever_order_and_however_often_they_come(tmp_path: Path) -> None:
    encoder = LayerWordEncoder()
    first, second = vectors(["c", "a b"], encoder, tmp_path)
    again = vectors(["a b", "c", "a b"], encoder, tmp_path)
    assert encoder.read == 2
    assert again.tolist() == [second.tolist(), first.tolist(), second.tolist()]
    assert first.tolist() == encoder.encode_layers(["c"])[0].flatten().tolist()
    vectors(["c"], encoder, tmp_path)
    assert encoder.read == 4


def test_a_kept_encoder_gives_its_layers_and_the_last_of_them_as_sentences(tmp_path: Path) -> None:
    encoder = LayerWordEncoder()
    kept = Kept(encoder, tmp_path)
    layers = kept.encode_layers(["one two", "three"])
    assert layers.tolist() == encoder.encode_layers(["one two", "three"]).tolist()
    sentences = kept.encode(["one two", "three"])
    assert sentences.norm(dim=1).tolist() == pytest.approx([1, 1], abs=1e-3)
    assert (sentences > 0).tolist() == (layers[:, 0] > 0).tolist()
    assert encoder.read == 4


class NumberEncoder:
    """A text's number alone: no text tells of another."""

    def encode_layers(self, texts: list[str]) -> Tensor:
        numbers = [int(text.rsplit(" ", 1)[1]) if text[-1].isdigit() else SIZE - 1 for text in texts]
        return torch.eye(SIZE, dtype=torch.float16)[numbers][:, None]


def test_what_is_learnt_is_what_is_not_tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_davidson(tmp_path / "text" / "davidson")
    write_isear(tmp_path / "text" / "isear")
    corpus = davidson(tmp_path / "text" / "davidson")
    learnt, tested = [], []

    def spied(hate: Examples, *args: Any, **settings: Any) -> Ehsor:
        network = fit(hate, *args, **settings)
        learnt.append(sorted(hate.vectors.argmax(1).tolist()))
        network.register_forward_pre_hook(lambda _, given: tested.append(given[0].argmax(1).tolist()))
        return network

    monkeypatch.setattr(reproduction, "fit", spied)
    reproduce(tmp_path, NumberEncoder(), tmp_path / "cache", tmp_path / "out")
    folds = [(train.tolist(), test.tolist()) for train, test in folds_of(corpus)]
    assert list(zip(learnt, tested, strict=True)) == folds * 2  # with and without super-hate


def test_goes_on_by_fold_while_the_settings_are_the_same_and_names_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_davidson(tmp_path / "text" / "davidson")
    write_carer(tmp_path / "text" / "carer")
    out = tmp_path / "out"
    reproduce(tmp_path, LayerWordEncoder(), tmp_path / "cache", out)
    report = json.loads((out / "ehsor.json").read_text())
    assert [(r["corpus"], r["emotions"], r["super_hate"]) for r in report["results"]] == [
        ("davidson", "carer", True),
        ("davidson", "carer", False),
    ]
    assert report["missing"] == ["implicit-hate", "isear", "hateval-relabelled"]
    printed = capsys.readouterr().out
    assert "| Davidson | CARER | with | paper | 93.78 | 72.27 | 67.94 | 68.57 |" in printed

    (fold,) = (out / "folds").glob("davidson-carer-with-3-*.json")
    done = {path: path.stat().st_mtime_ns for path in (out / "folds").iterdir() if path != fold}
    assert len(done) == 9
    fold.unlink()
    reproduce(tmp_path, LayerWordEncoder(), tmp_path / "cache", out)
    assert {path: path.stat().st_mtime_ns for path in done} == done
    assert json.loads((out / "ehsor.json").read_text()) == report
    monkeypatch.setattr("earful_models.teach.reproduction.EPOCHS", 1)
    reproduce(tmp_path, LayerWordEncoder(), tmp_path / "cache", out)
    assert len(list((out / "folds").iterdir())) == 20


def test_a_folder_without_the_corpora_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs one of davidson"):
        reproduce(tmp_path, LayerWordEncoder(), tmp_path, tmp_path)
