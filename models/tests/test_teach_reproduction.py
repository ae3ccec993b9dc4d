"""The reproduction of the paper's tables, on small corpora."""

import json
from pathlib import Path

import numpy as np
import pytest
from teach_texts import LayerWordEncoder, write_carer, write_davidson, write_implicit_hate, write_isear

from earful_models.teach.corpora import carer, davidson, implicit_hate, isear
from earful_models.teach.reproduction import class_figures, reproduce
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
