"""Sentences of models/game_talk: a grammar of voice chat, made by hand; innocent and toxic talk share many words."""

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from earful_models.texts.labels import CLEAN
from earful_models.texts.readers import RawRow
from earful_models.texts.rows import digest

FOLDER = Path(__file__).resolve().parents[2] / "game_talk"
_SENTENCES = 16  # of each toxic template; of clean ones three times as many, so that the balance has a choice
_SLOT = re.compile(r"\{(\w+)\}")


def game_talk(folder: Path) -> Iterator[RawRow]:
    """Rows of every LANGUAGE.toml. All sentences of a template are in one split, as rewrites of it.

    Raises ValueError for a slot without words, naming the file.
    """
    for path in sorted(folder.glob("*.toml")):
        grammar = tomllib.loads(path.read_text("utf-8"))
        words = {name: [word.strip() for word in listed.split("|")] for name, listed in grammar["words"].items()}
        for label, lines in grammar["lines"].items():
            for template in lines.strip().splitlines():
                try:
                    sentences = _sentences(template, words)[: _SENTENCES * 3 if label == CLEAN else _SENTENCES]
                except KeyError as slot:
                    raise ValueError(f"{path}: {template!r} has no words for {slot}") from slot
                for sentence in sentences:
                    yield RawRow(sentence, (label,), path.stem, partner=template)


def _sentences(template: str, words: dict[str, list[str]]) -> list[str]:
    """All that the template stands for, shuffled by their hashes."""
    texts = _SLOT.split(template)  # text, slot, text, slot, ... text
    choices = [words[text] if i % 2 else [text] for i, text in enumerate(texts)]
    return sorted({"".join(chosen) for chosen in product(*choices)}, key=digest)
