"""Rows for the languages that have few of their own: translated English ones, with their labels, group and split."""

import csv
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from earful_models.texts.clean import clean, word_key, words
from earful_models.texts.labels import CLEAN, LABELS
from earful_models.texts.language import in_language
from earful_models.texts.lexicon import Lexicon
from earful_models.texts.mapping import SOURCES, TRANSLATED
from earful_models.texts.minors import hints_at_minors, mentions_minors
from earful_models.texts.rows import TextRow, digest
from earful_models.texts.translate import NEURAL, ROUTES, translate

_LONGEST = 14  # words; longer sentences seldom survive
_DRAWN = {"pt": 800, "fr": 800, "es": 1800}  # of each toxic label: of the others fewer survive, or fewer are needed
_ONE_SIDED = 400  # of a source without a clean class, so that the source does not tell toxic from clean
_CLEAN = 1.5  # clean rows to a toxic one of the same source, so that the balance has a choice of lengths
_BATCH = 200


def translated_rows(rows: list[TextRow], lexicon: Lexicon, cache: Path, dropped: Counter[str]) -> list[TextRow]:
    """The usable translations of a draw of the English rows. Those that the cache, a CSV file, lacks are made."""
    drawn = {language: _draw(rows, count) for language, count in _DRAWN.items()}
    found = _read(cache)
    for language in ROUTES:
        missing = [row for row in drawn[language] if (language, row.id) not in found]
        with tqdm(total=len(missing), desc=f"translating to {language}", unit=" rows", disable=None) as progress:
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                texts = translate([row.text for row in batch], language)
                new = {(language, row.id): text or "" for row, text in zip(batch, texts, strict=True)}
                _append(cache, new)
                found |= new
                progress.update(len(batch))
    kept: dict[tuple[str, str], TextRow] = {}
    for language in ROUTES:
        for parent in drawn[language]:
            row = _row(parent, language, found[language, parent.id], lexicon, dropped)
            if row and kept.setdefault((language, word_key(row.text)), row) is not row:
                dropped["duplicate"] += 1
    return list(kept.values())


def _draw(rows: Iterable[TextRow], count: int) -> list[TextRow]:
    """Balanced over the labels; rows of several labels count for their rarest."""
    usable = [row for row in rows if row.language == "en" and not row.test_only and row.length <= _LONGEST]
    usable = [row for row in usable if SOURCES[row.source].translate]
    counts = Counter(label for row in usable for label in row.labels)
    by_label: dict[str, list[TextRow]] = {label: [] for label in LABELS}
    one_sided: Counter[str] = Counter()
    for row in sorted(usable, key=lambda row: digest(f"translate|{row.id}")):
        one_sided[row.source] += not SOURCES[row.source].two_sided
        if one_sided[row.source] <= _ONE_SIDED:
            by_label[min(row.labels, key=lambda label: counts[label])].append(row)
    drawn = [row for label in LABELS if label != CLEAN for row in by_label[label][:count]]
    wanted = Counter({source: round(_CLEAN * many) for source, many in Counter(row.source for row in drawn).items()})
    for row in by_label[CLEAN]:
        if wanted[row.source]:
            wanted[row.source] -= 1
            drawn.append(row)
    return drawn


def _row(parent: TextRow, language: str, text: str, lexicon: Lexicon, dropped: Counter[str]) -> TextRow | None:
    """The labels are the English text's; where they claim profanity, the translation must have kept a swear word."""
    cleaned = clean(text, language) if text else None
    if cleaned is None or len(words(cleaned)) < min(3, parent.length):
        dropped["not translated faithfully"] += 1
    elif language in NEURAL and not in_language(cleaned, language):
        dropped["not in its language"] += 1
    elif mentions_minors(cleaned, language) or (parent.toxic and hints_at_minors(cleaned, language)):
        dropped["mentions minors or ages"] += 1
    elif lexicon.find(cleaned, language).found != ("profanity" in parent.labels):
        dropped["profanity lost or found in translation"] += 1
    else:
        source = TRANSLATED + parent.source
        return replace(parent, text=cleaned, language=language, source=source)
    return None


def _read(cache: Path) -> dict[tuple[str, str], str]:
    if not cache.is_file():
        return {}
    data = cache.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        os.truncate(cache, len(whole))  # the rest was being written when the process was killed
    rows = csv.reader(whole.decode().splitlines())
    return {(language, english): text for language, english, text in rows}


def _append(cache: Path, new: dict[tuple[str, str], str]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([*key, text] for key, text in new.items())
