"""Real clean speech in two halves: operating points are set on one and tested on the other."""

import hashlib
from pathlib import Path

from earful_models.corpus import Clip, Row, load_real, real_corpora

ORDINARY = ("librispeech", "intents", "wakewords", "precise")
"""People reading, ordering, or saying a word or two, none of it toxic. The other corpora are acted or bursts."""


def for_validation(row: Row) -> bool:
    """Whether a recording is in the validation half: by a hash of its speaker, so that no speaker is in both.

    Only librispeech says who speaks. The clips of the others are split one by one: a speaker of theirs may be in both
    halves.
    """
    return hashlib.sha256((row["speaker"] or row["path"]).encode()).digest()[0] % 2 == 0


def ordinary_speech(corpus: Path, cache: Path, *, validation: bool) -> dict[str, list[Clip]]:
    """The clips of a half by corpus, of the corpora that the folder has."""
    names = [name for name in ORDINARY if name in real_corpora(corpus)]
    halves = {
        name: [clip for clip in load_real(corpus, cache, name) if for_validation(clip.row) == validation]
        for name in names
    }
    return {name: clips for name, clips in halves.items() if clips}
