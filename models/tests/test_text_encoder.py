"""The text encoder: its network, its file, and how it reads."""

from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn.utils.rnn import pad_sequence

pytest.importorskip("tokenizers", reason="models/setup label has not run")

from earful_models.model_file import load_model
from earful_models.text_encoder.model_file import TextModel, load_text_model, save_text_model
from earful_models.text_encoder.network import TextEncoder, TextEncoderSizes
from earful_models.text_encoder.normaliser import normalised
from earful_models.text_encoder.tokeniser import SPECIAL, Tokeniser

WORDS = ("you", "silly", "goose", "stop", "that", "!", "s", "##top", "a", "hello", "cool", "no", "##oo", "##on")
VOCABULARY = [*SPECIAL, *WORDS]
LABELS = ["toxic", "insult", "joy"]


def small() -> TextEncoder:
    torch.manual_seed(5)
    sizes = TextEncoderSizes(
        vocabulary=len(VOCABULARY), layers=2, labels=3, emotions=1, width=12, heads=3, hidden=20, most_tokens=8,
        shared=10, context=6,
    )  # fmt: skip
    network = TextEncoder(sizes)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(std=0.4)
    return network.eval()


def about() -> dict[str, Any]:
    return {
        "name": "test",
        "version": "0.1.0",
        "labels": LABELS,
        "calibration": {label: {"scale": 0.5, "bias": 0.25} for label in LABELS},
        "operating_points": {},
        "languages": ["en"],
        "licence": "Apache-2.0",
        "training": "none",
    }


def saved(path: Path, dtype: torch.dtype = torch.float32) -> TextModel:
    return save_text_model(path, small(), VOCABULARY, about(), "You silly goose!", dtype)


def test_a_text_scores_the_same_alone_and_padded_in_a_batch() -> None:
    network = small()
    texts = [torch.tensor(ids) for ids in ([2, 3], [2, 4, 5, 3], [2, 4, 5, 6, 9, 9, 9, 3])]
    # What lies in the padding must not matter.
    padded = pad_sequence(texts, batch_first=True, padding_value=7)
    mask = pad_sequence([torch.ones(len(text), dtype=torch.bool) for text in texts], batch_first=True)
    together = network(padded, mask).super_hate
    for i, text in enumerate(texts):
        torch.testing.assert_close(together[i], network(text[None]).super_hate[0], atol=1e-5, rtol=1e-5)


def test_a_folded_standardisation_changes_nothing() -> None:
    network, other = small(), small()
    mean, deviation = torch.randn(36), torch.rand(36) + 0.5
    heard = torch.randn(5, 36)
    other.fold_standardisation(mean, deviation)
    torch.testing.assert_close(other.shared(heard), network.shared((heard - mean) / deviation))


@pytest.mark.parametrize(("dtype", "error"), [(torch.float32, 1e-6), (torch.float16, 2e-3), (torch.int8, 5e-2)])
def test_a_model_scores_the_same_after_writing_and_reading(tmp_path: Path, dtype: torch.dtype, error: float) -> None:
    path, text = tmp_path / "text.safetensors", "stop that, you silly goose!"
    saved(path, dtype)
    model = load_text_model(path)
    exact = saved(tmp_path / "exact.safetensors").score(text)
    assert model.score(text) == pytest.approx(exact, abs=error)
    assert model.score("You silly goose!") == pytest.approx(model.header["self_test"]["scores"], abs=1e-6)


def test_a_long_text_is_read_in_stretches_and_each_label_takes_its_maximum(tmp_path: Path) -> None:
    model = saved(tmp_path / "text.safetensors")
    stretches = model.stretches("you silly goose stop that you silly")
    assert [len(stretch.ids) for stretch in stretches] == [8, 3]
    assert [stretch.ids[0] for stretch in stretches] == [2, 2]
    highest = [max(pair) for pair in zip(stretches[0].scores, stretches[1].scores, strict=True)]
    assert list(model.score("you silly goose stop that you silly").values()) == highest


@pytest.mark.parametrize("text", ["", " ", "!!!", "\u200b", "漢字", "🦢"])
def test_a_text_without_words_scores_nothing(tmp_path: Path, text: str) -> None:
    assert saved(tmp_path / "text.safetensors").score(text) == dict.fromkeys(LABELS, 0.0)


def test_a_model_that_reads_is_refused_where_one_that_hears_is_wanted(tmp_path: Path) -> None:
    saved(tmp_path / "text.safetensors")
    with pytest.raises(ValueError, match="another kind: text_encoder"):
        load_model(tmp_path / "text.safetensors")
    released = Path(__file__).resolve().parents[1] / "release" / "cnn.safetensors"
    with pytest.raises(ValueError, match="another kind: attentive_cnn"):
        load_text_model(released)


def test_a_vocabulary_that_is_not_the_networks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="17 pieces for 18 embeddings"):
        save_text_model(tmp_path / "text.safetensors", small(), VOCABULARY[:-1], about(), "you")
    with pytest.raises(ValueError, match=r"\[UNK\]"):
        Tokeniser(list(WORDS))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("You  SILLY Goose!", "you  silly goose!"),  # BERT's own: small letters
        ("s\u200bi\u00adl\u200dly g\u0336o\u0336ose", "silly goose"),  # nothing to see, or a stroke
        ("s\u2065i\u180fl\ufff3ly g\U000e0002oo\U000e0fffse", "silly goose"),  # what Unicode keeps for such characters
        ("𝓢𝓲𝓵𝓵𝔂 ＧＯＯＳＥ！ ⒮🄸🅛ʟʏ", "silly goose! silly"),  # other forms of the letters
        ("sіllу gооsе", "silly goose"),  # Cyrillic among Latin letters
        ("ΜΗΖ: Μilly Ηoose Ζoo", "μηζ: milly hoose zoo"),  # Greek capitals
        ("гусь сосо ημοс", "гусь сосо ημοс"),  # words of other scripts
        ("жaба", "жaба"),  # and one with a letter that looks like none
        ("you s i l l y goose", "you silly goose"),
        ("s i l l y!", "silly!"),
        ("plan a b cat", "plan a b cat"),
        ("s.i-l_l*y", "silly"),
        ("s1lly g0o$e", "silly goose"),
        ("5top th@t!1!", "stop that!1!"),
        ("yes!!! 500 b4 c02 a1b2c3", "yes!!! 500 b4 c02 a1b2c3"),
        ("stooooop", "stop"),
        ("heeelllooo", "hello"),
        ("noooon", "noon"),
        ("coooooool", "cool"),
        ("zzzz", "zzzz"),  # unknown in each reading
    ],
)
def test_disguises_are_taken_off(written: str, meant: str) -> None:
    tokeniser = Tokeniser(VOCABULARY)
    assert tokeniser.normalised(written) == meant


@pytest.mark.parametrize("word", ["a" * 4000, "aaabbbcccdddeee" * 200, "s.i" * 2000, "@a" * 2000, "a " * 4000])
def test_hostile_words_are_read_in_a_bounded_number_of_ways(word: str) -> None:
    counted = []

    def count(reading: str) -> int:
        counted.append(reading)
        return len(reading)

    normalised(word, count)
    assert len(counted) <= 20
