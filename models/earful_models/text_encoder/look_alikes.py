"""Characters that look like Latin letters and digits, by the code points that a text has after BERT's normaliser."""

import re
import string
import unicodedata

INVISIBLE = dict.fromkeys(
    [0x115F, 0x1160, 0x180F, 0x2065, 0x2800, 0x3164, 0xFFA0, *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000)]
)
"""What Unicode does not show by default (Default_Ignorable_Code_Point) and BERT's normaliser leaves, and a blank of
Braille.
"""


def _pairs(foreign: str, latin: str) -> dict[int, str]:
    return {ord(one): other for one, other in zip(foreign, latin, strict=True)}


CYRILLIC = _pairs("авекмнорстухѕіјԁһӏԛԝѵг", "abekmhopctyxsijdhlqwvr")
GREEK = _pairs("αβεγζηικμνορτυχωϲϳ", "abeyzhikmnoptuxwcj")
BESIDE_LATIN = CYRILLIC | GREEK
"""In a word that also has Latin letters."""

SMALL_CAPITALS = _pairs("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıɩ", "abcdefghijklmnoprstuvwyzagii")
LETTERS_FROM = (0x1F130, 0x1F150, 0x1F170, 0x1CCD6)
"""The alphabet in squares, in black circles and squares, and outlined; after the latter come its digits."""


def _forms() -> dict[int, str]:
    """Those of which Unicode says that they are forms (NFKC) of Latin letters and digits, without parentheses, and
    the full-width signs.
    """
    forms = {}
    for code in range(0x80, 0x20000):
        plain = re.sub(r"^\((.+)\)$", r"\1", unicodedata.normalize("NFKC", chr(code)).lower())
        if re.fullmatch("[a-z0-9]+", plain) or 0xFF01 <= code <= 0xFF5E:
            forms[code] = plain
    return forms


ALWAYS = _forms() | SMALL_CAPITALS
for _first in LETTERS_FROM:
    ALWAYS |= {_first + i: letter for i, letter in enumerate(string.ascii_lowercase)}
ALWAYS |= {0x1CCF0 + i: digit for i, digit in enumerate(string.digits)}
