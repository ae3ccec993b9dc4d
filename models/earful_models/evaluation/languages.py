"""How well each language is scored, beside English."""

from typing import Any

import numpy as np

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.discrimination import mean_precision
from earful_models.evaluation.gaps import FEWEST
from earful_models.evaluation.interval import of_both
from earful_models.evaluation.metrics import Bools, auc
from earful_models.evaluation.scored import Scored

ENGLISH = "en"


def by_language(part: Scored) -> dict[str, dict[str, Any]]:
    """The figures of each language, English first, if there are several."""
    names = np.array([clip.row.get("language") or ENGLISH for clip in part.clips], dtype=str)
    if len(np.unique(names)) < 2:
        return {}
    english = names == ENGLISH
    return {str(name): _of(part, names == name, english) for name in sorted(np.unique(names), key=_english_first)}


def _of(part: Scored, here: Bools, english: Bools) -> dict[str, Any]:
    """english_mean: that of English's clips over the same labels, those that have enough clips here. Average precision
    rises with a label's share of the clips, which differs between languages; the AUC does not.
    """
    labels = [label for label in TOXIC_LABELS if (here & part.has(label)).sum() >= FEWEST]
    mean, bootstrap = mean_precision(part, labels), part.bootstrap
    scores, toxic = part.scores.toxic, part.toxic
    return {
        "clips": int(here.sum()),
        "toxic": int((here & toxic).sum()),
        "labels": labels,
        "auc": bootstrap.of(lambda chosen: of_both(auc, scores[(c := chosen[here[chosen]])], toxic[c])),
        "mean_average_precision": bootstrap.of(lambda chosen: mean(chosen[here[chosen]])),
        "english_mean": bootstrap.of(lambda chosen: mean(chosen[english[chosen]])),
        "share": bootstrap.of(lambda chosen: mean(chosen[here[chosen]]) / mean(chosen[english[chosen]])),
    }


def _english_first(name: str) -> tuple[bool, str]:
    return name != ENGLISH, name
