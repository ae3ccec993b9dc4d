"""What a classifier is given of a sentence: the paper's features, and the scores of earful's text model beside them."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from earful_models.clubhouse.sentences import Sentences
from earful_models.evaluation.metrics import Floats

Attributes = Callable[[list[str]], Floats]
"""Texts to scores [texts, labels]."""
BAG, VECTORS, PERSPECTIVE, ATTRIBUTES = "bag of words", "word vectors", "Perspective's scores", "earful's scores"


class WordEncoder(Protocol):
    """Texts to the means of their words' embeddings, before any context: [texts, size]."""

    def embed_words(self, texts: list[str]) -> Floats: ...


def features(sentences: Sentences, encoder: WordEncoder, attributes: Attributes) -> dict[str, NDArray[Any]]:
    """By name, a row for each sentence. Of the bag of words it is the text: which words there are, a classifier learns
    from its training sentences.
    """
    return {
        BAG: np.array(sentences.texts, dtype=object),
        VECTORS: encoder.embed_words(sentences.texts),
        PERSPECTIVE: sentences.perspective,
        ATTRIBUTES: attributes(sentences.texts),
    }
