"""Which of BERT's word pieces a small model keeps: a table of all 30,522 would be most of its file."""

from collections import Counter
from collections.abc import Iterable

from earful_models.text_encoder.tokeniser import SPECIAL, Tokeniser

CONTINUES = "##"
FEWEST = 2
"""Times that a piece must occur in the texts."""


def pruned(whole: Tokeniser, texts: Iterable[str], common: Iterable[str], size: int) -> list[str]:
    """At most `size` pieces of the whole vocabulary, in its order: the special ones, every single character of ASCII,
    by which any English word can still be spelt; those that occur in the texts, the most frequent first; and words by
    `common`, the commonest first, as far as there is room.
    """
    counts = Counter(i for text in texts for i in whole.ids(whole.normalised(text)))
    known = {piece: i for i, piece in enumerate(whole.vocabulary)}
    single = [p for p in whole.vocabulary if len(p.removeprefix(CONTINUES)) == 1 and p.isascii()]
    occurring = [whole.vocabulary[i] for i, count in counts.most_common() if count >= FEWEST]
    ranked = dict.fromkeys([*SPECIAL, *single, *occurring, *(word for word in common if word in known)])
    return sorted(list(ranked)[:size], key=known.__getitem__)
