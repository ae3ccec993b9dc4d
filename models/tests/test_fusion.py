"""Late fusion of a voice's score with its caption's."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from earful_models.corpus import Clip
from earful_models.evaluation.metrics import Bools, Floats, auc
from earful_models.evaluation.scorer import Scores
from earful_models.fusion.carry import carry_fusions
from earful_models.fusion.fuse import fitted, fuse, identity, thresholds, write_fusions
from earful_models.fusion.page import page
from earful_models.fusion.scorers import FusedScorer
from earful_models.fusion.weights import TEXT, VOICE, Weights, choose_weights, log_odds
from earful_models.model_file import load_model, read_file, write_file
from earful_models.text_encoder.model_file import load_text_model

RELEASE = Path(__file__).parents[1] / "release"
COUNT = 600
GROUPS = [str(i // 3) for i in range(COUNT)]


def judged(strength: float, positive: Bools, seed: int) -> Floats:
    """Scores whose log-odds are of positives this much higher than of others."""
    odds = strength * (positive - 0.5) + np.random.default_rng(seed).normal(size=len(positive))
    return 1 / (1 + np.exp(-odds))


@pytest.fixture
def positive() -> Bools:
    return np.random.default_rng(1).random(COUNT) < 0.4


def test_two_judges_who_err_apart_are_better_together(positive: Bools) -> None:
    voice, text = judged(1.5, positive, 2), judged(2.0, positive, 3)
    weights = choose_weights(voice, text, positive, GROUPS)
    assert weights.voice > 0.5
    assert weights.text > 0.5
    new = np.random.default_rng(4).random(COUNT) < 0.4
    heard, read = judged(1.5, new, 5), judged(2.0, new, 6)
    assert auc(weights.fuse(heard, read), new) > max(auc(heard, new), auc(read, new)) + 0.02


def test_a_judge_who_knows_nothing_is_not_asked(positive: Bools) -> None:
    good, guess = judged(2.0, positive, 2), np.random.default_rng(3).random(COUNT)
    assert choose_weights(good, guess, positive, GROUPS) == VOICE
    assert choose_weights(guess, good, positive, GROUPS) == TEXT


def test_a_judge_who_knows_the_families_alone_is_not_asked() -> None:
    positive, families = np.random.default_rng(1).random(12) < 0.5, np.arange(COUNT) % 12
    voice, text = judged(1.0, positive, 4)[families], judged(0.0, positive, 5)[families]
    assert choose_weights(voice, text, positive[families], [str(family) for family in families]) == VOICE


def test_the_better_judge_stands_where_both_cannot_be_learnt_together(positive: Bools) -> None:
    good, poor = judged(2.0, positive, 2), judged(0.5, positive, 3)
    of_one_family = positive & (np.arange(COUNT) < 3)
    assert of_one_family.any()
    assert choose_weights(poor, judged(3.0, of_one_family, 2), of_one_family, GROUPS) == TEXT
    assert choose_weights(good, np.zeros(COUNT), positive, GROUPS) == VOICE
    assert choose_weights(good, poor, positive, [str(i % 4) for i in range(COUNT)]) == VOICE


def test_weights_are_as_the_file_has_them(positive: Bools) -> None:
    weights = choose_weights(judged(1.5, positive, 2), judged(2.0, positive, 3), positive, GROUPS)
    assert weights == weights.rounded() not in (VOICE, TEXT)


def test_a_caption_without_a_known_word_leaves_the_voice_its_score(positive: Bools) -> None:
    voice, text = judged(1.5, positive, 2), judged(2.0, positive, 3)
    text[::5] = 0.0
    for weights in (Weights(0.7, 1.1, -0.2), TEXT):
        fused = weights.fuse(voice, text)
        assert np.array_equal(fused[::5], voice[::5])
        assert not np.any(fused[1::5] == voice[1::5])
    assert choose_weights(voice, text, positive, GROUPS).text > 0.5  # zeros are not read as log-odds


def test_a_fused_score_is_what_the_package_makes_of_the_same_two() -> None:
    fused = Weights(0.7, 1.1, -0.2).fuse(np.array([0.8, 0.1, 1.0]), np.array([0.3, 0.9, 0.5]))
    assert fused == pytest.approx([0.45968233, 0.66349087, 0.99992294], abs=1e-7)  # as in tests/web/suite/fusion.js


def test_sure_scores_have_finite_odds() -> None:
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()


class Judge:
    """Gives the clips scores by their ids."""

    name, about = "judge", ""

    def __init__(self, scores: dict[str, float], errors: dict[str, str] | None = None) -> None:
        self._scores, self._errors = scores, errors or {}

    def score(self, clips: list[Clip], what: str) -> Scores:  # noqa: ARG002
        scores = np.array([np.nan if c.row["id"] in self._errors else self._scores[c.row["id"]] for c in clips])
        return Scores({"toxic": scores}, self._errors)


def test_weights_and_thresholds_come_of_the_clips_that_both_can_score(positive: Bools) -> None:
    clips = [
        Clip({"id": str(i), "group": GROUPS[i], "profanity": str(int(positive[i]))}, np.zeros(1600, np.int16))
        for i in range(COUNT)
    ]
    by_id = [dict(zip(map(str, range(COUNT)), judged(2.0, positive, seed).tolist(), strict=True)) for seed in (2, 3)]
    voice, text = Judge(by_id[0], {"7": "too short"}), Judge(by_id[1])
    weights = fitted(voice, text, ["toxic"], clips)
    fused = FusedScorer(voice, text, weights)
    clean = [clip for clip in clips if not clip.toxic]
    points = thresholds(fused, ["toxic"], {"all": clean})
    scores = fused.score(clean, "").by_label["toxic"]
    share = np.mean(scores[np.isfinite(scores)] >= points["strict"]["toxic"])
    assert 0.04 < share <= 0.05
    assert points["strict"]["toxic"] < points["balanced"]["toxic"] < points["lenient"]["toxic"]


class Listener:
    """Hears the words that an utterance is made of, and of a recording nothing."""

    def __init__(self, build: Path) -> None:
        pass

    def transcribe(self, clips: list[Clip]) -> list[str]:
        return [clip.row.get("text", "") for clip in clips]


def test_the_command_writes_weights_and_thresholds_and_keeps_those_of_other_voices_with_this_text_model(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("earful_models.fusion.fuse.Transcriber", Listener)
    voice, text = RELEASE / "cnn.safetensors", RELEASE / "text.safetensors"
    this_text = identity(load_text_model(text), text)
    other = {"voice": {"name": "another", "version": "1.0.0"}, "text": this_text}
    of_a_text_before = {"voice": {"name": "third"}, "text": {**this_text, "sha256": "0" * 64}}
    out = tmp_path / "fusion.json"
    out.write_text(json.dumps([other, {"voice": {"name": "cnn", "version": "0.0.1"}}, of_a_text_before]))
    fuse(voice, text, corpus, tmp_path / "corpus", out)
    kept, made = json.loads(out.read_text())
    assert kept == other
    assert made["voice"] == identity(load_model(voice), voice)
    assert made["text"] == this_text
    assert set(made["weights"]) == {"toxic"}
    assert all(value == round(value, 4) for value in made["weights"]["toxic"].values())
    for point in ("strict", "balanced", "lenient"):
        assert 0 < made["operating_points"][point]["toxic"] < 1
    told = capsys.readouterr().out
    assert "| toxic | 6 |" in told
    assert "| label | clips with it | AUC, cnn" in told


def test_a_model_exported_while_the_command_runs_is_not_taken_for_the_one_that_was_judged(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(RELEASE / "text.safetensors", text := tmp_path / "text.safetensors")
    judged_one = identity(load_text_model(text), text)

    class ExportsMeanwhile(Listener):
        def transcribe(self, clips: list[Clip]) -> list[str]:
            shutil.copy(RELEASE / "cnn.safetensors", exported := tmp_path / "unfinished")
            exported.replace(text)
            return super().transcribe(clips)

    monkeypatch.setattr("earful_models.fusion.fuse.Transcriber", ExportsMeanwhile)
    fuse(RELEASE / "cnn.safetensors", text, corpus, tmp_path / "corpus", tmp_path / "fusion.json")
    (made,) = json.loads((tmp_path / "fusion.json").read_text())
    assert made["text"] == judged_one


def test_a_model_that_is_calibrated_anew_leaves_the_fused_scores_as_they_were(tmp_path: Path) -> None:
    shutil.copy(RELEASE / "text.safetensors", path := tmp_path / "text.safetensors")
    before = load_text_model(path)
    was = identity(before, path)
    weights = {"toxic": {"voice": 0.7, "text": 1.1, "bias": -0.2}, "insult": {"voice": 0.0, "text": 1.0, "bias": 0.0}}
    of_another = {"voice": {"name": "a"}, "text": {**was, "sha256": "0" * 64}, "weights": weights}
    write_fusions(tmp_path / "a.fusion.json", [of_another, {"voice": {"name": "b"}, "text": was, "weights": weights}])
    header, tensors = read_file(path)
    header["calibration"]["toxic"]["scale"] *= 1.4
    header["calibration"]["insult"]["bias"] -= 0.3
    write_file(path, tensors, header)
    after = load_text_model(path)
    carry_fusions(path, before, was, after)
    kept, carried = json.loads((tmp_path / "a.fusion.json").read_text())
    assert kept == of_another
    assert carried["text"] == identity(after, path)
    voice, line = np.array([0.3]), "you silly goose, stop that"
    for label in weights:
        old, new = (np.array([model.score(line)[label]]) for model in (before, after))
        assert new != pytest.approx(old, abs=1e-3)
        fused = Weights(**weights[label]).fuse(voice, old)
        assert Weights(**carried["weights"][label]).fuse(voice, new) == pytest.approx(fused, abs=1e-4)


def test_the_released_weights_are_for_the_released_models() -> None:
    for entry in json.loads((RELEASE / "text.fusion.json").read_text()):
        voice, text = (RELEASE / f"{entry[kind]['name']}.safetensors" for kind in ("voice", "text"))
        assert entry["voice"] == identity(load_model(voice), voice)
        assert entry["text"] == identity(load_text_model(text), text)


def test_the_page_says_where_one_of_them_judges_alone() -> None:
    figure = {"toxic": {"clips": 9, "auc": [0.8, 0.7, 0.9], "average_precision": [0.8, 0.7, None]}}
    points = {point: {"share": [0.01, 0.0, 0.02]} for point in ("strict", "balanced")}
    figures = {"voice": figure, "caption": figure, "fused": figure}
    told = page({"toxic": TEXT}, figures, {"clips": 9, "hours": 0.5, "points": points})
    assert "| toxic | 9 | 0.800 (0.700 to 0.900) |" in told
    assert "| the caption alone |" in told
    assert "| ordinary speech, flagged by any label |" in told
    assert "| 9 clips, 0.50 h | 0.010 (0.000 to 0.020) |" in told
