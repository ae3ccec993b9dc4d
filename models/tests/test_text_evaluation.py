"""The evaluation of a text model."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from text_models import use_small_encoder, write_text_corpus

from earful_models.evaluation.interval import Interval
from earful_models.text_encoder.export import export_text
from earful_models.text_encoder.train import train_text
from earful_models.text_evaluation.bias import named_gaps, source_gaps, template_gaps
from earful_models.text_evaluation.disguises import DISGUISES, disguised
from earful_models.text_evaluation.evaluate import evaluate_text
from earful_models.text_evaluation.labels import flag_figures, label_figures
from earful_models.text_evaluation.page import page
from earful_models.text_evaluation.suites import Case, hatecheck, suite_figures

ALONE = [str(i) for i in range(500)]
"""Texts that are in no family."""


def test_figures_are_of_texts_of_which_the_label_is_known() -> None:
    targets = np.array([[1.0, 1.0]] * 10 + [[0.0, np.nan]] * 30)
    scores = np.array([[0.9, 0.5]] * 9 + [[0.1, 0.5]] + [[0.2, 0.5]] * 30)
    points = {"balanced": {"insult": 0.5, "threat": 0.5}}
    figures = label_figures(["insult", "threat"], scores, targets, points, ALONE[:40])
    assert list(figures) == ["insult"]  # no text is known not to threaten
    assert (figures["insult"]["positive"], figures["insult"]["negative"]) == (10, 30)
    assert figures["insult"]["auc"][0] == pytest.approx(0.9)
    assert figures["insult"]["points"]["balanced"]["recall"] == 0.9


def test_a_case_is_judged_against_all_of_the_other_kind() -> None:
    cases = [Case("a", "insult", True)] * 2 + [Case("b", "denial", False)] * 2 + [Case("c", "greeting", False)] * 4
    figures = suite_figures(cases, np.array([0.9, 0.4, 0.8, 0.6, 0.1, 0.1, 0.1, 0.1]), 0.5)
    assert figures["cases"]["denial"]["auc"] == 0.5
    assert figures["cases"]["greeting"]["auc"] == 1
    assert figures["cases"]["denial"]["alarms"][0] == 1
    assert figures["auc"][0] == pytest.approx(10 / 12, abs=1e-4)
    assert (figures["texts"], figures["bad"]) == (8, 2)


def test_suites_leave_out_texts_that_mention_minors(tmp_path: Path) -> None:
    lines = ["functionality,test_case,label_gold,target_ident,templ_id", "a_nh,The kids are here.,non-hateful,,1"]
    (tmp_path / "test_suite_cases.csv").write_text("\n".join([*lines, "b_h,Go away.,hateful,women,2"]) + "\n")
    assert hatecheck(tmp_path) == [Case("Go away.", "b_h", True, "women", "2")]


def test_a_gap_is_what_naming_a_group_adds() -> None:
    texts = ["the geese are here"] * 40 + ["hello there"] * 60
    alarm = np.array([True] * 20 + [False] * 20 + [True] * 6 + [False] * 54)
    gaps = named_gaps(texts, alarm, {"geese": "goose geese", "ducks": "duck"}, ALONE[:100])
    assert list(gaps) == ["geese"]
    assert (gaps["geese"]["alarms"][0], gaps["geese"]["gap"][0]) == (0.5, 0.4)
    low, high = gaps["geese"]["gap"][1:]
    assert 0.1 < low < 0.4 < high < 0.7


def test_a_group_that_never_alarms_is_not_known_never_to() -> None:
    texts = ["the geese are here"] * 43 + ["hello there"] * 400
    alarm = np.array([False] * 43 + [True] * 6 + [False] * 394)
    _, low, high = named_gaps(texts, alarm, {"geese": "geese"}, ALONE[:443])["geese"]["gap"]
    assert low < -0.015
    assert high > 0.05


def test_templates_compare_groups_in_harmless_cases_alone() -> None:
    cases = [Case("", "ident_neutral_nh", False, "geese")] * 25 + [Case("", "ident_pos_nh", False, "ducks")] * 25
    cases += [Case("", "derog_h", True, "geese")] * 50
    gaps = template_gaps(cases, np.array([0.9] * 25 + [0.1] * 25 + [0.9] * 50), 0.5)
    assert {name: gap["gap"][0] for name, gap in gaps.items()} == {"geese": 1.0, "ducks": -1.0}
    assert gaps["geese"]["texts"] == 25


def width(interval: Interval) -> float:
    _, low, high = interval
    assert low is not None
    assert high is not None
    return high - low


def test_a_page_without_a_label_that_has_enough_texts_says_so() -> None:
    clean = {"texts": 24, "alarms": [0.0, 0.0, 0.1]}
    told = page({"point": "balanced", "labels": {}, "flags": {}, "suites": {}, "clean": clean, "disguises": {}})
    assert "No label has 5 test texts with it and any without." in told


def test_a_text_is_flagged_by_any_label_of_toxicity_and_by_no_emotion() -> None:
    labels = ["bullying", "toxic", "anger"]
    scores = np.array([[0.9, 0.1, 0.1], [0.1, 0.9, 0.1], [0.1, 0.1, 0.9], [0.9, 0.9, 0.1]])
    toxic = np.array([True, True, False, False])
    points = {"balanced": dict.fromkeys(labels, 0.5)}
    found = flag_figures(labels, scores, toxic, points, list("abcd"))["balanced"]
    assert (found["recall"][0], found["false_alarms"][0]) == (1.0, 0.5)


def test_texts_of_one_family_count_as_one() -> None:
    random = np.random.default_rng(1)
    families = [str(i // 10) for i in range(400)]
    alarm = np.repeat(random.random(40) < 0.3, 10)
    texts = ["the geese are here" if i // 10 % 2 else "hello there" for i in range(400)]
    scores, targets = random.random((400, 1)) / 2 + np.repeat(random.random((40, 1)), 10, 0), np.zeros((400, 1))
    targets[:, 0] = random.random(400) < 0.5
    together, apart = (
        {
            **named_gaps(texts, alarm, {"geese": "geese"}, units)["geese"],
            "source": source_gaps(["ab"[i // 10 % 2] for i in range(400)], alarm, units)["a"]["gap"],
            "auc": label_figures(["insult"], scores, targets, {}, units)["insult"]["auc"],
        }
        for units in (families, ALONE[:400])
    )
    for name in ("alarms", "gap", "source", "auc"):
        assert together[name][0] == apart[name][0]
        assert width(together[name]) > 1.5 * width(apart[name])


def test_cases_of_one_template_count_as_one() -> None:
    random = np.random.default_rng(1)
    scores = np.repeat(random.random(40), 10)
    together = [
        Case(str(i), "ident_pos_nh" if i < 200 else "derog_h", i >= 200, "ab"[i // 10 % 2], str(i // 10))
        for i in range(400)
    ]
    apart = [case._replace(template="") for case in together]
    wide, narrow = suite_figures(together, scores, 0.5), suite_figures(apart, scores, 0.5)
    assert width(wide["auc"]) > 1.5 * width(narrow["auc"])
    alarms = [figures["cases"]["derog_h"]["alarms"] for figures in (wide, narrow)]
    assert width(alarms[0]) > 1.5 * width(alarms[1])
    gaps = [template_gaps(cases, scores, 0.5)["a"]["gap"] for cases in (together, apart)]
    assert width(gaps[0]) > 1.5 * width(gaps[1])


@pytest.mark.parametrize("name", list(DISGUISES))
def test_a_disguise_changes_every_long_word_and_is_the_same_each_time(name: str) -> None:
    texts = ["What a silly goose, is it?"]
    found = disguised(texts, name)
    assert found == disguised(texts, name) != disguised(texts, name, seed=2) or name == "full width"
    assert "silly" not in found[0]
    assert "goose" not in found[0]
    assert " is it?" in found[0]


def test_look_alikes_never_replace_a_whole_word() -> None:
    draw = random.Random(1)
    assert all(any(c.isascii() for c in DISGUISES["Cyrillic look-alikes"]("peace", draw)) for _ in range(50))


def test_an_evaluation_has_all_tables_and_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_small_encoder(monkeypatch)
    table, recipe, model = write_text_corpus(tmp_path), tmp_path / "small.toml", tmp_path / "m.safetensors"
    recipe.write_text('name = "small"\nlayers = 2\npieces = 80\nepochs = 2\nbatch_size = 16\nencoder_rate = 0.003\n')
    train_text(recipe, tmp_path, table, tmp_path / "runs")
    export_text(tmp_path / "runs" / "small", tmp_path, table, model)
    capsys.readouterr()
    evaluate_text(model, tmp_path, table, tmp_path / "out")
    report = json.loads((tmp_path / "out" / "text.json").read_text())
    assert report["clean"]["texts"] == 24
    assert set(report["suites"]) == {"hatecheck", "xstest"}
    assert report["disguises"]["none"]["with"] == report["disguises"]["none"]["without"]
    printed = capsys.readouterr().out
    assert "| leet | with |" in printed
    assert "| flagged by any label of toxicity |" in printed
    assert "95 % intervals are over families of texts" in printed
    assert "goose" not in printed + json.dumps(report)
