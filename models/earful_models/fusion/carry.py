"""Fusions of a model that is calibrated anew: other weights, the same fused scores."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from earful_models.fusion.fuse import identity, write_fusions
from earful_models.fusion.weights import Weights
from earful_models.model_file import Labelled
from earful_models.text_encoder.model_file import TextModel


def carry_fusions(path: Path, before: Labelled, was: dict[str, str], after: Labelled) -> None:
    """Puts into the fusion files beside the model file `path` the weights for its scores as they are now. Thresholds of
    fused scores stay, as the scores do; where a text has no known word the voice's own score stands, as it is now.

    before, was: the model, and its `identity`, that the weights are for; after: the model in the file. Its network is
    the same: the log-odds before are a straight line of those after.
    """
    kind = "text" if isinstance(after, TextModel) else "voice"
    for file in path.parent.glob("*.fusion.json"):
        fusions = json.loads(file.read_text())
        carried = [
            {**one, kind: identity(after, path), "weights": _weights(one["weights"], kind, before, after)}
            if one[kind] == was
            else one
            for one in fusions
        ]
        if carried != fusions:
            write_fusions(file, carried)


def _weights(weights: dict[str, Any], kind: str, before: Labelled, after: Labelled) -> dict[str, Any]:
    carried = {}
    for label, values in weights.items():
        old, new = (model.header["calibration"][label] for model in (before, after))
        factor = old["scale"] / new["scale"]
        bias = values["bias"] + values[kind] * (old["bias"] - factor * new["bias"])
        carried[label] = asdict(Weights(**{**values, kind: values[kind] * factor, "bias": bias}).rounded())
    return carried
