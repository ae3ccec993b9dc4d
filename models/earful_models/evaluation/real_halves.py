"""Real clean speech in two halves: operating points are set on one and tested on the other."""

import hashlib
from pathlib import Path

from earful_models.corpus import Clip, load_real, real_corpora

ORDINARY = ("librispeech", "intents", "wakewords", "precise")
"""People reading, ordering, or saying a word or two, none of it toxic. The other corpora are acted or bursts."""


def for_validation(clips: list[Clip]) -> list[bool]:
    """Which recordings of a corpus are in the validation half: by a hash of the speaker, so that no speaker is in both;
    and every recording that one of that half equals, sample by sample, so that none is in both under two names.

    Only librispeech says who speaks. The clips of the others are split one by one: a speaker of theirs may be in both
    halves.
    """
    names = [clip.row["speaker"] or clip.row["path"] for clip in clips]
    named = [hashlib.sha256(name.encode()).digest()[0] % 2 == 0 for name in names]
    sounds = [hashlib.sha256(clip.samples.tobytes()).digest() for clip in clips]
    chosen = {sound for sound, is_named in zip(sounds, named, strict=True) if is_named}
    return [sound in chosen for sound in sounds]


def ordinary_speech(corpus: Path, cache: Path, *, validation: bool) -> dict[str, list[Clip]]:
    """The clips of a half by corpus, of the corpora that the folder has."""
    halves = {}
    for name in ORDINARY:
        if name in real_corpora(corpus):
            clips = load_real(corpus, cache, name)
            chosen = zip(clips, for_validation(clips), strict=True)
            halves[name] = [clip for clip, in_validation in chosen if in_validation == validation]
    return {name: clips for name, clips in halves.items() if clips}
