"""Whether clean texts alarm more often when they name some people, or are said in some way.

No corpus at hand says who wrote a text, so how a model treats people's own dialects cannot be measured. What stands for
it is words of one: that is a sign, and not a speaker.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from earful_models.evaluation.interval import Bootstrap
from earful_models.evaluation.metrics import Bools, Floats
from earful_models.text_evaluation.suites import Case
from earful_models.texts.clean import words

NAMED: dict[str, str] = {
    "women": "woman women female females girl girls lady ladies wife",
    "men": "man men male males guy guys husband",
    "Black people": "black blacks african africans",
    "white people": "white whites",
    "Asian people": "asian asians chinese japanese korean indian",
    "Latin people": "mexican mexicans latino latinos latina latinas hispanic",
    "Jewish people": "jew jews jewish",
    "Muslims": "muslim muslims islam islamic arab arabs",
    "Christians": "christian christians catholic catholics church",
    "immigrants": "immigrant immigrants migrant migrants refugee refugees",
    "gay and trans people": "gay gays lesbian lesbians trans transgender bisexual queer",
    "disabled people": "disabled disability blind deaf autistic wheelchair",
}
"""Words that name each group, in any sense: a white house counts as white people."""
DIALECTS: dict[str, str] = {
    "words of African-American English": "finna ain't aint y'all yall gon tryna dat dis dem dey bruh homie",
    "informal spelling": "gonna wanna gotta lemme dunno cuz cause u ur lol",
}
HARMLESS = ("ident_neutral_nh", "ident_pos_nh")
"""HateCheck's cases of harmless sentences about a group: the same templates for each."""
FEWEST = 20
"""Texts of a group."""


def named_gaps(
    texts: list[str], alarm: Bools, groups: Mapping[str, str], families: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """By group, of clean texts: the share that alarms where its words occur, and that less the others' share. families:
    what intervals are over.
    """
    said = [set(words(text)) for text in texts]
    inside = {name: np.array([not s.isdisjoint(listed.split()) for s in said]) for name, listed in groups.items()}
    return _gaps(inside, alarm, families)


def template_gaps(cases: list[Case], scores: Floats, threshold: float) -> dict[str, dict[str, Any]]:
    """By group: the same of HateCheck's harmless sentences, by their templates. scores: of all cases, of one label."""
    chosen = [i for i, case in enumerate(cases) if case.name in HARMLESS]
    names = np.array([cases[i].group for i in chosen])
    inside = {name: names == name for name in sorted(set(names))}
    return _gaps(inside, scores[chosen] >= threshold, [cases[i].unit for i in chosen])


def source_gaps(sources: list[str], alarm: Bools, families: Sequence[str]) -> dict[str, dict[str, Any]]:
    """By source of a clean text: the share that alarms, and that less the others' share."""
    names = np.array(sources)
    return _gaps({name: names == name for name in sorted(set(sources))}, alarm, families)


def _gaps(inside: Mapping[str, Bools], alarm: Bools, families: Sequence[str]) -> dict[str, dict[str, Any]]:
    bootstrap, of_texts = Bootstrap(families), np.array(families)
    figures = {}
    for name, here in inside.items():
        if here.sum() >= FEWEST and not here.all():
            figures[name] = {
                "texts": int(here.sum()),
                "alarms": Bootstrap(of_texts[here]).share(alarm[here]),
                "gap": bootstrap.gap(alarm, here, ~here),
            }
    return figures
