"""Gives every row its split: what is nearly the same, or a rewrite of the same, is in one split, and what was spoken
before stays in the split of its speech.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from earful_models.texts.clean import clean, word_key
from earful_models.texts.near_duplicates import near_duplicates
from earful_models.texts.rows import TextRow

_FIRST = ("test", "val", "train")  # where two splits claim the same, the earlier one has it


@dataclass(frozen=True)
class Spoken:
    """An English text of which there may be speech, and the split that speech is in."""

    text: str
    split: str


def spoken_texts(corpora: Path) -> dict[str, Spoken]:
    """The texts of speech/spoken-texts.csv by their word key; none without that file."""
    path = corpora / "speech" / "spoken-texts.csv"
    found: dict[str, Spoken] = {}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = clean(row["text"], "en") or row["text"]
                before = found.get(word_key(text))
                found[word_key(text)] = Spoken(text, _earliest([row["split"], *([before.split] if before else [])]))
    return found


def hashed_split(group: str) -> str:
    """Depends on the group alone, so that no other row can move it: 80 % train, 10 % val, 10 % test."""
    bucket = int(group, 16) % 10
    return "test" if bucket == 9 else "val" if bucket == 8 else "train"


def with_splits(rows: list[TextRow], spoken: dict[str, Spoken], dropped: Counter[str]) -> list[TextRow]:
    """The rows with their family as group, and its split. A family is the groups that near-duplicates join.

    Test suites stay in the test split and spoken texts in that of their speech. A family that has some is in the
    earliest of their splits; a row that then is in another split than its speech or a near-duplicate is dropped.
    """
    own = [_own_split(row, spoken) for row in rows]
    keys = {word_key(row.text) for row in rows if row.language == "en"}
    absent = [known for key, known in spoken.items() if key not in keys]  # no rows, but there may be speech of them
    pairs = list(_pairs(rows, [known.text for known in absent]))
    family = _families(rows, pairs)
    claims: dict[str, list[str]] = defaultdict(list)
    for row, split in zip(rows, own, strict=True):
        if split and not row.test_only:
            claims[family[row.group]].append(split)
    by_family = {name: _earliest(claims[name]) if name in claims else hashed_split(name) for name in family.values()}
    splits = [split if row.test_only else by_family[family[row.group]] for row, split in zip(rows, own, strict=True)]
    lost = {i for i, split in enumerate(own) if split not in ("", splits[i])}
    placed = [replace(row, group=family[row.group], split=split) for row, split in zip(rows, splits, strict=True)]
    lost |= _leaks(pairs, splits, [known.split for known in absent], lost)
    dropped["would be in two splits"] += len(lost)
    return [row for i, row in enumerate(placed) if i not in lost]


def apart(rows: list[TextRow], others: list[TextRow], dropped: Counter[str]) -> list[TextRow]:
    """The rows that are near-duplicates of none of the others, which they thus cannot move."""
    first = len(others)
    near = {j for i, j in map(sorted, _pairs(others + rows, [])) if i < first <= j}
    dropped["nearly another source's"] += len(near)
    return [row for j, row in enumerate(rows, first) if j not in near]


def without_leaks(rows: list[TextRow], dropped: Counter[str]) -> list[TextRow]:
    """For rows that have their splits: without those that are in a later split than one of their near-duplicates."""
    lost = _leaks(_pairs(rows, []), [row.split for row in rows], [], set())
    dropped["would be in two splits"] += len(lost)
    return [row for i, row in enumerate(rows) if i not in lost]


def _leaks(pairs: Iterable[tuple[int, int]], splits: list[str], absent: list[str], lost: set[int]) -> set[int]:
    """Which rows have to go, besides the lost ones, so that no pair is in two splits; an absent text cannot go."""
    leaks: set[int] = set()
    everywhere = splits + absent
    for i, j in pairs:
        if everywhere[i] != everywhere[j] and not {i, j} & (lost | leaks):
            leaks.add(i if j >= len(splits) else max(i, j, key=lambda k: _FIRST.index(everywhere[k])))
    return leaks


def near_duplicates_across_splits(rows: list[TextRow]) -> int:
    """How many pairs there are, found with other hash functions than those that with_splits uses."""
    return sum(rows[i].split != rows[j].split for i, j in _pairs(rows, [], seed=2))


def _own_split(row: TextRow, spoken: dict[str, Spoken]) -> str:
    if row.test_only:
        return "test"
    known = spoken.get(word_key(row.text)) if row.language == "en" else None
    return known.split if known else ""


def _earliest(splits: Iterable[str]) -> str:
    return min(splits, key=_FIRST.index)


def _pairs(rows: list[TextRow], absent: list[str], seed: int = 1) -> Iterator[tuple[int, int]]:
    """Near-duplicates of one language, as indices of the rows and, after those, of the absent English texts. Each has
    a row, and not two of test suites, which are templates.
    """
    suites = {i for i, row in enumerate(rows) if row.test_only}
    for language in sorted({row.language for row in rows}):
        mine = [i for i, row in enumerate(rows) if row.language == language]
        texts = [rows[i].text for i in mine]
        if language == "en":
            mine += range(len(rows), len(rows) + len(absent))
            texts += absent
        for a, b in near_duplicates(texts, seed):
            i, j = mine[a], mine[b]
            if i < len(rows) and not (i in suites and j in suites):
                yield i, j


def _families(rows: list[TextRow], pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    """The family of each group: the least of all that are joined to it, however indirectly. Suites join nothing."""
    parent = {row.group: row.group for row in rows}

    def root(group: str) -> str:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    for i, j in pairs:
        if j < len(rows) and not (rows[i].test_only or rows[j].test_only):
            first, second = sorted([root(rows[i].group), root(rows[j].group)])
            parent[second] = first
    return {group: root(group) for group in parent}
