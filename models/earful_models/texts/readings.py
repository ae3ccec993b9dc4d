"""What critical readings of the texts found: labels by the guide of LABELS.md, blind to those of the source.

models/readings.csv has a line for every text that was read, without the text. `python -m
earful_models.texts.readings` prints how noisy the sources' labels are and how far two readings agree.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score

from earful_models.texts.labels import CLEAN, LABELS
from earful_models.texts.minors import hints_at_minors
from earful_models.texts.rows import TextRow

FILE = Path(__file__).resolve().parents[2] / "readings.csv"
CODES = dict(zip("PBSRON", LABELS, strict=True))
_READING = re.compile(r"([PBSRO]+|[NMX])(\??)")


@dataclass(frozen=True)
class Reading:
    """One reader's judgement of a text."""

    labels: frozenset[str]
    """Empty for a text that must not be used: M, it is sexual and hints at minors, or X, nobody could understand it."""
    arguable: bool
    """?: a fair reader could decide otherwise about whether it is a violation."""


@dataclass(frozen=True)
class ReadText:
    """A text that was read once or twice. `labels` are those that its source's class and its words told, if any."""

    id: str
    source: str
    labels: frozenset[str]
    readings: tuple[Reading, ...]

    @property
    def usable(self) -> bool:
        return all(reading.labels for reading in self.readings)

    @property
    def decided(self) -> frozenset[str]:
        """Each label by the majority of the readings; where they are even, `labels` decide. Empty for a text that one
        reading would not use, or about which they agree in nothing.
        """
        if not self.usable:
            return frozenset()
        votes = Counter(label for reading in self.readings for label in reading.labels)
        excess = {label: 2 * votes[label] - len(self.readings) for label in LABELS}
        found = {label for label in LABELS if excess[label] > 0 or (excess[label] == 0 and label in self.labels)}
        return frozenset(found - {CLEAN} or found)


def read_texts(file: Path = FILE) -> list[ReadText]:
    """Raises ValueError for what is no code, naming the text's id."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [_read_text(row, file) for row in csv.DictReader(lines)]


def _read_text(row: dict[str, str], file: Path) -> ReadText:
    told = frozenset(label for reading in _readings(row["labels"], row["id"], file) for label in reading.labels)
    readings = tuple(_readings(row["readings"], row["id"], file))
    if not readings:
        raise ValueError(f"{file} has no reading of {row['id']}")
    return ReadText(row["id"], row["source"], told, readings)


def _readings(codes: str, text: str, file: Path) -> Iterator[Reading]:
    for code in codes.split():
        found = _READING.fullmatch(code)
        if found is None:
            raise ValueError(f"{file} has an unknown code {code!r} for {text}")
        yield Reading(frozenset(CODES[letter] for letter in found[1] if letter in CODES), bool(found[2]))


def relabelled(rows: Iterable[TextRow], read: Iterable[ReadText], dropped: Counter[str]) -> list[TextRow]:
    """The rows with the labels that were decided. Of a source that was read only what was read is kept."""
    by_id = {text.id: text for text in read}
    sources = {text.source for text in by_id.values()}
    kept = []
    for row in rows:
        text = by_id.get(row.id)
        if text is None:
            if row.labels and row.source not in sources:
                kept.append(row)
            else:
                dropped["not read"] += 1
        elif not text.usable:
            dropped["a reader would not use it"] += 1
        elif not text.decided:
            dropped["its readers do not agree"] += 1
        elif _may_touch_minors(row, text):
            dropped["sexual, and may hint at minors or ages"] += 1
        else:
            kept.append(replace(row, labels=text.decided))
    return kept


def _may_touch_minors(row: TextRow, text: ReadText) -> bool:
    """One reader who called it sexual is enough. The other languages' lexicons do not say which terms are sexual, so
    any of their toxic rows could be.
    """
    sexual = any("dating_sexting" in labels for labels in (text.decided, *(one.labels for one in text.readings)))
    return (sexual or (row.language != "en" and CLEAN not in text.decided)) and hints_at_minors(row.text, row.language)


def noise_table(read: list[ReadText]) -> str:
    """Markdown: of the texts that a source's class and words gave a label, the share that the readings did not give
    it, and the other way round; with 95 % Wilson intervals.
    """
    lines = [
        "| label | source | had it | of these wrong | should have had it | of these missed |",
        "|---|---|---|---|---|---|",
    ]
    usable = [text for text in read if text.labels and text.decided]
    for label in LABELS:
        for source in ["all", *sorted({text.source for text in usable})]:
            chosen = [text for text in usable if source in ("all", text.source)]
            had = [label in text.decided for text in chosen if label in text.labels]
            should = [label in text.labels for text in chosen if label in text.decided]
            if len(had) >= 30 or len(should) >= 30:
                wrong, missed = _share(had.count(False), len(had)), _share(should.count(False), len(should))
                lines.append(f"| `{label}` | {source} | {len(had)} | {wrong} | {len(should)} | {missed} |")
    return "\n".join(lines)


def agreement_table(read: list[ReadText]) -> str:
    """Markdown: of the texts that were read twice, how often both readings give a label, how often they are of one
    mind about it, and Cohen's kappa.
    """
    pairs = [text.readings for text in read if len(text.readings) == 2 and text.usable]
    lines = ["| label | by both | by one | of one mind | kappa |", "|---|---|---|---|---|"]
    for label in LABELS:
        first, second = ([label in pair[i].labels for pair in pairs] for i in (0, 1))
        both = sum(a and b for a, b in zip(first, second, strict=True))
        one = sum(a != b for a, b in zip(first, second, strict=True))
        if both == 0:
            continue
        mind = _share(len(pairs) - one, len(pairs))
        lines.append(f"| `{label}` | {both} | {one} | {mind} | {cohen_kappa_score(first, second):.2f} |")
    return "\n".join(lines)


def _share(count: int, of: int) -> str:
    if of == 0:
        return ""
    interval = binomtest(count, of).proportion_ci(method="wilson")
    return f"{count / of:.0%} ({interval.low:.0%} to {interval.high:.0%})"


if __name__ == "__main__":
    everything = read_texts()
    arguable = sum(any(reading.arguable for reading in text.readings) for text in everything)
    unusable = sum(not text.usable for text in everything)
    disputed = sum(text.usable and not text.decided for text in everything)
    print(f"{len(everything)} texts were read: {arguable} are arguable, {unusable} unusable, {disputed} in dispute\n")
    print(f"{noise_table(everything)}\n\n{agreement_table(everything)}")
