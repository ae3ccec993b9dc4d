"""The rows of the corpus: labelled as far as class and words tell, cleaned, without minors, duplicates or
contradictions.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from earful_models.texts.clean import clean, word_key, words
from earful_models.texts.labels import CLEAN
from earful_models.texts.language import in_language
from earful_models.texts.lexicon import Lexicon, addresses_someone, insults, names_group
from earful_models.texts.mapping import Meaning, Source
from earful_models.texts.minors import hints_at_minors, mentions_minors
from earful_models.texts.readers import RawRow

LONGEST = 25  # words; about 15 s of speech


@dataclass(frozen=True)
class TextRow:
    """A row of the output."""

    text: str
    language: str
    labels: frozenset[str]
    """Empty where neither the source's class nor the words tell them: a reading may."""
    emotion: str
    source: str
    licence: str
    group: str
    test_only: bool
    split: str = ""
    """Given by splits.with_splits."""

    @property
    def id(self) -> str:
        return digest(f"{self.source}|{self.text}")

    @property
    def toxic(self) -> bool:
        return CLEAN not in self.labels

    @property
    def length(self) -> int:
        """In words."""
        return len(words(self.text))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class UnusableRowError(Exception):
    """Why a row is not used."""


class UntoldLabelsError(Exception):
    """Why neither the source's class nor the words tell a row's labels."""


def text_rows(
    name: str, source: Source, raw: Iterable[RawRow], lexicon: Lexicon, dropped: Counter[str]
) -> Iterator[TextRow]:
    """The usable rows of a source; the others are counted by reason in `dropped`. Test suites have none without labels.

    Raises ValueError for a class that the mapping does not list.
    """
    for row in raw:
        try:
            yield _text_row(name, source, row, lexicon)
        except UnusableRowError as reason:
            dropped[str(reason)] += 1


def _text_row(name: str, source: Source, raw: RawRow, lexicon: Lexicon) -> TextRow:
    meanings = [_meaning(name, source, kind) for kind in raw.kinds]
    text = clean(raw.text, raw.language)
    if text is None:
        raise UnusableRowError("not speakable")
    if not source.shortest <= len(words(text)) <= LONGEST:
        raise UnusableRowError("too short or too long")
    if not source.written and not in_language(text, raw.language):
        raise UnusableRowError("not in its language")
    if mentions_minors(text, raw.language):
        raise UnusableRowError("mentions minors or ages")
    try:
        labels = _labels(meanings, text, raw.language, lexicon)
    except UntoldLabelsError as reason:
        if source.test_only:
            raise UnusableRowError(str(reason)) from None
        labels = frozenset()
    sexual = "dating_sexting" in labels or lexicon.find(text, raw.language).sexual
    # The other languages' lexicons do not say which terms are sexual, so any of their toxic rows could be.
    unsure = raw.language != "en" and CLEAN not in labels
    if (sexual or unsure) and hints_at_minors(text, raw.language):
        raise UnusableRowError("sexual, and may hint at minors or ages")
    group = digest(word_key(clean(raw.partner, raw.language) or raw.partner) if raw.partner else word_key(text))
    return TextRow(text, raw.language, labels, raw.emotion, name, source.licence, group, source.test_only)


def _meaning(name: str, source: Source, kind: str) -> Meaning | None:
    if kind not in source.kinds:
        raise ValueError(f"{name} has a class {kind!r} that the mapping does not list")
    return source.kinds[kind]


def _labels(told: list[Meaning | None], text: str, language: str, lexicon: Lexicon) -> frozenset[str]:
    meanings = [meaning for meaning in told if meaning is not None]
    if not meanings or len(meanings) < len(told):
        raise UntoldLabelsError("class not used")
    claimed = frozenset[str]().union(*(m.labels for m in meanings))
    if CLEAN in claimed and len(claimed) > 1:
        raise UntoldLabelsError("labelled both toxic and clean")
    if CLEAN in claimed and any(CLEAN not in m.labels for m in meanings):
        claimed = frozenset()
    wanted = {m.group for m in meanings} - {"any"}
    shown = lexicon.find(text, language)
    if wanted:
        present = names_group(text, language) or shown.ethnic
        if ("needed" in wanted) != present:
            raise UntoldLabelsError("a group is named where none should be, or none where one should")
    if any(m.words == "ignore" for m in meanings):
        return claimed
    if CLEAN in claimed and shown.found:
        if any(m.words == "refuse" for m in meanings) or not shown.labels:
            raise UntoldLabelsError("called clean, but the words say otherwise")
        claimed = frozenset()
    if CLEAN in claimed and any(m.insult for m in meanings) and insults(text):
        raise UntoldLabelsError("called clean, but the words say otherwise")
    labels = claimed | shown.labels
    if not labels and not shown.found and any(m.insult for m in meanings) and addresses_someone(text) and insults(text):
        return frozenset({"bullying"})
    if not labels:
        raise UntoldLabelsError("toxic in a way that neither class nor words tell")
    return labels


def unique(rows: Iterable[TextRow], dropped: Counter[str]) -> list[TextRow]:
    """One row for each word key: the first that has labels, with the labels of all. Contradictory ones are dropped, and
    so are those that tie groups together, such as the same rewrite of two texts.
    """
    by_key: dict[tuple[str, str], list[TextRow]] = defaultdict(list)
    for row in rows:
        by_key[row.language, word_key(row.text)].append(row)
    kept = []
    for alike in by_key.values():
        same = [row for row in alike if row.labels] or alike
        if len(alike) > len(same):
            dropped["duplicate"] += len(alike) - len(same)
        first = same[0]
        if first.test_only:
            same = [row for row in same if row.test_only]
        if len({row.toxic for row in same}) > 1:
            dropped["labelled both toxic and clean"] += len(same)
        elif len({row.group for row in same}) > 1:
            dropped["would tie groups together"] += len(same)
        else:
            dropped["duplicate"] += len(same) - 1
            kept.append(replace(first, labels=frozenset().union(*(row.labels for row in same))))
    return kept
