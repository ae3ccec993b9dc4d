"""What the validation clips tell of a speech encoder."""

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import LABELS, TOXIC_LABELS, Clip
from earful_models.evaluation.metrics import auc, average_precision

Logits = NDArray[np.float64]


def validation_figures(logits: Logits, clips: list[Clip]) -> dict[str, float]:
    """Average precision by label, the mean over the four toxic labels of the paper, the AUC of any toxicity: English
    alone; and the mean for each other language.
    """
    targets = six_targets(clips)
    languages = np.array([clip.row.get("language", "en") for clip in clips])
    figures: dict[str, float] = {}
    for language in dict.fromkeys(["en", *languages]):
        here = languages == language
        precisions = average_precisions(logits[here], targets[here])
        suffix = "" if language == "en" else f"_{language}"
        figures["map" + suffix] = paper_map(logits[here], targets[here])
        figures["auc" + suffix] = auc(-logits[here, 5], ~targets[here, 5])
        if language == "en":
            known = [i for i, precision in enumerate(precisions) if not np.isnan(precision)]
            figures |= {LABELS[i]: float(precisions[i]) for i in known}
    return figures


def average_precisions(logits: Logits, targets: NDArray[np.bool_]) -> list[float]:
    """By label, NaN where no clip has it."""
    return [average_precision(x, y) if y.any() else np.nan for x, y in zip(logits.T, targets.T, strict=True)]


def paper_map(logits: Logits, targets: NDArray[np.bool_]) -> float:
    """The mean average precision of the four toxic labels that Liu et al. 2024 have, as far as clips have them."""
    return float(np.nanmean(average_precisions(logits[:, :4], targets[:, :4])))


def six_targets(clips: list[Clip]) -> NDArray[np.bool_]:
    """[clips, 6], in the order of LABELS."""
    return np.array([[*(clip.row.get(label) == "1" for label in TOXIC_LABELS), not clip.toxic] for clip in clips])
