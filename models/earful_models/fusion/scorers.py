"""What is compared: a clip's caption read by a text model, and that with the voice's score."""

from earful_models.corpus import Clip
from earful_models.evaluation.peers import Transcribe
from earful_models.evaluation.scorer import Scorer, Scores
from earful_models.fusion.weights import Weights
from earful_models.text_encoder.model_file import TextModel
from earful_models.text_encoder.scores import scores_of


class CaptionScorer:
    """A text model on what Whisper base heard."""

    def __init__(self, model: TextModel, transcribe: Transcribe) -> None:
        self.name = f"caption, {model.header['name']} {model.header['version']}"
        self.about: str = model.header["training"]
        self._model, self._transcribe = model, transcribe

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        scores = scores_of(self._model, self._transcribe(clips))
        return Scores(dict(zip(self._model.labels, scores.T, strict=True)))


class FusedScorer:
    """Both, by the weights of each label."""

    name, about = "fused", "late fusion of the two"

    def __init__(self, voice: Scorer, text: Scorer, weights: dict[str, Weights]) -> None:
        self._voice, self._text, self._weights = voice, text, weights

    def score(self, clips: list[Clip], what: str) -> Scores:
        voice, text = self._voice.score(clips, what), self._text.score(clips, what)
        fused = {
            label: weights.fuse(voice.by_label[label], text.by_label[label]) for label, weights in self._weights.items()
        }
        return Scores(fused, voice.errors)
