"""What a text model says of a text, in the order of its outputs."""

from earful_models.corpus import TOXIC_LABELS
from earful_models.texts.labels import EMOTIONS

ATTRIBUTES = ("severe_toxicity", "identity_attack", "insult", "threat", "sexually_explicit")
"""Of Perspective's that the six labels have not got, by its names and meanings. Its TOXICITY is `toxic`, which is what
no_violation leaves to 1, and its PROFANITY is `profanity`.
"""
HATE_LABELS = (*TOXIC_LABELS, "toxic", *ATTRIBUTES)
TEXT_LABELS = (*HATE_LABELS, *EMOTIONS)
