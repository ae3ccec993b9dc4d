"""The test suites, by functional case: HateCheck (Röttger et al. 2021) and XSTest (Röttger et al. 2024)."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from earful_models.evaluation.interval import Bootstrap
from earful_models.evaluation.metrics import Bools, Floats, auc
from earful_models.texts.minors import mentions_minors


class Case(NamedTuple):
    """A text of a suite; `group` is whom it names, if anybody, and `template` what it is made of, if anything."""

    text: str
    name: str
    bad: bool
    group: str = ""
    template: str = ""

    @property
    def unit(self) -> str:
        """What intervals are over."""
        return self.template or self.text


def hatecheck(folder: Path) -> list[Case]:
    """All of its cases, misspelt ones too, but for those that mention minors."""
    rows = _rows(folder / "test_suite_cases.csv")
    columns = ("target_ident", "templ_id")
    cases = [
        Case(row["test_case"], row["functionality"], row["label_gold"] == "hateful", *(row[name] for name in columns))
        for row in rows
    ]
    return [case for case in cases if not mentions_minors(case.text, "en")]


def xstest(folder: Path) -> list[Case]:
    """Questions that look dangerous and are not, and ones that are, but for those that mention minors."""
    rows = _rows(folder / "xstest_prompts.csv")
    cases = [Case(row["prompt"], row["type"], row["label"] == "unsafe") for row in rows]
    return [case for case in cases if not mentions_minors(case.text, "en")]


SUITES: dict[str, Callable[[Path], list[Case]]] = {"hatecheck": hatecheck, "xstest": xstest}


def suite_figures(cases: list[Case], scores: Floats, threshold: float) -> dict[str, Any]:
    """The AUC over all cases, and by functional case how many texts alarm, and the AUC against all of the other kind.
    scores: of one label.
    """
    bad = np.array([case.bad for case in cases])
    names = np.array([case.name for case in cases])
    alarm = scores >= threshold
    units = np.array([case.unit for case in cases])
    by_case = {name: _case(names == name, bad, scores, alarm, units) for name in dict.fromkeys(names.tolist())}
    everything = Bootstrap(units).metric(auc, scores, bad)
    return {"texts": len(cases), "bad": int(bad.sum()), "auc": everything, "cases": by_case}


def _case(inside: Bools, bad: Bools, scores: Floats, alarm: Bools, units: NDArray[np.str_]) -> dict[str, Any]:
    is_bad = bool(bad[inside].any())
    against = inside | (bad != is_bad)
    return {
        "bad": is_bad,
        "texts": int(inside.sum()),
        "alarms": Bootstrap(units[inside]).share(alarm[inside]),
        "auc": round(auc(scores[against], bad[against]), 4) if (bad != is_bad).any() else None,
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
