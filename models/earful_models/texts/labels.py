"""The labels of a text, after Liu et al. 2024, and the emotions. models/LABELS.md says what each means."""

from earful_models.corpus import TOXIC_LABELS

CLEAN = "no_violation"
LABELS = (*TOXIC_LABELS, CLEAN)
EMOTIONS = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")

# GoEmotions' 28 in their order in the files, each with Ekman's emotion (Demszky et al. 2020, section 5.3).
GO_EMOTIONS = {
    "admiration": "joy",
    "amusement": "joy",
    "anger": "anger",
    "annoyance": "anger",
    "approval": "joy",
    "caring": "joy",
    "confusion": "surprise",
    "curiosity": "surprise",
    "desire": "joy",
    "disappointment": "sadness",
    "disapproval": "anger",
    "disgust": "disgust",
    "embarrassment": "sadness",
    "excitement": "joy",
    "fear": "fear",
    "gratitude": "joy",
    "grief": "sadness",
    "joy": "joy",
    "love": "joy",
    "nervousness": "fear",
    "optimism": "joy",
    "pride": "joy",
    "realization": "surprise",
    "relief": "joy",
    "remorse": "sadness",
    "sadness": "sadness",
    "surprise": "surprise",
    "neutral": "neutral",
}


def ekman(names: tuple[str, ...]) -> str:
    """The one emotion that these GoEmotions labels agree on, or "" if they do not agree."""
    found = {GO_EMOTIONS[name] for name in names}
    return found.pop() if len(found) == 1 else ""
