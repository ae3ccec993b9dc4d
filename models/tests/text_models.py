"""A small corpus for a text model: mild rows of a texts' table, the sources it looks its attributes up in, and a small
encoder in place of MiniLM's.
"""

import csv
from pathlib import Path

import pytest
import torch
from texts_corpora import write_corpora

from earful_models.text_encoder import export as text_export
from earful_models.text_encoder import pretrained, train
from earful_models.text_encoder.labels import TEXT_LABELS
from earful_models.text_encoder.network import TextEncoder, TextEncoderSizes
from earful_models.text_encoder.tokeniser import SPECIAL, Tokeniser
from earful_models.texts.labels import EMOTIONS, LABELS

KINDS = {
    "what a fine round": "no_violation",
    "you silly goose": "bullying",
    "well played my friend": "no_violation",
    "drat this lag": "profanity",
}
PLACES = ("today", "again", "here", "on the bridge", "at the gate", "by the river", "once more", "for now")
WORDS = sorted({word for text in (*KINDS, *PLACES, "see how it goes") for word in text.split() if len(word) > 1})
VOCABULARY = [*SPECIAL, *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"), *WORDS]


def write_text_corpus(folder: Path) -> Path:
    """texts.csv beside text/. Returns the table."""
    write_corpora(folder)
    rows = []
    for i in range(240):
        start, label = list(KINDS.items())[i % 4]
        split = ("train", "train", "train", "val", "test")[i // 4 % 5]
        text = f"{start} {PLACES[i // 20 % 8]} {WORDS[i % len(WORDS)]}"
        emotion = EMOTIONS[i % 7] if i % 3 == 0 else ""
        rows.append({**_row(f"{i:x}", text, label, "goemotions", split, emotion), "group": str(i // 2)})
    rows.append(_row("suite", "the geese are here", "other", "hatecheck", "test", ""))
    rows.append(_row("kept out", "the geese are there", "profanity", "told-br", "train", ""))
    table = folder / "texts.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return table


def _row(id_: str, text: str, label: str, source: str, split: str, emotion: str) -> dict[str, str]:
    labels = {name: str(int(name == label)) for name in LABELS}
    return {
        **{"id": id_, "text": text, "language": "en", **labels, "emotion": emotion},
        **{"source": source, "group": id_, "split": split},
    }


def small_encoder(vocabulary: list[str], layers: int, labels: int = len(TEXT_LABELS), emotions: int = 7) -> TextEncoder:
    torch.manual_seed(5)
    sizes = TextEncoderSizes(len(vocabulary), layers, labels, emotions, 24, 3, 32, 32, 16, 8)
    return TextEncoder(sizes)


def use_small_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of MiniLM, wherever one is made."""
    for module in (pretrained, train, text_export):
        monkeypatch.setattr(module, "pretrained_text_encoder", small_encoder)
    monkeypatch.setattr(train, "whole_tokeniser", lambda: Tokeniser(VOCABULARY))
