import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from earful_models.augment.level import Audio
from earful_models.config import load_config
from earful_models.corpus import Clip, load_spoken
from earful_models.model_file import load_model
from earful_models.network import POOLINGS, Architecture, Pooling
from earful_models.study.draws import monte_carlo, overlap, speaker_folds
from earful_models.study.equal_size import parameters, with_pooling
from earful_models.study.focus import Word, attention_on, focus
from earful_models.study.poolings import Results, compare_poolings
from earful_models.study.report import Comparison, Study
from earful_models.study.search import neighbours
from earful_models.study.study import RELEASED, emotion_folds
from earful_models.study.table import gain, table
from earful_models.study.trial import best_threshold, trial


def clips(prefix: str, count: int) -> list[Clip]:
    silence = np.zeros(1600, np.int16)
    return [Clip({"group": f"{prefix}{i // 2}", "speaker": f"{prefix}{i % 7}"}, silence) for i in range(count)]


def groups(dealt: list[Clip], column: str = "group") -> set[str]:
    return {clip.row[column] for clip in dealt}


def test_a_draw_never_moves_a_clip_between_the_pools_and_keeps_a_text_group_together() -> None:
    draw = monte_carlo(clips("train", 100), clips("held", 60), 0)
    assert len(draw.train) == 24  # a quarter of 50 groups of 2, to the nearest even number of groups
    assert all(group.startswith("train") for group in groups(draw.train))
    assert len(draw.validation) + len(draw.test) == 60
    assert not groups(draw.validation) & groups(draw.test)


def test_draws_differ_and_are_the_same_each_time() -> None:
    first, again, second = (monte_carlo(clips("train", 100), clips("held", 60), run) for run in (0, 0, 1))
    assert groups(first.test) == groups(again.test) != groups(second.test)


def test_each_speaker_is_tested_once_and_is_not_in_the_training_of_that_fold() -> None:
    draws = speaker_folds(clips("a", 70), 5)
    tested = [speaker for draw in draws for speaker in groups(draw.test, "speaker")]
    assert sorted(tested) == sorted(groups(clips("a", 70), "speaker"))
    for draw in draws:
        parts = [groups(part, "speaker") for part in (draw.train, draw.validation, draw.test)]
        assert not parts[0] & parts[1]
        assert not parts[0] & parts[2]
        assert not parts[1] & parts[2]


@pytest.mark.parametrize("pooling", POOLINGS)
def test_every_pooling_has_the_parameters_of_self_attention_to_a_thousandth(pooling: Pooling) -> None:
    paper = Architecture()
    variant = with_pooling(paper, pooling)
    assert variant.pooling == pooling
    assert abs(parameters(variant) / parameters(paper) - 1) < 0.0015


def test_the_threshold_is_the_one_of_the_highest_weighted_accuracy() -> None:
    scores = np.array([0.1, 0.2, 0.3, 0.8, 0.9])
    positive = np.array([False, True, False, True, True])
    assert best_threshold(scores, positive) == 0.8


def test_clips_of_one_score_are_on_one_side_of_the_threshold() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.5, 0.5, 0.2])
    for rude in (1, 4):
        assert best_threshold(scores, np.isin(np.arange(6), [0, rude])) == 0.9


def test_a_study_that_goes_on_trains_what_is_missing_or_had_another_cause(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "tiny.toml"
    path.write_text(
        'name = "tiny"\n[network]\nchannels = 4\nattention_size = 8\nhidden = 16\n'
        '[training]\noptimiser = "adamw"\nbatch_size = 8\nepochs = 1\n'
    )
    config = load_config(path)
    train, held_out = load_spoken(corpus, tmp_path, "train"), load_spoken(corpus, tmp_path, "val")
    draws = [monte_carlo(train, held_out, run) for run in range(2)]
    average = replace(config, network=with_pooling(config.network, "average"))
    folder = tmp_path / "study"
    results = compare_poolings(config, draws, folder)
    assert {pooling: len(figures) for pooling, figures in results.items()} == dict.fromkeys(POOLINGS, 2)
    (done,) = folder.glob("average-1-*/figures.json")
    figures = json.loads(done.read_text())
    figures["recall"] = 12.5
    done.write_text(json.dumps(figures))
    assert compare_poolings(config, draws, folder)["average"][0]["recall"] == 12.5
    assert trial(replace(average, seed=7), draws[0], folder / "average-1")["recall"] != 12.5
    relabelled = [Clip({**clip.row, "other": "1"}, clip.samples) for clip in draws[0].train]
    assert trial(average, replace(draws[0], train=relabelled), folder / "average-1")["recall"] != 12.5
    assert trial(average, draws[0], folder / "average-1")["recall"] == 12.5


def results(*self_attention: float) -> Results:
    names = ("accuracy", "weighted_accuracy", "precision", "recall", "f1", "auc", "validation_auc")
    plain = [dict.fromkeys(names, 50.0) for _ in self_attention]
    return {
        "average": plain,
        "learnable_query": [dict.fromkeys(names, 49.0 + i) for i, _ in enumerate(self_attention)],
        "self_attention": [dict.fromkeys(names, value) for value in self_attention],
    }


def test_the_table_gives_mean_and_deviation_beside_the_papers_figure() -> None:
    rows = table("toxicity", results(51, 53)).splitlines()
    assert len(rows) == 5
    assert rows[4].startswith("| self attention | 52.0 ± 1.4 (75.87) | 52.0 ± 1.4 (74.8) |")
    assert table("", results(51, 53)).splitlines()[4].startswith("| self attention | 52.0 ± 1.4 | 52.0 ± 1.4 |")


def test_a_gain_comes_with_the_interval_of_paired_draws() -> None:
    found = results(51, 52, 53)
    half = 4.303 / 3**0.5
    for shared, wider in ((0.0, 1), (1.0, 2)):  # 1 + 3 trials * 1, under the root
        mean, (low, high) = gain(found["self_attention"], found["average"], "auc", shared)
        assert mean == pytest.approx(2)
        assert [low, high] == pytest.approx([2 - wider * half, 2 + wider * half], abs=0.001)


def test_folds_have_the_more_in_common_the_more_they_train_on() -> None:
    assert overlap(speaker_folds(clips("a", 70), 7)) == pytest.approx(1 / 5)


def test_the_search_changes_one_size_at_a_time() -> None:
    names = list(neighbours(Architecture()))
    assert names == [
        "L4-C32-K5", "L3-C32-K5", "L5-C32-K5", "L4-C16-K5", "L4-C48-K5", "L4-C32-K3", "L4-C32-K7"
    ]  # fmt: skip


def test_the_report_has_what_is_done(tmp_path: Path) -> None:
    done = Study([Comparison("Toxicity", results(51, 53), 0, "toxicity"), Comparison("Emotion", results(50, 52), 0)])
    done.write(tmp_path)
    text = (tmp_path / "study.md").read_text()
    assert "Self attention gains +2.0 points of weighted accuracy over the average (-10.7 to +14.7, 95 %," in text
    assert "Learnable query gains -0.5 points" in text
    assert "## Sizes" not in text
    assert "## What the attention looks at" not in text
    done.sizes = {"L4-C32-K5": {"parameters": 238241, "validation_auc": 0.8, "auc": 0.79, "weighted_accuracy": 71.0}}
    done.attention = {"clips": 40, "share": 0.3, "peak": 0.5, "chance": 0.2, "peak_gain_low": 0, "peak_gain_high": 0.4}
    text = done.report()
    assert "such words fill 20.0 % of the time" in text
    assert "| L4-C32-K5 | 238,241 | 0.800 | 0.790 | 71.0 |" in text


def test_emotion_is_dealt_by_speaker_and_without_what_is_neither_positive_nor_negative(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    emotions = ["angry", "happy", "neutral", "sad", "calm"]
    silence = np.zeros(1600, np.int16)
    acted = [
        Clip({"corpus": "acted", "emotion": emotion, "speaker": str(actor)}, silence)
        for actor in range(10)
        for emotion in emotions
    ]
    monkeypatch.setattr("earful_models.study.study.load_real", lambda *_: acted)
    path = tmp_path / "emotion.toml"
    path.write_text('name = "emotion"\nlabels = ["negative"]\n')
    draws = emotion_folds(load_config(path), corpus, tmp_path)
    assert [len(draw.test) for draw in draws] == [8] * 5
    assert all(clip.row["emotion"] != "neutral" for draw in draws for clip in draw.train)


def test_attention_is_measured_on_the_words_widened_by_a_step_and_not_in_silence() -> None:
    weights = np.array([0.1, 0.1, 0.5, 0.2, 0.1])
    rude, kind = Word("rude", 0.0, 0.08), Word("kind", 0.2, 0.24)
    assert attention_on(weights, 0.4, [rude], [rude]) == (1, True, 1)
    assert attention_on(weights, 0.4, [rude, kind], [rude]) == pytest.approx((0.2 / 0.9, False, 0.5))
    assert attention_on(weights, 0.4, [rude, kind], [kind]) == pytest.approx((0.8 / 0.9, True, 0.75))


def test_the_attention_of_the_clips_in_which_a_known_word_is_heard_is_averaged() -> None:
    model = load_model(RELEASED)
    clip = Clip({}, (8000 * np.sin(np.arange(16000) / 9)).astype(np.int16))

    def listen(samples: Audio) -> list[Word]:
        return [Word("rude", 0, 0.5), Word("kind", 0.5, len(samples) / 16000)]

    heard = iter([[Word("rude", 1.2, 1.5), Word("kind", 0, 0.5)], [Word("rude", 1.2, 1.5)]])
    figures = focus(
        model, [clip] * 4, lambda samples: next(heard, listen(samples)), lambda word: word == "rude"
    )  # a word behind the end is heard in no clip
    assert figures["clips"] == 2
    assert figures["chance"] == pytest.approx(7 / 12, abs=0.01)
    with pytest.raises(ValueError, match="fewer than two"):
        focus(model, [clip], listen, lambda word: word == "rude")
