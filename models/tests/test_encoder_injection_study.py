"""The study of text injection: what its runs share, that it goes on, and its table."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_encoder_training import CONFIG, small

from earful_models.corpus import LABELS, Clip, load_spoken
from earful_models.encoder import injection_study
from earful_models.encoder.figures import Logits, paper_map, six_targets
from earful_models.encoder.heard import HeardClips
from earful_models.encoder.injection_study import compare, variants
from earful_models.encoder.injection_table import Results, Run, report
from earful_models.history import Record

NOTHING = np.zeros(0, np.int16)


def test_weights_are_those_of_the_paper_and_only_what_is_trained_is_injected_into() -> None:
    runs = dict(variants(CONFIG, 3))
    assert (runs["none"].injection, runs["none"].teacher_weight) == ("none", 0)
    assert {name: round(runs[f"mse {name}"].injection_weight, 3) for name in (0.1, 0.5, 0.9)} == {
        0.1: 9,
        0.5: 1,
        0.9: 0.111,
    }
    assert [config.injection_block for config in runs.values() if config.injection_block] == [2, 3]
    assert {config.epochs for config in runs.values()} == {CONFIG.epochs}


def test_it_goes_on_where_it_was_and_leaves_figures_alone(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(injection_study, "SEEDS", 2)
    base = replace(CONFIG, epochs=1, passes=1)
    train, test = (load_spoken(corpus, tmp_path / "corpus", split) for split in ("train", "test"))
    heard, tested = (HeardClips(base, clips, None, tmp_path / "heard") for clips in (train, test))
    results = compare(base, small, heard, tested, tmp_path, tmp_path / "out")
    finished = sorted((tmp_path / "out").glob("*/figures.json"))
    assert len(finished) == 2 * len(results)
    assert not list((tmp_path / "out").glob("*/*.pt"))
    times = [path.stat().st_mtime_ns for path in finished]
    finished[0].unlink()
    again = compare(base, small, heard, tested, tmp_path, tmp_path / "out")
    assert figures_of(again) == figures_of(results)
    changed = [path.stat().st_mtime_ns for path in finished]
    assert changed[0] > times[0]
    assert changed[1:] == times[1:]


def test_the_table_has_the_gain_over_the_runs_of_the_same_seed_by_seeds_and_by_speakers() -> None:
    test = [
        Clip({"voice": f"voice {i}", **{label: str(int(i % 6 == k)) for k, label in enumerate(LABELS)}}, NOTHING)
        for i in range(60)
    ]
    targets = six_targets(test)
    labels = dict.fromkeys(("profanity", "dating_sexting", "racism", "bullying"), 0.5)

    def runs(logits: Logits, *maps: float) -> list[Run]:
        return [Run({**labels, "map": x, "auc": 0.9, "seconds": 1200}, logits) for x in maps]

    noise = np.random.default_rng(1).normal(size=(60, 6))
    results = {
        "none": runs(noise, 0.5, 0.6, 0.7),
        "mse 0.1": runs(noise + 9 * targets, 0.53, 0.62, 0.71),
        "teacher": runs(noise, 0.51, 0.62, 0.73),
        "teacher contrastive 0.5": runs(noise, 0.51, 0.62, 0.76),
    }
    lines = report(results, 10, test, CONFIG).splitlines()
    assert "; 4.0 hours in all." in lines[2]
    assert lines[6].endswith("| 60.0 ± 10.0 (58.15) | 0.900 ± 0.000 |  |  |  |")
    half = 4.303 / 3**0.5
    mse, teacher = lines[7].split(" | "), lines[8].split(" | ")
    assert mse[5:8] == ["62.0 ± 9.0 (61.56)", "0.900 ± 0.000", "+2.0"]
    assert mse[8] == f"{2 - half:+.1f} to {2 + half:+.1f}"
    gained = 100 * (paper_map(noise + 9 * targets, targets) - paper_map(noise, targets))
    low, high = (float(end) for end in mse[9].removesuffix(" |").split(" to "))
    assert 10 < low < gained < high < 100
    assert teacher[9] == "+0.0 to +0.0 |"
    assert lines[11] == (
        "Beside the teacher, contrastive injection gains +1.0 points of mAP (over seeds "
        f"{1 - 4.303:+.1f} to {1 + 4.303:+.1f}; over speakers +0.0 to +0.0)."
    )


def test_the_table_leaves_out_a_label_that_no_tested_clip_has() -> None:
    test = [Clip({"voice": "", "profanity": str(i)}, NOTHING) for i in range(2)]
    figures = {"map": 0.5, "profanity": 0.5, "auc": 0.9, "seconds": 1}
    lines = report({"none": [Run(figures, np.zeros((2, 6)))] * 2}, 10, test, CONFIG).splitlines()
    assert lines[4].startswith("| injection, w | profanity | mAP |")


def figures_of(results: Results) -> dict[str, list[Record]]:
    return {name: [{**run.figures, "seconds": 0} for run in runs] for name, runs in results.items()}
