"""Scores that a command prints."""

import json
import shlex
import sys
from pathlib import Path

import numpy as np
import pytest

from earful_models.corpus import Clip
from earful_models.evaluation import operating_points
from earful_models.evaluation.command import CommandScorer, run
from earful_models.evaluation.operating_points import validation_thresholds


def clips(count: int) -> list[Clip]:
    return [Clip({"path": str(i)}, np.zeros(2000, np.int16)) for i in range(count)]


def printing(script: Path, *lines: str) -> CommandScorer:
    """A command that prints these lines, FILE being the name of the file in a line's place."""
    script.write_text(
        f"import sys\nfor file, line in zip(sys.argv[1:], {lines!r}):\n    print(line.replace('FILE', file))\n"
    )
    return CommandScorer(shlex.join([sys.executable, str(script)]))


def line(**scores: float) -> str:
    return json.dumps({"file": "FILE", "scores": scores})


def test_a_bad_line_is_named_and_loses_its_file_alone(tmp_path: Path) -> None:
    scorer = printing(tmp_path / "bad.py", line(toxic=0.5), "Segmentation", line(toxic=7), line(toxic=0.5))
    scores = scorer.score(clips(4), "clips")
    assert np.isfinite(scores.toxic).tolist() == [True, False, False, True]
    assert set(scores.errors) == {"1", "2"}
    assert "line 2 of its output: not JSON: Segmentation" in scores.errors["1"]
    assert "the score of toxic is 7" in scores.errors["1"]


def test_a_clip_without_a_score_of_every_label_says_which_it_lacks(tmp_path: Path) -> None:
    whole = line(toxic=0.5, racism=0.5, other=0.5)
    scorer = printing(tmp_path / "partial.py", whole, line(toxic=0.5, racism=0.5), line(toxic=0.5), "lost")
    errors = scorer.score(clips(4), "clips").errors
    assert set(errors) == {"1", "2", "3"}
    assert errors["1"] == "no score of other"
    assert errors["2"] == "no score of racism, other"


def test_thresholds_of_a_label_that_a_group_of_clips_has_no_score_of_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operating_points, "clean_validation", lambda *_: {"read": clips(1), "spoken": clips(2)})
    scorer = printing(tmp_path / "uneven.py", line(toxic=0.5), line(toxic=0.5, racism=0.5))
    with pytest.raises(ValueError, match="no score of racism for any clip of read"):
        validation_thresholds(scorer, tmp_path, tmp_path, {})


def test_a_command_that_fails_or_is_not_there_says_so() -> None:
    assert run(["/no/such/program"], [Path("a")]) == ({}, ["/no/such/program cannot be run: No such file or directory"])
    _, problems = run([sys.executable, "-c", "import sys; sys.exit('out of luck')"], [Path("a")])
    assert problems == ["exit status 1: out of luck"]
    with pytest.raises(ValueError, match="scored none of 1 clips"):
        CommandScorer("false").score(clips(1), "clips")
