"""The logits and scores of many texts at once."""

import random

import numpy as np
import torch

from earful_models.evaluation.metrics import Floats
from earful_models.text_encoder.batches import batches, padded
from earful_models.text_encoder.model_file import TextModel
from earful_models.text_encoder.network import TextEncoder

BATCH = 64


def logits_of(encoder: TextEncoder, texts: list[list[int]]) -> Floats:
    """The logits [texts, labels] of texts of one stretch each, given as ids."""
    encoder.eval()
    logits = torch.zeros(len(texts), encoder.sizes.labels)
    with torch.inference_mode():
        for indices in batches([len(text) for text in texts], BATCH, random.Random(0)):
            logits[indices] = encoder(*padded([texts[i] for i in indices])).super_hate
    return logits.double().numpy()


def scores_of(model: TextModel, texts: list[str]) -> Floats:
    """The scores [texts, labels] that `model.score` gives one by one."""
    stretches = [model.tokeniser.stretches(text, model.network.sizes.most_tokens) for text in texts]
    ids = [stretch for of_text in stretches for stretch in of_text]
    scale = np.array([model.header["calibration"][label]["scale"] for label in model.labels])
    bias = np.array([model.header["calibration"][label]["bias"] for label in model.labels])
    scores = 1 / (1 + np.exp(-(scale * logits_of(model.network, ids) + bias)))
    scores[[model.tokeniser.is_silent(stretch) for stretch in ids]] = 0.0
    ends = np.cumsum([len(of_text) for of_text in stretches])
    return np.array([part.max(0) for part in np.split(scores, ends[:-1])])
