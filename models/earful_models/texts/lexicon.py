"""What the words of a text show by themselves. The terms are read from the lexicons in the corpora folder."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from earful_models.texts.clean import words

_LONGEST_TERM = 3
_YOU = frozenset(["you", "your", "you're", "youre", "yours", "yourself", "yourselves", "y'all", "ya", "u", "ur", "ure"])
_SOMEBODY = _YOU | frozenset(["he", "she", "him", "her", "his", "they", "them", "their", "he's", "she's", "they're"])
_REACH = 5  # words from "you" to the term that it is called
_GROUPS = {
    "en": """black blacks african* asian* chinese* japanese* korean* indian* pakistan* mexican* latin*
        hispanic* arab* muslim* moslem* islam* jew jews jewish* immigrant* migrant* refugee* foreigner* alien aliens
        illegals gypsies roma somali* nigerian* syrian* turk turks turkish hindu* sikh* minorities indigenous""",
    "de": """ausländer* migrant* flüchtling* asyl* muslim* moslem* islam* jude juden jüdisch* türk* araber* arab*
        afrikan* schwarze* syrer* afghan* roma sinti zigeuner* polen pole russ* einwander* zuwander*""",
}


def _stems(listed: str) -> tuple[frozenset[str], tuple[str, ...]]:
    whole = frozenset(word for word in listed.split() if not word.endswith("*"))
    return whole, tuple(word[:-1] for word in listed.split() if word.endswith("*"))


_GROUP_WORDS = {language: _stems(listed) for language, listed in _GROUPS.items()}


def names_group(text: str, language: str) -> bool:
    """Whether a text names a people, religion or origin. Raises KeyError for a language without such a list."""
    whole, stems = _GROUP_WORDS[language]
    return any(word in whole or word.startswith(stems) for word in words(text))


_INSULTS = frozenset((Path(__file__).resolve().parents[2] / "mild_insults.txt").read_text("utf-8").split())


def insults(text: str) -> bool:
    """Whether an English text has one of the everyday insults, which the lexicons leave out."""
    return not _INSULTS.isdisjoint(words(text))


def addresses_someone(text: str) -> bool:
    """Whether an English text says "you"."""
    return not _YOU.isdisjoint(words(text))


@dataclass(frozen=True)
class Findings:
    """The terms found in a text. A mild insult of nobody and a disputed term are found, but give no labels."""

    found: bool = False
    sexual: bool = False
    ethnic: bool = False
    labels: frozenset[str] = frozenset()
    severe: bool = False
    insulting: bool = False
    """Somebody's abilities, body or kind is what a term is about, whoever is called so."""


@dataclass(frozen=True)
class Term:
    category: str
    severe: bool
    mild: bool
    disputed: bool = False
    """Mostly not meant as an attack, so that the term alone says nothing: one dialect's word for "friend"."""

    @property
    def sexual(self) -> bool:
        return self.category.startswith("sexual anatomy")

    @property
    def ethnic(self) -> bool:
        return self.category.startswith("racial")

    @property
    def orientation(self) -> bool:
        return self.category.startswith("sexual orientation")

    @property
    def insult(self) -> bool:
        return self.category.startswith(("mental", "physical", "other", "animal"))


class Lexicon:
    """Terms of every language; English ones with their category and severity."""

    def __init__(self, terms: dict[str, dict[str, Term]]) -> None:
        self._terms = terms

    @classmethod
    def load(cls, corpora: Path) -> "Lexicon":
        """Reads text/surge-profanity for English and text/ldnoobw for the others.

        Raises FileNotFoundError if they are not there: clean rows could not be told from others.
        """
        terms: dict[str, dict[str, Term]] = {"en": {}}
        with (corpora / "text" / "surge-profanity" / "profanity_en.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                severity = row["severity_description"]
                terms["en"][row["text"].lower()] = Term(row["category_1"], severity == "Severe", severity == "Mild")
        for language in ("de", "es", "fr", "pt"):
            lines = (corpora / "text" / "ldnoobw" / language).read_text("utf-8").splitlines()
            terms[language] = {line.strip().lower(): Term("", False, False) for line in lines if line.strip()}
        return cls(terms)

    def terms(self, language: str) -> Iterable[str]:
        """The terms of a language, in lower case."""
        return self._terms[language].keys()

    def without_everyday(self, pairs: Iterable[tuple[str, str]]) -> "Lexicon":
        """Without the English terms that annotators did not mind: those that occur in the polite rewrite of a text at
        least half as often as in the text itself.
        """
        rude: Counter[str] = Counter()
        polite: Counter[str] = Counter()
        for text, rewrite in pairs:
            rude.update(self._hits(words(text), "en"))
            polite.update(self._hits(words(rewrite), "en"))
        kept = {t: term for t, term in self._terms["en"].items() if not polite[t] or polite[t] * 2 < rude[t]}
        return Lexicon({**self._terms, "en": kept})

    def with_disputed_slurs(self, hate: Iterable[str], rest: Iterable[str]) -> "Lexicon":
        """Marks the English ethnic terms that annotators called hate in less than a quarter of their texts."""
        attacks = Counter(hit for text in hate for hit in self._hits(words(text), "en"))
        other = Counter(hit for text in rest for hit in self._hits(words(text), "en"))
        marked = {
            name: replace(term, disputed=term.ethnic and other[name] > 3 * attacks[name])
            for name, term in self._terms["en"].items()
        }
        return Lexicon({**self._terms, "en": marked})

    def find(self, text: str, language: str) -> Findings:
        """What the words of a text of this language show."""
        spoken = words(text)
        hits = self._hits(spoken, language)
        if not hits:
            return Findings()
        terms = [self._terms[language][hit] for hit in hits]
        sexual, ethnic = any(term.sexual for term in terms), any(term.ethnic for term in terms)
        severe, insulting = any(term.severe for term in terms), any(term.insult for term in terms)
        if any(term.disputed for term in terms):
            return Findings(True, sexual, ethnic, severe=severe, insulting=insulting)
        labels = {"racism" if term.ethnic else "profanity" for term in terms if not (term.insult and term.mild)}
        if any(term.orientation and term.severe for term in terms):
            labels.add("other")
        if insulting and not _SOMEBODY.isdisjoint(spoken):
            labels.add("bullying")
        if language == "en" and _called(spoken, {hit.split()[0] for hit in hits}):
            labels.add("bullying")
        return Findings(True, sexual, ethnic, frozenset(labels), severe, insulting)

    def _hits(self, spoken: list[str], language: str) -> set[str]:
        runs = {
            " ".join(spoken[i : i + length])
            for length in range(1, _LONGEST_TERM + 1)
            for i in range(len(spoken) - length + 1)
        }
        return runs & self._terms[language].keys()


def _called(spoken: list[str], terms: set[str]) -> bool:
    """Whether somebody is called one of the terms: "you are such a ...", or "you ..." at the end."""
    for i, word in enumerate(spoken):
        states = word in {"you're", "youre"} or (word in {"you", "u"} and spoken[i + 1 : i + 2] == ["are"])
        reach = _REACH if states else 1 if word == "you" and i + 2 == len(spoken) else 0  # else it may be a verb
        if not terms.isdisjoint(spoken[i + 1 : i + 1 + reach]):
            return True
    return False
