"""Cross-validation as in the paper's table 4: ten folds, here stratified, shuffled and drawn several times."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from earful_models.evaluation.metrics import Bools, Floats, at_threshold

FOLDS, SEEDS, MOST_WORDS = 10, 5, 10_000
FIGURES = ("accuracy", "precision", "recall", "f1")
CLASSIFIERS = ("XGB", "LR")


def cross_validated(classifier: str, inputs: NDArray[Any], hateful: Bools) -> dict[str, list[float]]:
    """Of each figure the mean over the folds, by seed. inputs: a row for each sentence, or its text."""
    drawn = [_folds(classifier, inputs, hateful, seed) for seed in range(SEEDS)]
    return {name: [float(np.mean([fold[name] for fold in folds])) for folds in drawn] for name in FIGURES}


def rule(scores: Floats, hateful: Bools) -> dict[str, list[float]]:
    """The figures of calling hateful what scores over one half: nothing is learnt, so there are no folds."""
    figures = at_threshold(scores, hateful, float(np.nextafter(0.5, 1)))
    return {name: [figures[name]] for name in FIGURES}


def _folds(classifier: str, inputs: NDArray[Any], hateful: Bools, seed: int) -> list[dict[str, float]]:
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    figures = []
    for train, test in splitter.split(np.zeros(len(hateful)), hateful):
        model = _classifier(classifier, inputs.dtype == object)
        model.fit(inputs[train], hateful[train])
        figures.append(at_threshold(model.predict(inputs[test]).astype(np.float64), hateful[test], 0.5))
    return figures


def _classifier(name: str, words: bool) -> Any:
    """As their libraries set them: the paper names no other settings. Word counts stay as they are, other features come
    to one scale, without which LR's penalty would forbid it the small word vectors.
    """
    from xgboost import XGBClassifier

    model = XGBClassifier(n_jobs=1, random_state=0) if name == "XGB" else LogisticRegression(max_iter=5000)
    first = CountVectorizer(ngram_range=(1, 2), max_features=MOST_WORDS) if words else StandardScaler()
    return make_pipeline(first, model)
