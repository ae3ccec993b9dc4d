"""Words and pairs of words that are said alone: the lexicon's terms, and what clean texts are made of.

Chat is full of names, calls and answers of a word or two, which hardly any source of texts has. A model that has not
heard such takes every lone word for a swear word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from earful_models.texts.clean import word_key, words
from earful_models.texts.readers import RawRow
from earful_models.texts.rows import TextRow

ALONE = "alone"
_LONGEST = 2  # words
_OFTEN = 3  # clean texts that have it, so that misspellings are few


def alone(terms: Iterable[str], rows: Iterable[TextRow]) -> Iterator[RawRow]:
    """The short ones of the English terms, then the words and pairs that occur in clean rows of the training split, and
    among its toxic rows no more often than chance has it. What is a row of any split already is left out.
    """
    english = [row for row in rows if row.language == "en"]
    present = {word_key(row.text) for row in english}
    for term in sorted(terms):
        if len(words(term)) <= _LONGEST and word_key(term) not in present:
            yield RawRow(term, ("term",))
    learnt = [row for row in english if row.split == "train"]
    clean = [row.text for row in learnt if not row.toxic]
    in_clean, in_toxic = _occurrences(clean), _occurrences(row.text for row in learnt if row.toxic)
    fair = (len(learnt) - len(clean)) / max(len(clean), 1)
    for run, count in sorted(in_clean.items()):
        if count >= _OFTEN and in_toxic[run] <= fair * count and word_key(run) not in present:
            yield RawRow(run, ("word",))


def _occurrences(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each word and pair of words without numbers is."""
    counts: Counter[str] = Counter()
    for text in texts:
        spoken = words(text)
        runs = {" ".join(spoken[i : i + n]) for n in range(1, _LONGEST + 1) for i in range(len(spoken) - n + 1)}
        counts.update(run for run in runs if not any(character.isdigit() for character in run))
    return counts
