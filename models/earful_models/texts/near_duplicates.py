"""Finds texts that are nearly the same: MinHash and locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, section 3.4), each pair then compared exactly.
"""

from collections.abc import Iterator, Sequence

from datasketch import MinHash, MinHashLSH

from earful_models.texts.clean import words

SIMILARITY = 0.5
"""Jaccard similarity of the character 4-grams from which on two texts count as one said twice."""
_GRAM = 4
_BANDS, _ROWS = 64, 4  # misses 1.6 % of the pairs at 0.5 and 0.01 % of those at 0.6


def similarity(first: str, second: str) -> float:
    """The Jaccard similarity of two texts' character 4-grams, 0 to 1."""
    a, b = _grams(first), _grams(second)
    return len(a & b) / len(a | b)


def near_duplicates(texts: Sequence[str], seed: int = 1) -> Iterator[tuple[int, int]]:
    """Pairs of indices (i < j) of texts whose similarity is at least SIMILARITY. The seed is the hash functions'."""
    grams = [_grams(text) for text in texts]
    sketches = MinHash.bulk([[gram.encode() for gram in sorted(g)] for g in grams], num_perm=_BANDS * _ROWS, seed=seed)
    index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    for j, sketch in enumerate(sketches):
        for i in sorted(index.query(sketch)):
            if len(grams[i] & grams[j]) >= SIMILARITY * len(grams[i] | grams[j]):
                yield i, j
        index.insert(j, sketch, check_duplication=False)


def _grams(text: str) -> frozenset[str]:
    spoken = f" {' '.join(words(text))} "
    return frozenset(spoken[i : i + _GRAM] for i in range(max(1, len(spoken) - _GRAM + 1)))
