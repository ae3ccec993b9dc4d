"""Two classifiers on the same texts."""

import numpy as np

from earful_models.label.text_classifier import LABELS
from earful_models.teach.comparison import ANY, compare


def test_texts_of_one_family_count_as_one() -> None:
    random = np.random.default_rng(1)
    rude = np.repeat(random.random(40) < 0.5, 10)
    guess = 1 - np.clip(np.repeat(random.normal(0.3, 0.3, 40), 10) + 0.3 * rude, 0, 1)
    scores = np.zeros((400, len(LABELS)))
    scores[:, LABELS.index("no_violation")] = guess
    rows = [
        {
            **dict.fromkeys(LABELS, "0"),
            **{"bullying": str(int(is_rude)), "no_violation": str(int(not is_rude))},
            **{"text": str(i), "group": str(i // 10)},
        }
        for i, is_rude in enumerate(rude)
    ]
    alone = [{**row, "group": row["text"]} for row in rows]
    widths = []
    for of_texts in (rows, alone):
        _, low, high = compare({"ours": scores, "theirs": scores}, of_texts)[ANY]["ours"]
        assert low is not None
        assert high is not None
        widths.append(high - low)
    assert widths[0] > 2 * widths[1]
