"""The Clubhouse benchmark, on a few mild sentences."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from earful_models.clubhouse import folds
from earful_models.clubhouse.anova import anova
from earful_models.clubhouse.benchmark import clubhouse
from earful_models.clubhouse.folds import FOLDS, cross_validated, rule
from earful_models.clubhouse.sentences import FILE, SCORES, clubhouse_sentences
from earful_models.texts.clean import words

pytest.importorskip("xgboost", reason="models/setup label installs it")


@pytest.fixture(autouse=True)
def _fewer_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """For speed alone: more of them say more of the deviation."""
    monkeypatch.setattr(folds, "SEEDS", 1)


def write_clubhouse(folder: Path, count: int = 60) -> Path:
    """Every third sentence is rude, and IDENTITY_ATTACK says so of all rude ones but the first."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(1)
    with (folder / FILE).open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label", *SCORES])
        for i in range(count):
            rude = i % 3 == 0
            scores = dict(zip(SCORES, random.uniform(0, 0.4, len(SCORES)), strict=True))
            if rude and i:
                scores["IDENTITY_ATTACK"] += 0.6
            text = f"those geese {'are silly' if rude else 'swim well'} today {i}"
            writer.writerow([text, int(rude), *(f"{score:.4f}" for score in scores.values())])
    return folder


class Words:
    """Each word sets one of 32 numbers."""

    def embed_words(self, texts: list[str]) -> NDArray[np.float64]:
        vectors = np.zeros((len(texts), 32))
        for vector, text in zip(vectors, texts, strict=True):
            for word in words(text):
                vector[sum(map(ord, word)) % 32] += 1
        return vectors


def silly(texts: list[str]) -> NDArray[np.float64]:
    return np.array([[float("silly" in text), len(text) / 50] for text in texts])


def test_a_rule_scores_as_many_as_it_gets_right(tmp_path: Path) -> None:
    sentences = clubhouse_sentences(write_clubhouse(tmp_path / "clubhouse"))
    figures = rule(sentences.perspective[:, SCORES.index("IDENTITY_ATTACK")], sentences.hateful)
    assert (figures["accuracy"], figures["precision"]) == ([59 / 60], [1.0])
    assert figures["recall"] == [19 / 20]


@pytest.mark.parametrize("classifier", ["XGB", "LR"])
def test_a_classifier_learns_what_tells_the_sentences_apart_and_nothing_from_noise(classifier: str) -> None:
    hateful = np.arange(60) % 3 == 0
    texts = np.array([f"geese {'silly' if rude else 'swim'}" for rude in hateful], dtype=object)
    noise = np.random.default_rng(2).normal(size=(60, 3))
    assert cross_validated(classifier, texts, hateful)["accuracy"] == [1.0]
    assert max(cross_validated(classifier, noise, hateful)["f1"]) < 0.6


def test_no_sentence_that_is_judged_was_learnt_from() -> None:
    """A number of its own for each sentence could tell its label only to who has seen it."""
    hateful = np.arange(60) % 2 == 0
    own = np.random.default_rng(3).permutation(np.eye(60))
    assert max(cross_validated("LR", own, hateful)["accuracy"]) <= 0.6
    assert FOLDS == 10


def test_the_analysis_of_variance_is_that_of_the_terms_in_order() -> None:
    """Two terms that say the same: the first has all the squares. By hand: R's anova(lm(y ~ a + b))."""
    y = np.array([0, 0, 1, 1, 0, 1], dtype=bool)
    a = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0])
    rows = anova({"a": a, "b": a + np.array([0, 1e-3, 0, 1e-3, 0, 0])}, y)
    assert [row.name for row in rows] == ["a", "b", "Residuals"]
    assert rows[0].squares == pytest.approx(6 * (1 / 6) ** 2)  # group means 1/3 and 2/3 around 1/2
    assert sum(row.squares for row in rows) == pytest.approx(1.5)
    assert (rows[2].degrees, rows[0].degrees) == (3, 1)
    assert rows[0].f == pytest.approx(rows[0].squares / (rows[2].squares / 3))


def test_the_benchmark_writes_our_figures_beside_the_papers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_clubhouse(tmp_path / "text" / "hsd-clubhouse")
    clubhouse(tmp_path, Words(), ["silly", "length"], silly, tmp_path / "out")
    report = json.loads((tmp_path / "out" / "clubhouse.json").read_text())
    assert (report["sentences"], report["hateful"]) == (60, 20)
    assert len(report["classifiers"]) == 9
    assert report["alone"]["silly"]["auc"] == 1.0
    printed = capsys.readouterr().out
    assert "| XGB | bag of words | paper | 0.848 | 0.790 | 0.588 | 0.663 |" in printed
    assert "| none | IDENTITY_ATTACK > 0.5 | ours | 0.983 |" in printed
    assert "| SPAM | 1 |" in printed


def test_a_folder_without_the_corpus_and_labels_of_another_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not there"):
        clubhouse(tmp_path, Words(), ["silly", "length"], silly, tmp_path / "out")
    folder = write_clubhouse(tmp_path / "clubhouse")
    text = (folder / FILE).read_text().replace(",1,", ",2,", 1)
    (folder / FILE).write_text(text)
    with pytest.raises(ValueError, match="other than 0 and 1"):
        clubhouse_sentences(folder)
