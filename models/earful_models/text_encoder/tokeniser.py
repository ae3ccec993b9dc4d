"""Text to ids of word pieces, as BERT reads it, by the tokenizers library: the reference of core/text."""

import unicodedata
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import BertProcessing

from earful_models.text_encoder.normaliser import normalised

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
SPECIAL = ("[PAD]", UNKNOWN, FIRST, LAST)
LONGEST_WORD = 100
"""Letters; a longer word is unknown."""


class Tokeniser:
    """BERT uncased's, after the normaliser. vocabulary: the pieces in the order of their ids."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.vocabulary = vocabulary
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        if len(self._ids) != len(vocabulary) or any(piece not in self._ids for piece in SPECIAL):
            raise ValueError(f"a vocabulary has each piece once, and {', '.join(SPECIAL)}")
        model = WordPiece(self._ids, unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD)
        self._tokenizer = Tokenizer(model)
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._spoken = {i for piece, i in self._ids.items() if piece not in SPECIAL and is_spoken(piece)}

    def ids(self, text: str) -> list[int]:
        """Of the text as BERT reads it, as it stands, without [CLS] and [SEP]."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def normalised(self, text: str) -> str:
        """The text without its disguises."""
        return normalised(text, self._cost)

    def _cost(self, word: str) -> int:
        """Word pieces that it takes; an unknown one, more than any known."""
        ids = self.ids(word)
        return LONGEST_WORD + 1 if self._ids[UNKNOWN] in ids else len(ids)

    def stretches(self, text: str, most_tokens: int) -> list[list[int]]:
        """What the network reads: the ids of the normalised text, between [CLS] and [SEP], at most `most_tokens` at
        once; one stretch if there is nothing to read.
        """
        ids = self.ids(self.normalised(text))
        first, last, most = self._ids[FIRST], self._ids[LAST], most_tokens - 2
        return [[first, *ids[at : at + most], last] for at in range(0, max(len(ids), 1), most)]

    def save(self, path: Path) -> None:
        """As the tokenizer.json of other runtimes, which puts texts between [CLS] and [SEP] and undoes no disguise."""
        tokenizer = Tokenizer.from_str(self._tokenizer.to_str())
        tokenizer.post_processor = BertProcessing((LAST, self._ids[LAST]), (FIRST, self._ids[FIRST]))
        tokenizer.save(str(path))

    def is_silent(self, ids: list[int]) -> bool:
        """Whether these pieces say nothing: there is no word among them that the vocabulary knows a part of."""
        return self._spoken.isdisjoint(ids)


def is_spoken(piece: str) -> bool:
    """Whether it has a letter or digit; beyond ASCII, anything but punctuation."""
    return any(c.isalnum() if c.isascii() else not unicodedata.category(c).startswith("P") for c in piece)
