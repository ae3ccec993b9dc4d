"""What augmentation costs."""

import time
from dataclasses import fields
from pathlib import Path

from earful_models.augment.example import Augmenter
from earful_models.augment.settings import Augmentation
from earful_models.augment.sounds import Sounds
from earful_models.config import load_config
from earful_models.corpus import SAMPLE_RATE, Clip, load_spoken

CLIPS = 60


def print_timing(config_path: Path, corpus: Path, cache: Path) -> None:
    """For each change its probability in the configuration, what it costs when it is made and per clip on average; then
    what the whole chain takes. It is processor time, which other work on the machine hardly changes; reading a clip,
    which one without changes needs too, is left out.
    """
    config = load_config(config_path).augmentation
    every = load_spoken(corpus, cache, "train")
    clips = every[:: max(1, len(every) // CLIPS)][:CLIPS]
    sounds = Sounds(cache, "train", every)
    plain = milliseconds(Augmentation(), clips, sounds)
    seconds = sum(len(clip.samples) for clip in clips) / len(clips) / SAMPLE_RATE
    print(f"{len(clips)} clips of {seconds:.1f} s on average\n")
    print("change              probability  ms when made  ms per clip")
    for field in fields(Augmentation):
        if field.name != "spec_augment":  # it is done to the log-mel, and takes no time
            cost = milliseconds(Augmentation(**{field.name: 1.0}), clips, sounds) - plain
            probability = getattr(config, field.name)
            print(f"{field.name:18s} {probability:12.2f} {cost:13.1f} {probability * cost:12.1f}")
    print(f"{'the chain':18s} {milliseconds(config, clips, sounds) - plain:39.1f}")


def milliseconds(config: Augmentation, clips: list[Clip], sounds: Sounds) -> float:
    """Per clip, in two rounds; one before that reads what is cached is not counted."""
    augmenter = Augmenter(config, clips, sounds)
    for seed in range(3):
        if seed == 1:
            began = time.process_time()
        for index in range(len(clips)):
            augmenter.example(index, seed)
    return (time.process_time() - began) / 2 / len(clips) * 1000
