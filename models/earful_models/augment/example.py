"""The chain from clip to training example: what is said, how, where, and through what it is heard."""

import copy
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from earful_models.augment.babble import babble, overlapped
from earful_models.augment.delivery import intoned, shouted, whispered
from earful_models.augment.filters import band_limited, headset, muffled
from earful_models.augment.level import Audio, as_loud_as_people_are, at_level, mixed, overdriven, to_float
from earful_models.augment.noise import nonspeech, with_noise
from earful_models.augment.opus import random_call
from earful_models.augment.settings import Augmentation
from earful_models.augment.sounds import Sounds
from earful_models.augment.suppression import suppressed
from earful_models.augment.tempo import cropped, pitched, repeated, resampled, stretched
from earful_models.corpus import SAMPLE_RATE, Clip
from earful_models.targets import Targets, of_both, targets_of

LONGEST = 15 * SAMPLE_RATE

Random = np.random.Generator
Change = Callable[[Audio, Random], Audio]


@dataclass(frozen=True)
class Example:
    """What a training step sees of one clip: samples, -1 to 1, the targets and the rows whose words are all in it."""

    samples: Audio
    targets: Targets
    rows: tuple[int, ...]


class Augmenter:
    """Makes examples of clips, and their targets for `labels`, by the probabilities of a configuration."""

    def __init__(
        self, config: Augmentation, clips: list[Clip], sounds: Sounds, labels: tuple[str, ...] = ("toxic",)
    ) -> None:
        self.config, self.clips, self._sounds, self._labels = config, clips, sounds, labels
        self.changes = waveform_changes(sounds)
        self._partners = _clean_by_corpus(clips, labels)

    def example(self, index: int, *seed: int) -> Example:
        """Clip `index` with random changes, the same bits for the same seed, such as a run's seed and the epoch. Each
        kind of change has a random stream of its own, so that to leave one out does not change the others.
        """
        chance = _Chance(self.config, (*seed, index))
        example = self._content(index, chance)
        samples = example.samples
        for name, change in self.changes.items():
            if random := chance.of(name):
                samples = change(samples, random)
        return Example(np.ascontiguousarray(samples[:LONGEST]), example.targets, example.rows)

    def scaled(self, share: float) -> "Augmenter":
        """The same with every probability times `share`."""
        other = copy.copy(self)
        other.config = Augmentation(**{name: share * value for name, value in asdict(self.config).items()})
        return other

    def _content(self, index: int, chance: "_Chance") -> Example:
        nothing = np.zeros(len(self._labels), np.float32)
        if random := chance.of("nonspeech"):
            return Example(nonspeech(random), nothing, ())
        if random := chance.of("background_alone"):
            return Example(
                self._sounds.backgrounds.game(int(random.uniform(0.5, 5) * SAMPLE_RATE), random), nothing, ()
            )
        clip = self.clips[index]
        samples, targets, rows = to_float(clip.samples), targets_of(clip, self._labels), (index,)
        for name, combined in (("join", joined), ("overlap", overlapped)):
            if random := chance.of(name):
                partners = self._partners.get(clip.row.get("corpus", ""), [])
                if not partners:
                    continue
                other = partners[int(random.integers(len(partners)))]
                both = combined(samples, to_float(self.clips[other].samples), random)
                if len(both) <= LONGEST:
                    together = of_both(targets, targets_of(self.clips[other], self._labels))
                    return Example(both, together, (index, other))
        if not np.any(targets == 1) and (random := chance.of("short_crop")):
            # Only clean speech is cut short: a crop of a toxic utterance may have lost what made it so.
            return Example(cropped(samples, random.uniform(0.3, 2.0), random), targets, ())
        if len(samples) < 2 * SAMPLE_RATE and (random := chance.of("repeat")):
            samples = repeated(samples, random)
        return Example(samples, targets, rows)


def _clean_by_corpus(clips: list[Clip], labels: tuple[str, ...]) -> dict[str, list[int]]:
    """What may be heard together with a clip: clean clips of its corpus. Were any clip, two of them would be toxic more
    often than one, and a long clip or a second voice would be a sign of it.
    """
    partners: dict[str, list[int]] = {}
    for i, clip in enumerate(clips):
        if not np.any(targets_of(clip, labels) == 1):
            partners.setdefault(clip.row.get("corpus", ""), []).append(i)
    return partners


def unchanged(clip: Clip, index: int, labels: tuple[str, ...] = ()) -> Example:
    """The clip as it is, cut to 15 s."""
    return Example(to_float(clip.samples)[:LONGEST], targets_of(clip, labels), (index,))


def joined(samples: Audio, other: Audio, random: Random) -> Audio:
    """One after the other, with a pause of 0.1 to 0.6 s."""
    return np.concatenate([samples, np.zeros(int(random.uniform(0.1, 0.6) * SAMPLE_RATE), np.float32), other])


def padded(samples: Audio, random: Random) -> Audio:
    """With up to half a second of silence on either side."""
    before, after = (random.uniform(0, 0.5, 2) * SAMPLE_RATE).astype(int)
    return np.pad(samples, (before, after))


def waveform_changes(sounds: Sounds) -> dict[str, Change]:
    """The changes of a waveform that keep its label, by their names in the configuration, in their order: the speaker,
    the room, what else sounds in it, the microphone, the call, the level.
    """

    def background(samples: Audio, random: Random) -> Audio:
        return mixed(samples, sounds.backgrounds.game(len(samples), random), random.uniform(-5, 30))

    def babbled(samples: Audio, random: Random) -> Audio:
        return mixed(samples, babble(len(samples), sounds.talks, random), random.uniform(-5, 30))

    return {
        "speed": lambda samples, random: resampled(samples, random.uniform(0.87, 1.15)),
        "pitch": lambda samples, random: pitched(samples, random.uniform(-3, 3)),
        "tempo": lambda samples, random: stretched(samples, random.uniform(0.85, 1.25)),
        "shout": shouted,
        "whisper": whispered,
        "intonation": intoned,
        "edges": padded,
        "room": lambda samples, random: sounds.rooms.apply(samples, random),
        "band_limit": lambda samples, random: band_limited(
            samples, random.uniform(20, 350), random.uniform(2800, 8000)
        ),
        "muffle": muffled,
        "background": background,
        "babble": babbled,
        "noise": lambda samples, random: with_noise(samples, random.uniform(3, 40), random),
        "headset": headset,
        "clipping": overdriven,
        "suppression": lambda samples, _: suppressed(samples),
        "opus": lambda samples, random: random_call(random).apply(samples, random),
        "gain": lambda samples, random: at_level(samples, random.uniform(-45, -12)),
        "loudness": as_loud_as_people_are,
    }


class _Chance:
    """Decides what happens to one example."""

    def __init__(self, config: Augmentation, seed: tuple[int, ...]) -> None:
        self._config, self._seed = config, seed

    def of(self, name: str) -> Random | None:
        """The random stream of a change that happens; None if it does not."""
        probability = getattr(self._config, name)
        if probability == 0:
            return None
        random = np.random.default_rng([*self._seed, *name.encode()])
        return random if random.random() < probability else None
