"""The probabilities and operating points of a text model: from validation texts, as written and plain."""

from typing import Any

import numpy as np

from earful_models.evaluation.calibration import platt
from earful_models.evaluation.metrics import Floats
from earful_models.evaluation.operating_points import FALSE_ALARM_RATES, choose_thresholds, with_margin
from earful_models.evaluation.scorer import Thresholds
from earful_models.export import found
from earful_models.label.text_classifier import plain
from earful_models.text_encoder.examples import TextExamples
from earful_models.text_encoder.labels import HATE_LABELS, TEXT_LABELS
from earful_models.text_encoder.network import TextEncoder
from earful_models.text_encoder.scores import logits_of
from earful_models.text_encoder.tokeniser import Tokeniser
from earful_models.texts.labels import EMOTIONS


def spelt_logits(encoder: TextEncoder, tokeniser: Tokeniser, validation: TextExamples) -> list[Floats]:
    """The logits [texts, labels] of the texts as written, and of the same in small letters without punctuation."""
    spelt = [validation.texts, [plain(text) for text in validation.texts]]
    most = encoder.sizes.most_tokens
    return [logits_of(encoder, [tokeniser.stretches(text, most)[0] for text in texts]) for texts in spelt]


def calibrate_text(about: dict[str, Any], logits: list[Floats], validation: TextExamples) -> None:
    """Adds to what a file says `about` its network the calibration of each output on the validation texts of which its
    target is known, and its operating points; prints what these find. logits: of `spelt_logits`.
    """
    known = ~np.isnan(validation.targets)
    positive = validation.targets == 1
    about["calibration"] = {}
    scores: list[dict[str, Floats]] = [{}, {}]
    for i, label in enumerate(TEXT_LABELS):
        of_known = known[:, i]
        twice = np.concatenate([positive[of_known, i]] * 2)
        scale, bias = platt(np.concatenate([x[of_known, i] for x in logits]), twice)
        about["calibration"][label] = {"scale": scale, "bias": bias}
        for spelling, x in zip(scores, logits, strict=True):
            spelling[label] = 1 / (1 + np.exp(-(scale * x[:, i] + bias)))
    about["operating_points"] = _operating_points(scores, validation)
    for i, label in enumerate(TEXT_LABELS):
        of_label = {name: point[label] for name, point in about["operating_points"].items()}
        print("\n".join(found(label, scores[0][label][known[:, i]], positive[known[:, i], i], of_label, "texts")))


def _operating_points(scores: list[dict[str, Floats]], validation: TextExamples) -> Thresholds:
    """Of the labels of toxicity together, on clean texts; of each emotion by itself, on those that have another."""
    points: Thresholds = {name: {} for name in FALSE_ALARM_RATES}
    for together in (HATE_LABELS, *((emotion,) for emotion in EMOTIONS)):
        of = "toxic" if together is HATE_LABELS else together[0]
        negative = validation.targets[:, TEXT_LABELS.index(of)] == 0
        spellings = {
            name: {label: spelling[label][negative] for label in together}
            for name, spelling in zip(("as written", "plain"), scores, strict=True)
        }
        for name, point in choose_thresholds(spellings).items():
            points[name] |= point
    return with_margin(points)
