"""The probabilities and operating points of a text model: from validation texts, as written and plain."""

from typing import Any

import numpy as np

from earful_models.evaluation.calibration import platt
from earful_models.evaluation.metrics import Floats
from earful_models.evaluation.operating_points import FALSE_ALARM_RATES, choose_thresholds
from earful_models.export import found
from earful_models.label.text_classifier import plain
from earful_models.model_file import TOLERANCE
from earful_models.text_encoder.examples import TextExamples
from earful_models.text_encoder.labels import HATE_LABELS, TEXT_LABELS
from earful_models.text_encoder.network import TextEncoder
from earful_models.text_encoder.scores import logits_of
from earful_models.text_encoder.tokeniser import Tokeniser


def spelt_logits(encoder: TextEncoder, tokeniser: Tokeniser, validation: TextExamples) -> list[Floats]:
    """The logits [texts, labels] of the texts as written, and of the same in small letters without punctuation."""
    spelt = [validation.texts, [plain(text) for text in validation.texts]]
    most = encoder.sizes.most_tokens
    return [logits_of(encoder, [tokeniser.stretches(text, most)[0] for text in texts]) for texts in spelt]


def calibrate_text(about: dict[str, Any], logits: list[Floats], validation: TextExamples) -> None:
    """Adds to what a file says `about` its network the calibration of each output on the validation texts of which its
    target is known, and its operating points; prints what these find. logits: of `spelt_logits`.
    """
    calibration, points = {}, {name: dict[str, float]() for name in FALSE_ALARM_RATES}
    for i, label in enumerate(TEXT_LABELS):
        known = ~np.isnan(validation.targets[:, i])
        positive = validation.targets[known, i] == 1
        scale, bias = platt(np.concatenate([x[known, i] for x in logits]), np.concatenate([positive, positive]))
        calibration[label] = {"scale": scale, "bias": bias}
        scores = [1 / (1 + np.exp(-(scale * x[:, i] + bias))) for x in logits]
        for name, threshold in choose_thresholds(_without(label, validation, scores)).items():
            points[name][label] = min(1.0, threshold + TOLERANCE)
        of_label = {name: points[name][label] for name in points}
        print("\n".join(found(label, scores[0][known], positive, of_label, "texts")))
    about["calibration"], about["operating_points"] = calibration, points


def _without(label: str, validation: TextExamples, scores: list[Floats]) -> dict[str, Floats]:
    """The scores, by spelling, of texts that must not alarm: clean ones, or those that have another emotion."""
    of = "toxic" if label in HATE_LABELS else label
    negative = validation.targets[:, TEXT_LABELS.index(of)] == 0
    return {name: values[negative] for name, values in zip(("as written", "plain"), scores, strict=True)}
