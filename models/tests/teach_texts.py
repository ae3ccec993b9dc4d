"""Small made-up corpora for the tests of teach, and an encoder of single words."""

import csv
from pathlib import Path

import torch
from torch import Tensor

from earful_models.label.sentence_encoder import SIZE
from earful_models.texts.clean import words


class LayerWordEncoder:
    """Each word but numbers sets one of 384 numbers. `read` counts the texts."""

    def __init__(self) -> None:
        self.read = 0

    def encode_layers(self, texts: list[str]) -> Tensor:
        self.read += len(texts)
        vectors = torch.zeros(len(texts), 1, SIZE, dtype=torch.float16)
        for vector, text in zip(vectors, texts, strict=True):
            for word in filter(str.isalpha, words(text)):
                vector[0, sum(map(ord, word)) % SIZE] = 1
        return vectors


def write_davidson(folder: Path) -> None:
    """40 tweets, 10 of them hateful; class 1 is offensive and counts as the rest."""
    folder.mkdir(parents=True)
    rows = [
        {"class": "0" if i % 4 == 0 else str(1 + i % 2), "tweet": f"{'bad' if i % 4 == 0 else 'fine'} tweet {i}"}
        for i in range(40)
    ]
    with (folder / "labeled_data.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["class", "tweet"])
        writer.writeheader()
        writer.writerows(rows)


def write_implicit_hate(folder: Path) -> None:
    folder.mkdir(parents=True)
    lines = ["post\tclass", 'a "quoted post\tnot_hate', "a hint\timplicit_hate", "a blow\texplicit_hate"]
    (folder / "implicit_hate_v1_stg1_posts.tsv").write_text("\n".join(lines) + "\n")


def write_carer(folder: Path) -> None:
    folder.mkdir(parents=True)
    lines = [
        "i feel cross;anger",
        "i feel uneasy;worry",
        "i feel low;sadness",
        "i feel amazed;surprise",
        "i am glad;happiness",
    ]
    (folder / "train.txt").write_text("\n".join(lines * 4) + "\n")


def write_isear(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "ISEAR.csv").write_text('joy,"When I  \nwon.",\nguilt,When I forgot it.,\nunknown,Nothing.,\n')
