"""The whole study: every trial that is missing is trained, then the tables are written."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from earful_models.config import RunConfig, load_config
from earful_models.corpus import load_real, load_spoken
from earful_models.model_file import load_model
from earful_models.study.draws import Draw, monte_carlo, speaker_folds
from earful_models.study.focus import focus, word_times
from earful_models.study.poolings import Results, compare_poolings
from earful_models.study.search import search_sizes
from earful_models.study.table import gain, size_table, table
from earful_models.study.trial import Figures
from earful_models.targets import targets_of
from earful_models.texts.lexicon import Lexicon
from earful_models.whole import write_json

RUNS = 3
"""Monte-Carlo draws, as in the paper."""
FOLDS = 5
EMOTIONS = "ravdess"
SPEC_AUGMENT = 0.5

CONFIGS = Path(__file__).parents[2] / "configs"
RELEASED = Path(__file__).parents[2] / "release" / "cnn.safetensors"


def study(corpus: Path, cache: Path, out: Path) -> None:
    """Writes study.md and study.json to the folder `out`, which holds the trials too; run again, it goes on."""
    toxicity, emotion = load_config(CONFIGS / "study.toml"), load_config(CONFIGS / "study_emotion.toml")
    draws, folds = toxicity_draws(corpus, cache), emotion_folds(emotion, corpus, cache)
    blanked = replace(emotion, augmentation=replace(emotion.augmentation, spec_augment=SPEC_AUGMENT))
    comparisons = {
        "Toxicity": ("toxicity", compare_poolings(toxicity, draws, out / "toxicity")),
        "Emotion, without SpecAugment": ("emotion", compare_poolings(emotion, folds, out / "emotion")),
        "Emotion, with SpecAugment": ("emotion", compare_poolings(blanked, folds, out / "emotion-blanked")),
    }
    sizes = search_sizes(toxicity, draws[0], out / "sizes")
    figures = {title: results for title, (_, results) in comparisons.items()}
    attention = released_focus(corpus, cache)
    write_json({**figures, "Sizes": sizes, "Attention": attention}, out / "study.json")
    (out / "study.md").write_text(report(comparisons, sizes, attention))


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


def report(comparisons: dict[str, tuple[str, Results]], sizes: dict[str, Figures], attention: Figures) -> str:
    """The tables, each with what self-attention gains over the average and the interval of that."""
    parts = ["Percent, mean ± deviation; in brackets Yousefi and Emmanouilidou 2021 (Table I), on other data."]
    for title, (task, results) in comparisons.items():
        mean, (low, high) = gain(results["self_attention"], results["average"])
        parts += [
            f"## {title}",
            table(task, results),
            f"Self-attention gains {mean:+.1f} points of weighted accuracy over the average "
            f"({low:+.1f} to {high:+.1f}, 95 %, {len(results['average'])} paired trials).",
        ]
    parts += ["## Sizes of the network", size_table(sizes), "## What the attention looks at"]
    share, peak, chance = (100 * attention[name] for name in ("share", "peak", "chance"))
    low, high = (100 * attention[f"peak_gain_{end}"] for end in ("low", "high"))
    parts.append(
        f"In {attention['clips']:.0f} test clips with profanity in which Whisper base hears a word of the lexicon, "
        f"such words fill {chance:.1f} % of the time. The released model gives them {share:.1f} % of its attention, "
        f"and its peak lies on one in {peak:.1f} % of the clips ({low:+.1f} to {high:+.1f} points over chance, 95 %)."
    )
    return "\n\n".join(parts) + "\n"
