"""Writes core/text/character_tables.h: what BERT's tokeniser makes of each character, found out by asking it, the
look-alikes, and what nobody sees, which is dropped too. `python -m earful_models.text_encoder.character_tables`.

The tables hold but the differences between neighbours: numbers of 7 bits a byte, the lowest first, a set bit for more
to come; those that may be negative doubled, and negative ones less 1 and turned. A set is its runs: how far each begins
after the last one's end, and how much longer than one it is. A map is runs too: 8 times how far it begins after the
last one's end plus its kind, then

- kind 0: one code point, whose target follows, as its difference to the target before;
- kinds 1 to 4: the count, then the first one's target. The code points are one apart, or two (kinds 3 and 4); the
  target stays the same (kinds 1 and 3) or goes with them (2 and 4);
- kind 7: one code point, the count of its targets, and these.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from earful_models.text_encoder.look_alikes import ALWAYS, BESIDE_LATIN, INVISIBLE

PATH = Path(__file__).resolve().parents[3] / "core" / "text" / "character_tables.h"
HANGUL = range(0xAC00, 0xD7A4)
"""Syllables, which the core decomposes by arithmetic."""


def code_points() -> Iterable[str]:
    """All but surrogates, which no text has."""
    return (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)


def tables() -> dict[str, bytes]:
    """By the names of the header's arrays. Ideographs are words of their own; that Unicode has some twice is left out:
    it would be as long as all the others together, and no model here reads any.
    """
    normalise, split = BertNormalizer(lowercase=True).normalize_str, BertPreTokenizer().pre_tokenize_str
    made = {c: normalise(c) for c in code_points()}
    spaces = {c for c, to in made.items() if to == " "}
    ideographs = {c for c, to in made.items() if len(to) > 1 and to[0] == to[-1] == " "}
    apart = spaces | ideographs
    changed = {c: to for c, to in made.items() if to != c and c not in apart and ord(c) not in HANGUL}
    return {
        "dropped": encoded_set({ord(c) for c, to in changed.items() if not to} | INVISIBLE.keys()),
        "spaces": encoded_set(map(ord, spaces)),
        "ideographs": encoded_set(map(ord, ideographs)),
        "punctuation": encoded_set(ord(c) for c in code_points() if len(split("a" + c + "b")) == 3),
        "folded": encoded_map({ord(c): to for c, to in changed.items() if to}),
        "look_alikes": encoded_map(ALWAYS),
        "beside_latin": encoded_map(BESIDE_LATIN),
    }


def encoded_set(codes: Iterable[int]) -> bytes:
    """The runs of a set of code points."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    encoded, at = b"", 0
    for first, last in runs:
        encoded += number(first - at) + number(last - first)
        at = last
    return encoded


def encoded_map(targets: Mapping[int, str]) -> bytes:
    """The runs of a map from code points to texts that are not empty."""
    items = sorted((code, [ord(c) for c in to]) for code, to in targets.items())
    encoded, at, target = b"", 0, 0
    while items:
        (code, to), length, kind, step = items[0], 1, 0, 1
        for choice, (apart, slope) in enumerate(((1, 0), (1, 1), (2, 0), (2, 1)), 1):
            fitting = run_length(items, apart, slope * apart)
            if fitting > length:
                length, kind, step = fitting, choice, apart
        if len(to) > 1:
            kind = 7
        encoded += number(8 * (code - at) + kind)
        if kind:
            encoded += number(len(to) if kind == 7 else length)
        for one in to:
            encoded += signed(one - target)
            target = one
        at, items = code + step * (length - 1), items[length:]
    return encoded


def run_length(items: list[tuple[int, list[int]]], apart: int, slope: int) -> int:
    """How many items from the first on are so far apart and have one target each, that goes by `slope`."""
    (first, to), length = items[0], 0
    for code, targets in items:
        if code != first + apart * length or targets != [to[0] + slope * length]:
            break
        length += 1
    return length


def number(value: int) -> bytes:
    low = value & 127
    return bytes([low]) if value < 128 else bytes([low | 128]) + number(value >> 7)


def signed(value: int) -> bytes:
    return number(2 * value if value >= 0 else -2 * value - 1)


def header() -> str:
    """The text of the file."""
    lines = ["// Written by models/earful_models/text_encoder/character_tables.py, which says how to read it.", ""]
    lines += [
        "#pragma once",
        "",
        "#include <array>",
        "#include <cstdint>",
        "",
        "namespace earful::character_tables {",
        "",
        "// clang-format off",
    ]
    for name, table in tables().items():
        values = re.sub(r"(.{1,113})(?:, |$)", r"    \1,\n", ", ".join(map(str, table))).rstrip(",\n")
        lines += ["", f"constexpr std::array<std::uint8_t, {len(table)}> {name}{{", f"{values}}};"]
    return "\n".join([*lines, "", "}  // namespace earful::character_tables", ""])


if __name__ == "__main__":
    PATH.write_text(header())
