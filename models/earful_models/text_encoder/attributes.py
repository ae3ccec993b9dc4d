"""Which attributes a text of the texts' table has. Its six labels do not tell; the sources' own classes often do.

A class says for sure, for or against; so does a label. What is clean has none. Of other toxic texts an attribute is
known to be missing only where no word could show it: the rest is not known, and not learnt from.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from earful_models.text_encoder.labels import ATTRIBUTES
from earful_models.texts.clean import clean, words
from earful_models.texts.lexicon import Findings, Lexicon, insults, names_group
from earful_models.texts.readers import READERS
from earful_models.texts.rows import digest

Known = dict[str, bool]

ATTACK: Known = {"identity_attack": True}
INSULT: Known = {"insult": True}
HARM: Known = {"threat": True, "identity_attack": True, "severe_toxicity": True}
CLASSES: dict[str, dict[str, Known]] = {
    "convabuse": {
        "severe": {"severe_toxicity": True},
        "not severe": {"severe_toxicity": False},
        "sex_harassment": {"sexually_explicit": True},
        **dict.fromkeys(("racist", "homophobic", "transphobic", "sexist"), ATTACK),
        **dict.fromkeys(("ableism", "intellectual", "abuse"), INSULT),
    },
    "davidson": {
        "hate": {**ATTACK, "severe_toxicity": True},
        # Annotators who saw an attack on a group would have called it hate; where readers did, nothing is known.
        "offensive": {"identity_attack": False, "severe_toxicity": False},
    },
    "edos": {
        "1.1": HARM,
        "1.2": HARM,
        "2.1": {**ATTACK, "threat": False},
        "2.2": {**ATTACK, **INSULT, "threat": False},
        "2.3": {**ATTACK, **INSULT, "threat": False},
        "3.1": INSULT,
    },
    "implicit-hate": {
        "explicit_hate": {**ATTACK, "severe_toxicity": True},
        "stereotypical": ATTACK,
        "inferiority": {**ATTACK, **INSULT},
        "threatening": ATTACK,  # mostly calls to deport, which is no threat of violence
    },
}
INOFFENSIVE_TO_GROUPS = "offensive"
"""The class of Davidson that denies an attack on a group."""
OBJECTIFIED = "2.3"
"""The class of EDOS that says so of women; with a sexual term it is explicit."""
LABELS: dict[str, Known] = {"bullying": INSULT, "racism": ATTACK}
WRITTEN = ("game-talk", "voice-talk")
"""Mild throughout, and a threat wherever it is `other` and speaks of harm."""
OF_HARM = frozenset((Path(__file__).resolve().parents[2] / "words_of_harm.txt").read_text("utf-8").split())
"""Words that a threat could be made of: a text without any is none."""


def source_classes(corpora: Path) -> dict[str, set[str]]:
    """The classes of the sources' rows by the id of the text that the table makes of each."""
    found: dict[str, set[str]] = defaultdict(set)
    for source in CLASSES:
        folder = corpora / "text" / source
        for row in READERS[source](folder) if folder.is_dir() else ():
            found[row_id(source, row.text)].update(row.kinds)
    folder = corpora / "text" / "convabuse"
    for text, severe in severe_turns(folder).items() if folder.is_dir() else ():
        found[row_id("convabuse", text)].add("severe" if severe else "not severe")
    return found


def row_id(source: str, text: str) -> str:
    return digest(f"{source}|{clean(text, 'en')}")


def severe_turns(folder: Path) -> dict[str, bool]:
    """Whether at least half of those who annotated a turn of ConvAbuse saw its strongest abuse."""
    votes: dict[str, Counter[bool]] = defaultdict(Counter)
    with (folder / "ConvAbuseEMNLPfull.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            votes[row["user"].strip().lower()][row["is_abuse.-3"] == "1"] += 1
    return {text: count[True] >= count[False] for text, count in votes.items()}


def known_attributes(row: Mapping[str, str], classes: Collection[str], lexicon: Lexicon) -> Known:
    """What is known of a row of the table whose classes in its source are these."""
    if row["no_violation"] == "1":
        return dict.fromkeys(ATTRIBUTES, False)
    shown = lexicon.find(row["text"], "en")
    known = _unshown(row, shown)
    attack = row["racism"] == "1" or row["other"] == "1"
    telling = [name for name in classes if not (attack and name == INOFFENSIVE_TO_GROUPS)]
    told = [CLASSES.get(row["source"], {}).get(name, {}) for name in telling]
    for attribute in {attribute for meaning in told for attribute in meaning}:
        verdicts = {meaning[attribute] for meaning in told if attribute in meaning}
        if len(verdicts) == 1:
            known[attribute] = verdicts.pop()
        else:
            known.pop(attribute, None)  # its annotators disagree
    for label, meaning in LABELS.items():
        known |= meaning if row[label] == "1" else {}
    if shown.sexual and (row["dating_sexting"] == "1" or OBJECTIFIED in classes):
        known["sexually_explicit"] = True
    return known


def _unshown(row: Mapping[str, str], shown: Findings) -> Known:
    """The attributes that no word of a toxic row could show; in sentences made for the purpose also what is shown."""
    harm, made = not OF_HARM.isdisjoint(words(row["text"])), row["source"] in WRITTEN
    unclear = row["other"] == "1" and not made
    could_be = {
        "severe_toxicity": shown.severe and not made,
        "identity_attack": shown.ethnic or names_group(row["text"], "en") or unclear,
        "insult": shown.insulting or insults(row["text"]) or unclear,
        "threat": harm,
        "sexually_explicit": shown.sexual or (row["dating_sexting"] == "1" and not made),
    }
    known = {name: False for name, possible in could_be.items() if not possible}
    return {**known, "threat": row["other"] == "1"} if made and harm else known
