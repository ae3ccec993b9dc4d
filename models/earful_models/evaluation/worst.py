"""The clips that a scorer is most wrong about, by their ids: their texts are shown on a local page alone."""

from typing import Any

import numpy as np

from earful_models.corpus import TOXIC_LABELS
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import clip_id

COUNT = 25


def worst_errors(part: Scored) -> dict[str, list[dict[str, Any]]]:
    """Clean clips with the highest scores, and toxic ones with the lowest."""
    scores = part.scores.toxic
    order = np.argsort(scores, kind="stable")
    return {
        "false_alarms": [_record(part, i) for i in order[::-1] if not part.toxic[i]][:COUNT],
        "misses": [_record(part, i) for i in order if part.toxic[i]][:COUNT],
    }


def _record(part: Scored, index: int) -> dict[str, Any]:
    row = part.clips[index].row
    return {
        "id": clip_id(part.clips[index]),
        "scores": {label: round(float(values[index]), 4) for label, values in part.scores.by_label.items()},
        "labels": [label for label in (*TOXIC_LABELS, "no_violation") if row.get(label) == "1"],
        "seconds": round(float(part.seconds[index]), 2),
        "voice": row.get("voice", ""),
        "engine": row.get("engine", ""),
        "source": row.get("source") or row.get("corpus", ""),
    }
