"""The parity vectors of texts: how they are read, and what a small random network scores for them."""

import string
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

from earful_models.text_encoder.model_file import TextModel, load_text_model, save_text_model
from earful_models.text_encoder.network import TextEncoder, TextEncoderSizes
from earful_models.text_encoder.tokeniser import SPECIAL

TEXTS = (
    "You silly goose!",
    "what a lovely day it is, isn't it?",
    "Du alberne Gans, hör sofort auf!",
    "Espèce d'oie stupide, ça suffit là-bas.",
    "¡Qué tontería! ¿Por qué estás aquí, señor?",
    "Глупый гусь, перестань сейчас же",
    "バカなガチョウだ、やめて",
    "你这只傻鹅,停下来!",
    "바보 같은 거위야 그만해",
    "أوزة سخيفة، توقف عن ذلك",
    "🦢 silly 🦢🏽 goose 👩‍👩‍👧 🇩🇪",
    "s i l l y goose, s.t-o_p that",
    "y o u s i l l y! plan a b cat",
    "s1lly g0o$e, 5top th@t!1! 1000 b4 mp3 yes!!!",
    "stoooop, you siiilllyyy gooooooose, noooooo",
    "𝓢𝓲𝓵𝓵𝔂 ＧＯＯＳＥ！ ⒮🄸🅛ʟʏ ﬁne ②",
    "sіllу gооsе сосо ημοс жaба",
    "s\u200bi\u00adl\u200dl\ufeffy g\u0336o\u0336o\u0336s\u0336e \u202egoose\u202c",
    "ẛ̣illy İstanbul ǅ ﷺ ǆ Ω ſ K",
    "[CLS] goose [SEP] ##oo [UNK] \x00\x07\x1b\ufffd",
    "a\u00a0b\u2003c\u2028d\u3000e\u0085f\x0bg",
    "!!! ... ?! ·•— “”",
    "goose" * 30,
    "silly goose " * 9,
    "word\U000e0041\U000e0042 \U0001d15e \ud7a3\uac00",
)
WORDS = (
    "you silly goose stop that no yes what a lovely day it is cool fine du gans por que est ##oo ##se ##ll ##op "
    "г у с ь гус ##ь ##у ##с ガ ##ガ 鹅 傻 거 ##ᅥ ᄀ أ ##و ! ? . , ' - _ [ ] # $ @ ¿ ¡ 1 ##1 ##0 mp ##3"
)
VOCABULARY = list(
    dict.fromkeys([*SPECIAL, *WORDS.split(), *string.ascii_lowercase, *("##" + c for c in string.ascii_lowercase)])
)


def write_text_vectors(folder: Path, about: dict[str, Any]) -> None:
    """model_text.safetensors and model_text_int8.safetensors with their scores. about: of save_text_model."""
    for name, dtype in (("text", torch.float32), ("text_int8", torch.int8)):
        path = folder / f"model_{name}.safetensors"
        save_text_model(path, _network(), VOCABULARY, about, TEXTS[0], dtype)
        _write_scores(folder / f"scores_{name}.safetensors", load_text_model(path))


def _network() -> TextEncoder:
    """As small as it can be with every kind of tail, its scores spread over 0 to 1."""
    torch.manual_seed(7)
    sizes = TextEncoderSizes(
        vocabulary=len(VOCABULARY),
        layers=2,
        labels=2,
        emotions=1,
        width=12,
        heads=3,
        hidden=20,
        most_tokens=32,
        shared=10,
        context=6,
    )
    network = TextEncoder(sizes)
    with torch.no_grad():
        nn.init.normal_(network.word_embeddings)
        nn.init.normal_(network.positions, std=0.3)
        for block in network.correlation:
            nn.init.normal_(block.out.weight)  # type: ignore[union-attr, arg-type]
        for layer in (network.shared, network.sub_hate, network.emotion):
            nn.init.normal_(layer.weight, std=2 * layer.in_features**-0.5)
    return network.eval()


def _write_scores(path: Path, model: TextModel) -> None:
    """Of each text N: `N.text`, `N.words` (as it is read, a space between) and `N.ids` of its pieces, `N.scores`. In
    float64: another processor's order of float32 sums would round int8 inputs the other way.
    """
    tensors: dict[str, Any] = {}
    model.network.double()
    for i, text in enumerate(TEXTS):
        words = [word for word in model.tokeniser.normalised(text).split(" ") if word]
        tensors[f"{i}.text"] = np.frombuffer(text.encode(), np.uint8)
        tensors[f"{i}.words"] = np.frombuffer(" ".join(words).encode(), np.uint8)
        stretches = model.stretches(text)
        ids = [piece for stretch in stretches for piece in stretch.ids[1:-1]]
        tensors[f"{i}.ids"] = np.array(ids, np.float32)
        tensors[f"{i}.stretches"] = np.array([stretch.scores for stretch in stretches], np.float32)
        tensors[f"{i}.scores"] = np.array(list(model.score(text).values()), np.float32)
    save_file(tensors, path)
