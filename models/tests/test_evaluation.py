"""The whole evaluation of a trained scorer and of a command, on the small corpus."""

import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earful_models.corpus import Clip
from earful_models.evaluation import evaluate as module
from earful_models.evaluation.card import card_tables
from earful_models.evaluation.command import CommandScorer
from earful_models.evaluation.evaluate import scorer_of
from earful_models.evaluation.operating_points import FALSE_ALARM_RATES, choose_thresholds
from earful_models.evaluation.peers import Chance
from earful_models.evaluation.real_halves import for_validation, ordinary_speech
from earful_models.evaluation.scorer import ModelScorer, Scores
from earful_models.model_file import load_model

SECTIONS = [
    "short",
    "toxicity",
    "points",
    "labels",
    "calibration",
    "real",
    "heated",
    "conditions",
    "groups",
    "cases",
    "games",
    "errors",
    "method",
]

# Louder where the second half has more sign changes than the first: the tones that rise.
COMMAND = """
import json, sys, wave, numpy as np
for file in sys.argv[1:]:
    with wave.open(file) as sound:
        samples = np.frombuffer(sound.readframes(-1), np.int16)
    halves = np.array_split(np.sign(samples), 2)
    first, second = (float(np.mean(np.diff(half) != 0)) for half in halves)
    print(json.dumps({"file": file, "duration": 1, "scores": {"toxic": second / (first + second)}}))
"""


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> str:
    script = tmp_path_factory.mktemp("command") / "rising.py"
    script.write_text(COMMAND)
    return shlex.join([sys.executable, str(script)])


@pytest.fixture(scope="module")
def quick(corpus: Path, command: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The figures without conditions."""
    folder = tmp_path_factory.mktemp("quick")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "load_peers", lambda *_: [Chance()])
        patch.setattr(module, "fetch_game_voices", lambda _: None)
        module.evaluate(CommandScorer(command), corpus, folder / "corpus", folder, conditions=False)
    figures: dict[str, Any] = json.loads((folder / "evaluation.json").read_text())
    return figures


@pytest.fixture(scope="module")
def result(corpus: Path, command: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """What `evaluate` writes for the command, without the peers that transcribe and the voices that are downloaded."""
    folder = tmp_path_factory.mktemp("evaluation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "load_peers", lambda *_: [Chance()])
        patch.setattr(module, "fetch_game_voices", lambda _: None)
        module.evaluate(CommandScorer(command), corpus, folder / "corpus", folder)
    return json.loads((folder / "evaluation.json").read_text()), (folder / "evaluation.html").read_text()


def test_a_command_that_tells_the_tones_apart_is_found_to(result: tuple[dict[str, Any], str]) -> None:
    figures, _ = result
    assert figures["spoken"]["clips"] == 12
    assert figures["spoken"]["any"]["auc"][0] > 0.9
    assert figures["spoken"]["labels"]["bullying"]["own_score"] is False
    assert set(figures["spoken"]["decisions"]) == {"strict", "balanced", "lenient"}
    assert figures["errors"] == {}


def test_without_conditions_all_else_is_the_same_and_the_notes_say_so(
    result: tuple[dict[str, Any], str], quick: dict[str, Any]
) -> None:
    figures, _ = result
    assert figures["conditions"]
    assert not quick["conditions"]
    assert quick["spoken"] == figures["spoken"]
    assert any("left out" in note for note in quick["notes"])
    assert "condition" not in card_tables(quick)


def test_every_figure_has_its_interval_around_it(result: tuple[dict[str, Any], str]) -> None:
    count = 0

    def visit(value: Any) -> None:
        nonlocal count
        if isinstance(value, dict):
            for name, inner in value.items():
                if name != "curves":
                    visit(inner)
        elif isinstance(value, list) and len(value) == 3 and all(isinstance(x, float) for x in value):
            count += 1
            assert value[1] - 1e-4 <= value[0] <= value[2] + 1e-4

    visit({name: part for name, part in result[0].items() if name != "worst"})
    assert count > 50


def test_the_page_has_every_section_and_needs_nothing_else(result: tuple[dict[str, Any], str]) -> None:
    _, page = result
    for section in SECTIONS:
        assert f'<h2 id="{section}">' in page
    assert "<svg" in page
    assert not re.search(r'(?:src|href)="(?!#)|url\((?!#)|@import', page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_texts_are_on_the_page_behind_a_warning_and_not_in_the_figures(result: tuple[dict[str, Any], str]) -> None:
    figures, page = result
    assert "it goes up" not in json.dumps(figures)
    before, behind = page.split("<details>", 1)
    assert "it goes up" not in before
    assert behind.index("Warning") < behind.index("it goes up")


def test_real_people_are_counted_by_the_hour(result: tuple[dict[str, Any], str]) -> None:
    figures, _ = result
    of = figures["ordinary"]["intents"]
    point = of["points"]["balanced"]
    assert point["per_hour"][0] == pytest.approx(point["alarms"] / of["hours"], rel=0.2)  # hours are rounded
    assert "amusement (laughter)" in figures["bursts"]


def test_no_recording_is_in_both_halves_and_a_speaker_is_in_one(corpus: Path, tmp_path: Path) -> None:
    halves = [ordinary_speech(corpus, tmp_path, validation=half)["intents"] for half in (True, False)]
    paths = [{clip.row["path"] for clip in half} for half in halves]
    assert not paths[0] & paths[1]
    assert len(paths[0] | paths[1]) == 12
    anna = [Clip({"speaker": "anna", "path": str(i)}, np.full(8, i, np.int16)) for i in range(20)]
    assert len(set(for_validation(anna))) == 1


def test_equal_recordings_are_in_one_half_whatever_their_paths() -> None:
    clips = [Clip({"speaker": "", "path": f"{i}.wav"}, np.full(8, i % 20, np.int16)) for i in range(40)]
    half = for_validation(clips)
    assert half[:20] == half[20:]
    assert len(set(half)) == 2


def test_a_threshold_keeps_its_share_in_every_group_of_clean_clips() -> None:
    random = np.random.default_rng(0)
    easy, hard = random.random(1000) * 0.5, random.random(1000)
    points = choose_thresholds({"easy": {"toxic": easy}, "hard": {"toxic": hard}})
    for name, share in FALSE_ALARM_RATES.items():
        assert np.mean(hard >= points[name]["toxic"]) == pytest.approx(share)
        assert np.mean(easy >= points[name]["toxic"]) <= share
    with pytest.raises(ValueError, match="no clean validation clips in nobody"):
        choose_thresholds({"easy": {"toxic": easy}, "nobody": {"toxic": np.zeros(0)}})


def test_labels_that_flag_together_keep_the_share_together() -> None:
    random = np.random.default_rng(0)
    labels = ("toxic", "racism", "other")
    clean = {name: {label: random.random(1000) for label in labels} for name in ("synthesised", "real")}
    clean["synthesised"]["other"] = clean["synthesised"]["racism"]
    for name, share in FALSE_ALARM_RATES.items():
        thresholds = choose_thresholds(clean)[name]
        flagged = [
            float(np.mean(np.any([scores[label] >= thresholds[label] for label in labels], axis=0)))
            for scores in clean.values()
        ]
        assert share - 0.002 <= max(flagged) <= share


def test_a_command_scores_a_model_file_with_the_thresholds_of_the_file(command: str) -> None:
    released = Path(__file__).parents[1] / "release" / "cnn.safetensors"
    scorer = scorer_of(released, command)
    noise = np.random.default_rng(1).integers(-3000, 3000, 20000).astype(np.int16)
    clips = [Clip({"path": "noise"}, noise)]
    assert isinstance(scorer, ModelScorer)
    assert scorer.thresholds["balanced"] == load_model(released).header["operating_points"]["balanced"]
    assert scorer.score(clips, "clips").toxic.tolist() == CommandScorer(command).score(clips, "clips").toxic.tolist()
    assert scorer.score(clips, "clips").toxic[0] != ModelScorer(load_model(released)).score(clips, "clips").toxic[0]
    assert scorer_of(None, None) is None


def test_any_toxicity_is_the_highest_toxic_label_where_there_is_no_score_of_it() -> None:
    scores = Scores(
        {"racism": np.array([0.2, 0.9]), "other": np.array([0.4, 0.1]), "no_violation": np.array([1.0, 1.0])}
    )
    assert scores.toxic.tolist() == [0.4, 0.9]
    assert scores.of("racism").tolist() == [0.2, 0.9]
    assert scores.of("profanity").tolist() == [0.4, 0.9]
