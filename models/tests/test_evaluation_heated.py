"""What `evaluate` says of the label `heated`, on the small corpus and on recordings that are only loud."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from earful_models.corpus import Clip, speaker_split
from earful_models.evaluation import evaluate as module
from earful_models.evaluation.bursts import is_heated
from earful_models.evaluation.card import card_tables, number, percent
from earful_models.evaluation.decisions import alarms
from earful_models.evaluation.heated import EQUALISED, heated
from earful_models.evaluation.length_and_loudness import length_and_loudness
from earful_models.evaluation.metrics import Floats, auc
from earful_models.evaluation.page import write_page
from earful_models.evaluation.peers import Chance
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Scores
from earful_models.evaluation.test_sets import load_test_sets


class HissAndRise:
    """toxic: how much the pitch rises. heated: how often the samples change their sign, as a hiss does."""

    name, about = "hiss and rise", "sign changes"

    def __init__(self, labels: tuple[str, ...] = ("toxic", "heated")) -> None:
        self.labels = labels

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        halves = [[_changes(half) for half in np.array_split(clip.samples, 2)] for clip in clips]
        rise = np.array([second / max(1e-9, first + second) for first, second in halves])
        hiss = np.array([min(1.0, first + second) for first, second in halves])
        return Scores({label: hiss if label == "heated" else rise for label in self.labels})


def _changes(samples: Any) -> float:
    return float(np.mean(np.diff(np.sign(samples)) != 0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the decoded corpus and the rooms, which take a while to make, for all evaluations."""
    return tmp_path_factory.mktemp("heated")


def evaluated(corpus: Path, folder: Path, scorer: HissAndRise) -> tuple[dict[str, Any], str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "load_peers", lambda *_: [Chance()])
        patch.setattr(module, "fetch_game_voices", lambda _: None)
        module.evaluate(scorer, corpus, folder / "corpus", folder)
    return json.loads((folder / "evaluation.json").read_text()), (folder / "evaluation.html").read_text()


@pytest.fixture(scope="module")
def result(corpus: Path, folder: Path) -> tuple[dict[str, Any], str]:
    return evaluated(corpus, folder, HissAndRise())


def test_a_scorer_that_hears_the_angry_voices_is_found_to(result: tuple[dict[str, Any], str]) -> None:
    figures, page = result
    tests = figures["heated"]["tests"]
    assert len(tests) == 6
    for of in tests.values():
        assert of["auc"][0] == 1
        assert of["average_precision"][0] == 1
    assert (tests["vocal bursts"]["clips"], tests["vocal bursts"]["speakers"]) == (48, 6)
    assert tests["acted, strong ones alone"]["clips"] == 24
    assert tests["vocal bursts"]["points"]["balanced"]["recall"][0] > 0.9
    assert figures["heated"]["alarms"]["intents"]["points"]["balanced"]["alarms"] == 0
    assert figures["heated"]["calibration"]["expected_calibration_error"] > 0
    assert "AUC of heated" in page
    assert "acted, strong ones alone" in page


def test_the_words_say_nothing_of_the_voice(result: tuple[dict[str, Any], str]) -> None:
    words = result[0]["heated"]["words"]
    assert set(words) == {"heated_of_toxic_texts", "toxic_of_angry_bursts", "toxic_of_angry_acted"}
    assert words["toxic_of_angry_bursts"][1] < 0.5 < words["toxic_of_angry_bursts"][2]


def test_heated_is_in_no_figure_of_toxicity(corpus: Path, result: tuple[dict[str, Any], str], folder: Path) -> None:
    figures, page = evaluated(corpus, folder, HissAndRise(("toxic",)))
    assert figures["heated"] == {}
    assert "this scorer has no label <i>heated</i>" in page
    for name in set(figures) - {"heated", "scorer", "worst"}:
        assert figures[name] == result[0][name], name
    scores = Scores({"heated": np.ones(2), "racism": np.array([0.2, 0.9])})
    assert scores.toxic.tolist() == [0.2, 0.9]
    point = {"heated": 0.5, "racism": 0.5}
    assert alarms(scores, point).tolist() == [False, True]
    assert alarms(scores, point, "heated").tolist() == [True, True]


def test_any_label_that_flags_is_an_alarm_as_it_is_in_the_package() -> None:
    scores = Scores({"toxic": np.array([0.2, 0.4]), "racism": np.array([0.2, 0.9])})
    assert alarms(scores, {"toxic": 0.5, "racism": 0.5}).tolist() == [False, True]


def test_a_scorer_of_six_labels_without_toxic_may_tell_heated_too(corpus: Path, folder: Path) -> None:
    labels = ("profanity", "bullying", "dating_sexting", "racism", "other", "heated")
    figures, _ = evaluated(corpus, folder, HissAndRise(labels))
    assert set(figures["scorer"]["thresholds"]["balanced"]) == set(labels)
    assert set(figures["spoken"]["decisions"]["balanced"]["thresholds"]) == set(labels) - {"heated"}
    assert figures["heated"]["tests"]["acted sentences"]["auc"][0] == 1


def test_no_speaker_of_training_or_validation_is_tested(corpus: Path, folder: Path) -> None:
    bursts = load_test_sets(corpus, folder / "corpus", ["en"]).bursts
    assert {speaker_split(clip.row) for clip in bursts} == {"test"}
    assert is_heated(bursts).sum() == len(bursts) / 2


def test_a_scorer_that_hears_loudness_alone_fails_at_equal_loudness() -> None:
    random = np.random.default_rng(3)
    clips = []
    for i in range(800):
        angry = i % 8 == 0
        level = random.uniform(1, 3) * (1.6 if angry else 1)
        samples = (random.normal(0, 1000, 4000) * level).astype(np.int16)
        emotion = "anger" if angry else "sadness"
        clips.append(Clip({"corpus": "emogator", "speaker": f"{i // 80}", "emotion": emotion}, samples))
    part = Scored(clips, Scores({"toxic": np.zeros(800), "heated": _loudness(clips)}))
    nobody = Scored([], Scores({"toxic": np.zeros(0), "heated": np.zeros(0)}))
    tests = heated(part, nobody, nobody, {}, {"balanced": {"heated": 0.5}})["tests"]
    assert tests["vocal bursts"]["auc"][0] > 0.7
    assert tests["vocal bursts"]["auc_of_length_and_loudness"][0] > 0.7
    assert tests[EQUALISED]["auc"][0] < 0.65
    assert tests[EQUALISED]["clips"] == 200


def test_length_alone_is_found_out_and_too_few_speakers_tell_nothing() -> None:
    angry = np.arange(60) % 2 == 0
    clips = [
        Clip({"speaker": f"{i // 6}"}, np.full(3000 if long else 1700, 500, np.int16)) for i, long in enumerate(angry)
    ]
    scores = length_and_loudness(clips, angry)
    assert scores is not None
    assert auc(scores, angry) > 0.9
    assert length_and_loudness(clips[:24], angry[:24]) is None


def _loudness(clips: list[Clip]) -> Floats:
    return np.array([np.sqrt(np.mean(np.square(clip.samples, dtype=float))) / 10000 for clip in clips])


def test_the_card_has_every_table_and_the_figures_of_the_evaluation(result: tuple[dict[str, Any], str]) -> None:
    figures, _ = result
    card = card_tables(figures)
    for heading in ("## On synthesised speech", "## On real people", "## Heated"):
        assert heading in card
    for line in card.splitlines():
        assert not line.startswith("|") or line.endswith("|")
    auc = figures["peers"][figures["scorer"]["name"]]["any"]["auc"]
    assert f"| {figures['scorer']['name']} | {auc[0]:.3f} ({auc[1]:.3f} to {auc[2]:.3f}) |" in card
    assert "| ordinary: all | " in card


def test_languages_have_a_table_where_there_are_several(result: tuple[dict[str, Any], str], tmp_path: Path) -> None:
    figures, page = result
    assert figures["languages"] == {}
    assert "Languages</h2>" not in page
    values = {"auc": [0.7, 0.6, 0.8], "mean_average_precision": [0.5, 0.4, 0.6], "english_mean": [0.8, 0.7, 0.9]}
    shares = {"share": [0.625, 0.5, 0.75], "recall": [0.3, 0.2, 0.4], "false_alarm_rate": [0.01, 0, 0.1]}
    german = {
        **values,
        **shares,
        "clips": 40,
        "toxic": 20,
        "labels": ["racism"],
        "shared_voices": True,
        "few_speakers": False,
    }
    several = {**figures, "languages": {"de": german}}
    card = card_tables(several)
    assert "| de † | 40 | 20 | 0.700 (0.600 to 0.800) | 30.0 (20.0 to 40.0) | 1.0 (0.0 to 10.0) | 0.500 (0." in card
    assert " | 0.800 (0.700 to 0.900) | 62.5 (50.0 to 75.0) | racism |" in card
    assert "English test utterances" in card
    assert "English test utterances" not in card_tables(figures)
    write_page(several, {}, tmp_path / "page.html")
    written = (tmp_path / "page.html").read_text()
    assert "Languages</h2>" in written
    assert "synthesised clips in English" in written


def test_card_and_page_say_where_intervals_are_over_too_few_speakers(
    result: tuple[dict[str, Any], str], tmp_path: Path
) -> None:
    figures, page = result
    assert "Over fewer than 20 speakers such an interval covers less than 95 %" in page
    card = card_tables(figures)
    assert "| acted: calm ‡ | 24 |" in card  # six actors
    assert "| acted sentences ‡ | 48 |" in card
    assert "| no speech | 300 |" in card  # over clips
    assert "\n\n‡ So few speakers: such an interval covers less than 95 %." in card
    spoken = "intervals over speakers, so few that such an interval covers less than 95 %."
    assert spoken not in card
    few = {**figures, "spoken": {**figures["spoken"], "drawn_over": "speakers", "few_speakers": True}}
    assert spoken in card_tables(few)
    write_page(few, {}, tmp_path / "page.html")
    assert "so few speakers that it lies there less often" in (tmp_path / "page.html").read_text()


def test_the_card_has_a_dash_for_what_could_not_be_measured() -> None:
    assert number(None) == percent(None) == percent([None, None, None]) == "–"
    assert percent([0.5, 0.25, None]) == "50.0 (25.0 to –)"
