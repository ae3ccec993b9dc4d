"""The clips of spoken.tar, an earlier corpus of the same texts: taken over instead of spoken again."""

import csv
import io
import tarfile
from pathlib import Path

from earful_models.corpus import Row
from earful_models.speech.lines import Line
from earful_models.speech.voices import is_held_out
from earful_models.texts.clean import clean, word_key


def earlier_rows(archive: Path) -> list[Row]:
    """The archive's own manifest; no rows if there is no such archive."""
    if not archive.exists():
        return []
    with tarfile.open(archive) as tar:
        for member in tar:
            if Path(member.name).as_posix() == "manifest.csv":
                file = tar.extractfile(member)
                assert file is not None
                return list(csv.DictReader(io.StringIO(file.read().decode())))
    raise ValueError(f"{archive} has no manifest.csv")


def taken_over(rows: list[Row], lines: list[Line]) -> dict[str, Row]:
    """By the id of our line: the clips whose text we have, on the side of its split, in an understandable voice.

    A base style of another language, alone, mispronounces a fifth to two fifths of the English words; hibari's one
    speaker is for training alone.
    """
    by_key = {text_key(line.text): line for line in lines if line.language == "en" and not line.suite}
    found = {}
    for row in rows:
        line = by_key.get(text_key(row["text"]))
        styles = row["component_styles"].split("+")
        held_out = any(is_held_out(style) for style in styles)
        foreign = row["engine"] == "kokoro" and len(styles) == 1 and styles[0][0] not in "ab"
        if line is not None and line.training != held_out and not foreign:
            found[line.id] = row
    return found


def text_key(text: str) -> str:
    """The same for that corpus's wording of a text and for ours."""
    return word_key(clean(text, "en") or text)
