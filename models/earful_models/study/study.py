"""The whole study: every trial that is missing is trained, and the tables are written."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from earful_models.config import RunConfig, load_config
from earful_models.corpus import load_real, load_spoken
from earful_models.model_file import load_model
from earful_models.study.draws import Draw, monte_carlo, overlap, speaker_folds
from earful_models.study.focus import focus, word_times
from earful_models.study.poolings import compare_poolings
from earful_models.study.report import Comparison, Study
from earful_models.study.search import search_sizes
from earful_models.study.trial import Figures
from earful_models.targets import targets_of
from earful_models.texts.lexicon import Lexicon

RUNS = 3
"""Monte-Carlo draws, as in the paper."""
FOLDS = 5
EMOTIONS = "ravdess"
SPEC_AUGMENT = 0.5

CONFIGS = Path(__file__).parents[2] / "configs"
RELEASED = Path(__file__).parents[2] / "release" / "cnn.safetensors"


def study(corpus: Path, cache: Path, out: Path) -> None:
    """Writes study.md and study.json to the folder `out`, anew after each part; `out` holds the trials too, and run
    again, it goes on.
    """
    done = Study()

    def compare(title: str, config: RunConfig, draws: list[Draw], folder: str, published: str = "") -> None:
        results = compare_poolings(config, draws, out / folder)
        done.comparisons.append(Comparison(title, results, overlap(draws), published))
        done.write(out)

    toxicity, emotion = load_config(CONFIGS / "study.toml"), load_config(CONFIGS / "study_emotion.toml")
    blanked = replace(emotion, augmentation=replace(emotion.augmentation, spec_augment=SPEC_AUGMENT))
    folds = emotion_folds(emotion, corpus, cache)
    compare("Emotion, without SpecAugment", emotion, folds, "emotion")
    compare("Emotion, with SpecAugment", blanked, folds, "emotion-blanked", "emotion")
    done.attention = released_focus(corpus, cache)
    done.write(out)
    draws = toxicity_draws(corpus, cache)
    compare("Toxicity", toxicity, draws, "toxicity", "toxicity")
    done.sizes = search_sizes(toxicity, draws[0], out / "sizes")
    done.write(out)


def toxicity_draws(corpus: Path, cache: Path) -> list[Draw]:
    """The Monte-Carlo draws of the synthesised utterances."""
    train, validation, test = (load_spoken(corpus, cache, split) for split in ("train", "val", "test"))
    return [monte_carlo(train, validation + test, run) for run in range(RUNS)]


def emotion_folds(config: RunConfig, corpus: Path, cache: Path) -> list[Draw]:
    """The folds by speaker of the real recordings whose emotion is positive or negative."""
    clips = load_real(corpus, cache, EMOTIONS)
    return speaker_folds([clip for clip in clips if not np.isnan(targets_of(clip, config.labels)[0])], FOLDS)


def released_focus(corpus: Path, cache: Path) -> Figures:
    """What the released model's attention looks at in the test clips with profanity."""
    clips = [clip for clip in load_spoken(corpus, cache, "test") if clip.row["profanity"] == "1"]
    lexicon = Lexicon.load(corpus)
    return focus(load_model(RELEASED), clips, word_times(cache), lambda word: lexicon.find(word, "en").found)
