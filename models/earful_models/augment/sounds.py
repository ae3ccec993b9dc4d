"""What clips are mixed with."""

from functools import cached_property
from pathlib import Path

from earful_models.augment.backgrounds import Backgrounds, load_backgrounds
from earful_models.augment.rooms import Rooms
from earful_models.corpus import Clip, Samples


class Sounds:
    """Game sounds, rooms and other voices of a split, each read or made when it is first needed.

    cache: where decoded audio is kept, such as build/corpus; the unpacked game packages are in `backgrounds` beside it.
    split: "train"; or "val", to choose by, and "test", whose sounds training never hears. clips: whose clean ones make
    babble; take those of the same split.
    """

    def __init__(self, cache: Path, split: str, clips: list[Clip]) -> None:
        if split not in ("train", "val", "test"):
            raise ValueError(f"sounds are of the split train, val or test, not {split!r}")
        self._cache, self._split, self._clips = cache, split, clips

    @cached_property
    def backgrounds(self) -> Backgrounds:
        return load_backgrounds(self._cache.parent / "backgrounds", self._cache, self._split)

    @cached_property
    def rooms(self) -> Rooms:
        return Rooms(self._cache, self._split)

    @cached_property
    def talks(self) -> list[Samples]:
        return [clip.samples for clip in self._clips if not clip.toxic]
