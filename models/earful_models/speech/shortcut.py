"""The proof that nothing but what is said tells the labels: a classifier that sees everything else must fail."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from earful_models.corpus import TOXIC_LABELS, Row
from earful_models.speech.measure import MEASURES

FOLDS = 5
HIGHEST_AUC = 0.55  # for any toxicity


def shortcut_aucs(rows: list[Row], seed: int) -> dict[str, dict[str, float]]:
    """For any toxicity ("toxic") and each label against all other rows: the AUC that gradient boosting and logistic
    regression reach on engine, duration, loudness and spectral tilt, cross-validated by text group. Labels with fewer
    than two rows a fold are left out.
    """
    features, groups = _features(rows), np.array([row["group"] for row in rows])
    targets = {"toxic": np.array([row["no_violation"] == "0" for row in rows])}
    targets |= {label: np.array([row[label] == "1" for row in rows]) for label in TOXIC_LABELS}
    with threadpool_limits(1):  # OpenMP's waiting threads cost more than they give on rows this few
        return {
            name: {kind: _auc(model, features, target, groups) for kind, model in _classifiers(seed).items()}
            for name, target in targets.items()
            if min(target.sum(), (~target).sum()) >= 2 * FOLDS
        }


def _classifiers(seed: int) -> dict[str, Any]:
    return {
        "boosting": HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=15, random_state=seed),
        "logistic": make_pipeline(StandardScaler(), LogisticRegression()),
    }


def _auc(model: Any, features: NDArray[np.float64], target: NDArray[np.bool_], groups: NDArray[np.str_]) -> float:
    folds = GroupKFold(FOLDS)
    scores = cross_val_predict(model, features, target, groups=groups, cv=folds, method="predict_proba")[:, 1]
    return round(float(roc_auc_score(target, scores)), 4)


def _features(rows: list[Row]) -> NDArray[np.float64]:
    engines = sorted({row["engine"] for row in rows})
    return np.array(
        [
            [float(row["duration"]), *(float(row[measure]) for measure in MEASURES)]
            + [float(row["engine"] == engine) for engine in engines]
            for row in rows
        ]
    )
