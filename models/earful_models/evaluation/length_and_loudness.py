"""What the length and loudness of a recording alone tell: the bar that a label of the voice has to be over."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from earful_models.corpus import Clip
from earful_models.evaluation.metrics import Bools, Floats
from earful_models.speech.measure import measured

FOLDS = 5


def length_and_loudness(clips: list[Clip], positive: Bools) -> Floats | None:
    """The scores [clips] that gradient boosting on them gives each clip, learnt from the clips of other speakers. None
    if there are too few speakers or positive clips for that.
    """
    speakers = [clip.row["speaker"] for clip in clips]
    if min(len(set(speakers)), int(positive.sum()), int((~positive).sum())) < FOLDS:
        return None
    features = []
    for clip in clips:
        of_clip = measured(clip.samples)
        features.append([len(clip.samples), float(of_clip["loudness_db"]), float(of_clip["speech_db"])])
    model = HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=15, random_state=1)
    with threadpool_limits(1):  # OpenMP's waiting threads cost more than they give on clips this few
        scores: Floats = cross_val_predict(
            model, np.array(features), positive, groups=speakers, cv=GroupKFold(FOLDS), method="predict_proba"
        )[:, 1]
    return scores
