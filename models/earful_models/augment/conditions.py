"""Named conditions to test a model under: the same clip in a game, in babble, in a room, after a bad call."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from earful_models.augment.babble import babble
from earful_models.augment.delivery import shouted, whispered
from earful_models.augment.filters import band_limited, muffled
from earful_models.augment.level import Audio, at_level, mixed, to_float, to_int16, within_scale
from earful_models.augment.noise import coloured_noise
from earful_models.augment.opus import Call
from earful_models.augment.sounds import Sounds
from earful_models.augment.suppression import suppressed
from earful_models.corpus import Clip

Change = Callable[[Audio, Sounds, np.random.Generator], Audio]

CONDITIONS = (
    "clean",
    *(f"game_{snr}" for snr in (20, 10, 5, 0, -5)),
    *(f"babble_{snr}" for snr in (20, 10, 5, 0)),
    "noise_10",
    "room_near",
    "room_far",
    "opus_16k",
    "opus_6k",
    "opus_16k_loss10",
    "opus_6k_loss10",
    "opus_16k_loss10_fec",
    "headset",
    "muffled",
    "whispered",
    "shouted",
    "suppressed",
    "quiet",
    "clipped",
)
"""What `condition` is usually asked for; it knows any ratio, bit rate and loss in these names."""


def condition(name: str, clip: Clip, sounds: Sounds) -> Clip:
    """The clip under a condition: as long as before but when shouted, not delayed, int16, the same row. The bits depend
    on the name, the clip and `sounds` alone.

    game_SNR, babble_SNR, noise_SNR: game music and effects, other voices, pink noise; SNR in dB, of the active level of
    the speech to the RMS of the rest. A clip has the same background at every SNR. room_near, room_far: a microphone at
    0.2 to 0.6 or 1 to 3 m in a room. opus_KBITSk_lossPERCENT_fec: a call, the last two parts left out at will.
    headset: 200 Hz to 3.4 kHz. muffled, whispered, shouted: as in training. suppressed: game_10 after RNNoise. quiet:
    an RMS of -60 dB. clipped: 12 dB too loud.
    Raises ValueError for another name.
    """
    kind, change = _parsed(name)
    samples = to_float(clip.samples)
    changed = change(samples, sounds, _random(kind, clip))
    return replace(clip, samples=to_int16(within_scale(changed)))


def _random(kind: str, clip: Clip) -> np.random.Generator:
    """Decided by what tells the clip from the others, and by the kind without its numbers."""
    identity = clip.row.get("id") or clip.row["path"]
    digest = hashlib.sha256(f"{kind} {identity}".encode()).digest()
    return np.random.default_rng(np.frombuffer(digest, np.uint32))


def _parsed(name: str) -> tuple[str, Change]:
    if name in _PLAIN:
        return ("game" if name == "suppressed" else name), _PLAIN[name]
    if match := re.fullmatch(r"(game|babble|noise)_(-?\d+)", name):
        return match[1], _at(float(match[2]), _BACKGROUND[match[1]])
    if match := re.fullmatch(r"opus_(\d+)k(?:_loss(\d+)(_fec)?)?", name):
        call = Call(float(match[1]), float(match[2] or 0) / 100, fec=match[3] is not None)
        return "opus", lambda samples, _, random: call.apply(samples, random)
    raise ValueError(f"no condition is named {name!r}; there are {', '.join(CONDITIONS)}")


def _at(snr: float, background: Callable[[int, Sounds, np.random.Generator], Audio]) -> Change:
    return lambda samples, sounds, random: mixed(samples, background(len(samples), sounds, random), snr)


_BACKGROUND: dict[str, Callable[[int, Sounds, np.random.Generator], Audio]] = {
    "game": lambda length, sounds, random: sounds.backgrounds.game(length, random),
    "babble": lambda length, sounds, random: babble(length, sounds.talks, random),
    "noise": lambda length, _, random: coloured_noise(length, 1, random),
}

_PLAIN: dict[str, Change] = {
    "clean": lambda samples, _sounds, _random: samples,
    "room_near": lambda samples, sounds, random: sounds.rooms.apply(samples, random, far=False),
    "room_far": lambda samples, sounds, random: sounds.rooms.apply(samples, random, far=True),
    "headset": lambda samples, _sounds, _random: band_limited(samples, 200, 3400, order=8),
    "muffled": lambda samples, _sounds, random: muffled(samples, random),
    "whispered": lambda samples, _sounds, random: whispered(samples, random),
    "shouted": lambda samples, _sounds, random: shouted(samples, random),
    "suppressed": lambda samples, sounds, random: suppressed(_at(10, _BACKGROUND["game"])(samples, sounds, random)),
    "quiet": lambda samples, _sounds, _random: at_level(samples, -60),
    "clipped": lambda samples, _sounds, _random: np.clip(
        samples * np.float32(4 / max(np.abs(samples).max(), 1e-9)), -1, 1
    ),
}
