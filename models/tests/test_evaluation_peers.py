import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import Clip
from earful_models.evaluation.comparison import SAMPLE, comparison
from earful_models.evaluation.peers import Chance, TextPeer, WordsPeer


def test_the_text_peer_has_the_labels_and_calls_toxic_what_no_violation_leaves() -> None:
    def predict(texts: list[str]) -> NDArray[np.float64]:
        return np.array([[0.1, 0.2, 0.3, 0.4, 0.5, len(text) / 10] for text in texts])

    clips = [Clip({"id": text}, np.zeros(1, np.int16)) for text in ("good", "morning")]
    scores = TextPeer(predict, lambda clips: [clip.row["id"] for clip in clips]).score(clips, "test")
    np.testing.assert_allclose(scores.toxic, [0.6, 0.3])
    assert scores.by_label["racism"].tolist() == [0.4, 0.4]


def test_the_peer_that_knows_the_words_reads_them_and_is_not_asked_about_recordings() -> None:
    def predict(texts: list[str]) -> NDArray[np.float64]:
        return np.array([[0.1, 0.2, 0.3, 0.4, 0.5, 0.9 if "well" in text else 0.2] for text in texts])

    texts = ("well played", "silly goose", "well done", "you goose")
    spoken = [
        Clip({"id": text, "text": text, "bullying": str(int("goose" in text))}, np.zeros(8000, np.int16))
        for text in texts
    ]
    real = [Clip({"path": "a", "corpus": "b", "speaker": "c"}, np.zeros(8000, np.int16))]
    figures = comparison([Chance(), WordsPeer(predict)], spoken, real, {})
    assert figures[WordsPeer.name]["any"]["auc"][0] == 1
    assert ("real" in figures[Chance.name], "real" in figures[WordsPeer.name]) == (True, False)


def test_all_are_compared_on_the_same_sample_of_many_clips() -> None:
    asked = []

    def predict(texts: list[str]) -> NDArray[np.float64]:
        asked.append(texts)
        return np.full((len(texts), 6), 0.5)

    spoken = [
        Clip({"id": f"{i}", "text": f"goose {i}", "bullying": str(i % 2)}, np.zeros(8000, np.int16))
        for i in range(SAMPLE + 200)
    ]
    for _ in range(2):
        comparison([WordsPeer(predict)], spoken, [], {})
    assert len(asked[0]) == len(set(asked[0])) == SAMPLE
    assert asked[0] == asked[1] != [clip.row["text"] for clip in spoken[:SAMPLE]]
