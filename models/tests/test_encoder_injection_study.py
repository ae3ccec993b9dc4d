"""The study of text injection: what its runs share, that it goes on, and its table."""

from dataclasses import replace
from pathlib import Path

import pytest
from test_encoder_training import CONFIG, small

from earful_models.corpus import load_spoken
from earful_models.encoder import injection_study
from earful_models.encoder.heard import HeardClips
from earful_models.encoder.injection_study import compare, variants
from earful_models.encoder.injection_table import report
from earful_models.history import Record


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
    assert without_seconds(again) == without_seconds(results)
    changed = [path.stat().st_mtime_ns for path in finished]
    assert changed[0] > times[0]
    assert changed[1:] == times[1:]


def test_the_table_has_the_gain_over_the_runs_of_the_same_seed() -> None:
    def runs(*maps: float) -> list[Record]:
        labels = dict.fromkeys(("profanity", "dating_sexting", "racism", "bullying"), 0.5)
        return [{**labels, "map": x, "auc": 0.9, "seconds": 1200} for x in maps]

    results = {"none": runs(0.5, 0.6, 0.7), "mse 0.1": runs(0.53, 0.62, 0.71), "teacher": runs(0.51, 0.62, 0.73)}
    lines = report(results, 10, 20, CONFIG).splitlines()
    assert lines[0].endswith("; 3.0 hours in all.")
    assert lines[4].endswith("| 60.0 ± 10.0 (58.15) | 0.900 ± 0.000 |  |")
    assert (
        "racism"
        not in report(
            {"none": [{"map": 0.5, "profanity": 0.5, "auc": 0.9, "seconds": 1}] * 2}, 10, 20, CONFIG
        ).splitlines()[2]
    )
    half = 4.303 / 3**0.5
    assert lines[5].endswith(f"| 62.0 ± 9.0 (61.56) | 0.900 ± 0.000 | +2.0 ({2 - half:+.1f} to {2 + half:+.1f}) |")
    assert lines[6].endswith(f"| 62.0 ± 11.0 | 0.900 ± 0.000 | +2.0 ({2 - half:+.1f} to {2 + half:+.1f}) |")


def without_seconds(results: dict[str, list[Record]]) -> dict[str, list[Record]]:
    return {name: [{**run, "seconds": 0} for run in runs] for name, runs in results.items()}
