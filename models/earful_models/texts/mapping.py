"""What the classes of every source mean in our labels, under which licence, and where its rows may be used."""

from dataclasses import dataclass, field
from typing import Literal

from earful_models.texts.labels import CLEAN, GO_EMOTIONS, LABELS


@dataclass(frozen=True)
class Meaning:
    """How rows of one class of a source are labelled."""

    labels: frozenset[str]
    words: Literal["add", "refuse", "ignore"] = "add"
    """Labels that the words themselves show are added, or such a row has none, or the words are not looked at."""
    group: Literal["any", "needed", "absent"] = "any"
    """Whether a row must, or must not, name a people, religion or origin."""
    insult: bool = False
    """Everyday insults decide. A class that is toxic without saying how is bullying if it has one and addresses
    someone; a clean class, whose annotators were asked about something else, tells no labels if it has one."""


def toxic(*labels: str, group: Literal["any", "needed", "absent"] = "any", insult: bool = False) -> Meaning:
    return Meaning(frozenset(labels), "add", group, insult)


def exactly(*labels: str) -> Meaning:
    """For test suites, whose point is that words alone do not decide."""
    return Meaning(frozenset(labels), "ignore")


CLEAN_ROW = Meaning(frozenset({CLEAN}), "refuse")
CLEAN_UNLESS_WORDS = Meaning(frozenset({CLEAN}), "add")
ONLY_WORDS = toxic()
UNTOLD = None


@dataclass(frozen=True)
class Source:
    """One corpus of texts. `kinds` maps each of its classes; a class that is not listed is an error."""

    licence: str
    kinds: dict[str, Meaning | None]
    shippable: bool = True
    """Whether a model trained on it may be in the package."""
    test_only: bool = False
    """A test suite, so its rows are not balanced."""
    written: bool = False
    """Its sentences were made for the purpose, so their language is not checked."""
    shortest: int = 3
    """Words of its shortest rows: 1 where a word or two was a whole turn or comment, and was judged as one."""
    languages: tuple[str, ...] = field(default=("en",))
    translate: bool = True
    """Whether its English rows may be translated."""

    @property
    def two_sided(self) -> bool:
        """Whether it has clean rows by its own classes."""
        return any(meaning and CLEAN in meaning.labels for meaning in self.kinds.values())


# The emotions that read as hostile are clean only by an annotator's silence, so they never tell that a row is clean.
_HOSTILE = ("anger", "annoyance", "disapproval", "disgust")
_HATE_CASES = {
    "racism": exactly("racism"),
    "other": exactly("other"),
    "profanity": exactly("profanity"),
    "clean": exactly(CLEAN),
    "unspeakable": UNTOLD,  # misspellings that speech does not have
    "reclaimed": UNTOLD,  # annotators of other sources disagree on reclaimed terms
}

SOURCES = {
    # Test suites come first, so that a text that is also in another source stays in the test alone.
    "hatecheck": Source("CC-BY-4.0", _HATE_CASES, test_only=True, written=True),
    "xstest": Source("CC-BY-4.0", {"safe": exactly(CLEAN), "unsafe": exactly("other")}, test_only=True, written=True),
    "mhc": Source("CC-BY-4.0", _HATE_CASES, test_only=True, written=True, languages=("de", "es", "fr", "pt")),
    "paradetox": Source("CC0-1.0", {"toxic": toxic(insult=True), "neutral": CLEAN_ROW, "unclear": UNTOLD}),
    "convabuse": Source(
        "CC-BY-4.0",
        {
            "none": CLEAN_ROW,
            "disputed": UNTOLD,
            "sex_harassment": toxic("dating_sexting"),
            "racist": toxic("racism"),
            # Seldom about a group: mostly crude questions to the assistant.
            "homophobic": ONLY_WORDS,
            "transphobic": ONLY_WORDS,
            "sexist": ONLY_WORDS,
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
            "none": Meaning(frozenset({CLEAN}), "refuse", "absent", insult=True),  # annotated for sexism alone
            "1.1": toxic("other"),
            "1.2": toxic("other"),
            "2.1": toxic("other"),
            "2.2": toxic("other"),
            "2.3": toxic("other"),  # objectifies women; nobody is flirted with
            "3.1": ONLY_WORDS,
            # Opinions without attack, threat or profanity are outside the six labels.
            "3.2": UNTOLD,
            "3.3": UNTOLD,
            "3.4": UNTOLD,
            "4.1": UNTOLD,
            "4.2": UNTOLD,
        },
    ),
    "implicit-hate": Source(
        "MIT",
        {
            "not_hate": CLEAN_ROW,
            "explicit_hate": toxic("racism", group="needed"),
            "stereotypical": toxic("racism", group="needed"),
            "inferiority": toxic("racism", group="needed"),
            "threatening": toxic("racism", group="needed"),  # mostly calls to deport, not to harm
            # About half of these are political complaint.
            "white_grievance": UNTOLD,
            "incitement": UNTOLD,
            "irony": UNTOLD,
            "other": UNTOLD,
            "": UNTOLD,
        },
    ),
    "surge-toxicity": Source("MIT", {"Toxic": toxic(insult=True), "Not Toxic": CLEAN_ROW}),
    "pickup-lines": Source("Apache-2.0", {"line": toxic("dating_sexting"), "unaddressed": UNTOLD}),
    "goemotions": Source(
        "Apache-2.0", {n: ONLY_WORDS if n in _HOSTILE else CLEAN_UNLESS_WORDS for n in GO_EMOTIONS}, shortest=1
    ),
    "game-talk": Source(
        "Apache-2.0",
        {CLEAN: CLEAN_ROW, **{label: toxic(label) for label in LABELS if label != CLEAN}},
        written=True,
        shortest=1,
        languages=("de", "en", "es", "fr", "pt"),
        translate=False,
    ),
    "voice-talk": Source(
        "Apache-2.0",
        {label: exactly(label) for label in LABELS},  # the lines of a pair share their words
        written=True,
        translate=False,
    ),
    # Made of the lexicon's terms and of the other sources' clean rows: texts/alone.py.
    "alone": Source(
        "MIT",
        {"term": ONLY_WORDS, "word": Meaning(frozenset({CLEAN}), "refuse", insult=True)},
        written=True,
        shortest=1,
        translate=False,
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
            # Of 17 that were read, 10 were no racism.
            "origin": ONLY_WORDS,
            "religion": ONLY_WORDS,
            "gender": toxic("other"),
            "sexual_orientation": toxic("other"),
            "disability": toxic("bullying"),
            "other": toxic("bullying"),
            "fearful": UNTOLD,
        },
        languages=("fr",),
    ),
    "told-br": Source(
        "CC-BY-SA-4.0",  # a model that ships cannot carry the share-alike condition
        {
            "none": CLEAN_ROW,
            "disputed": UNTOLD,
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

# Translations of a source's English rows are a source of their own, with its licence.
TRANSLATED = "translated-"
SOURCES |= {
    TRANSLATED + name: Source(source.licence, source.kinds, shippable=source.shippable, languages=("es", "fr", "pt"))
    for name, source in SOURCES.items()
    if "en" in source.languages and source.translate and not source.test_only
}
