"""What the classes of every source mean in our labels, under which licence, and where its rows may be used."""

from dataclasses import dataclass, field
from typing import Literal

from earful_models.texts.labels import CLEAN, GO_EMOTIONS


@dataclass(frozen=True)
class Meaning:
    """How rows of one class of a source are labelled."""

    labels: frozenset[str]
    words: Literal["add", "refuse", "ignore"] = "add"
    """Labels that the words themselves show are added, or such a row is left out, or the words are not looked at."""
    group: Literal["any", "needed", "absent"] = "any"
    """Whether a row must, or must not, name a people, religion or origin."""
    insult: bool = False
    """The class is toxic without saying how: where the words show nothing, it is bullying if it addresses someone."""


def toxic(*labels: str, group: Literal["any", "needed", "absent"] = "any", insult: bool = False) -> Meaning:
    return Meaning(frozenset(labels), "add", group, insult)


def exactly(*labels: str) -> Meaning:
    """For test suites, whose point is that words alone do not decide."""
    return Meaning(frozenset(labels), "ignore")


CLEAN_ROW = Meaning(frozenset({CLEAN}), "refuse")
CLEAN_UNLESS_WORDS = Meaning(frozenset({CLEAN}), "add")
ONLY_WORDS = toxic()
LEFT_OUT = None


@dataclass(frozen=True)
class Source:
    """One corpus of texts. `kinds` maps each of its classes; a class that is not listed is an error."""

    licence: str
    kinds: dict[str, Meaning | None]
    shippable: bool = True
    """Whether a model trained on it may be in the package."""
    test_only: bool = False
    """A test suite: written for the purpose, so its rows are not balanced, nor is their language checked."""
    shortest: int = 3
    """Words of its shortest rows: 1 where a word or two was a whole turn or comment, and was judged as one."""
    languages: tuple[str, ...] = field(default=("en",))


# The emotions that read as hostile are clean only by an annotator's silence, so they are never used as clean rows.
_HOSTILE = ("anger", "annoyance", "disapproval", "disgust")
_HATE_CASES = {
    "racism": exactly("racism"),
    "other": exactly("other"),
    "profanity": exactly("profanity"),
    "clean": exactly(CLEAN),
    "unspeakable": LEFT_OUT,  # misspellings that speech does not have
    "reclaimed": LEFT_OUT,  # annotators of other sources disagree on reclaimed terms
}

SOURCES = {
    # Test suites come first, so that a text that is also in another source stays in the test alone.
    "hatecheck": Source("CC-BY-4.0", _HATE_CASES, test_only=True),
    "xstest": Source("CC-BY-4.0", {"safe": exactly(CLEAN), "unsafe": exactly("other")}, test_only=True),
    "mhc": Source("CC-BY-4.0", _HATE_CASES, test_only=True, languages=("de", "es", "fr", "pt")),
    "paradetox": Source("CC0-1.0", {"toxic": toxic(insult=True), "neutral": CLEAN_ROW, "unclear": LEFT_OUT}),
    "convabuse": Source(
        "CC-BY-4.0",
        {
            "none": CLEAN_ROW,
            "disputed": LEFT_OUT,
            "sex_harassment": toxic("dating_sexting"),
            "racist": toxic("racism"),
            "homophobic": toxic("other"),
            "transphobic": toxic("other"),
            "sexist": toxic("other"),
            "ableism": toxic("bullying"),
            "intellectual": toxic("bullying"),
            "abuse": toxic("bullying"),
        },
        shortest=1,
    ),
    "davidson": Source(
        "MIT",
        {
            "hate": ONLY_WORDS,
            # Annotators who saw an attack on a group would have called it hate, so a group is named without one.
            "offensive": toxic(group="absent"),
            "neither": CLEAN_ROW,
        },
    ),
    "edos": Source(
        "CC0-1.0",
        {
            "none": Meaning(frozenset({CLEAN}), "refuse", "absent"),  # annotated for sexism alone
            "1.1": toxic("other"),
            "1.2": toxic("other"),
            "2.1": toxic("other"),
            "2.2": toxic("other"),
            "2.3": toxic("dating_sexting"),
            "3.1": ONLY_WORDS,
            # Opinions without attack, threat or profanity are outside the six labels.
            "3.2": LEFT_OUT,
            "3.3": LEFT_OUT,
            "3.4": LEFT_OUT,
            "4.1": LEFT_OUT,
            "4.2": LEFT_OUT,
        },
    ),
    "implicit-hate": Source(
        "MIT",
        {
            "not_hate": CLEAN_ROW,
            "explicit_hate": toxic("racism", group="needed"),
            "stereotypical": toxic("racism", group="needed"),
            "inferiority": toxic("racism", group="needed"),
            "threatening": toxic("racism", "other", group="needed"),
            # About half of these are political complaint.
            "white_grievance": LEFT_OUT,
            "incitement": LEFT_OUT,
            "irony": LEFT_OUT,
            "other": LEFT_OUT,
            "": LEFT_OUT,
        },
    ),
    "surge-toxicity": Source("MIT", {"Toxic": toxic(insult=True), "Not Toxic": CLEAN_ROW}),
    "pickup-lines": Source("Apache-2.0", {"line": toxic("dating_sexting"), "unaddressed": LEFT_OUT}),
    "goemotions": Source(
        "Apache-2.0", {n: ONLY_WORDS if n in _HOSTILE else CLEAN_UNLESS_WORDS for n in GO_EMOTIONS}, shortest=1
    ),
    "germeval2018": Source(
        "CC-BY-4.0",
        {
            "OTHER": CLEAN_ROW,
            "PROFANITY": toxic("profanity"),
            "INSULT": toxic("bullying"),
            "ABUSE": toxic("racism", group="needed"),
        },
        languages=("de",),
    ),
    "mlma": Source(
        "MIT",
        {
            "normal": CLEAN_ROW,
            "origin": toxic("racism"),
            "religion": toxic("racism"),
            "gender": toxic("other"),
            "sexual_orientation": toxic("other"),
            "disability": toxic("bullying"),
            "other": toxic("bullying"),
            "fearful": LEFT_OUT,
        },
        languages=("fr",),
    ),
    "told-br": Source(
        "CC-BY-SA-4.0",  # a model that ships cannot carry the share-alike condition
        {
            "none": CLEAN_ROW,
            "disputed": LEFT_OUT,
            "obscene": toxic("profanity"),
            "insult": toxic("bullying"),
            "racism": toxic("racism"),
            "xenophobia": toxic("racism"),
            "homophobia": toxic("other"),
            "misogyny": toxic("other"),
        },
        shippable=False,
        languages=("pt",),
    ),
}
