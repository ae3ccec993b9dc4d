"""What clips are told apart by: voices, lengths, suites' cases, game voices."""

from pathlib import Path

import numpy as np
import pytest
from conftest import encode

from earful_models.corpus import Clip
from earful_models.evaluation.cases import cases
from earful_models.evaluation.comparison import comparison
from earful_models.evaluation.discrimination import of_label
from earful_models.evaluation.false_alarms import emotion, false_alarms
from earful_models.evaluation.game_voices import JUDGEMENT, load_game_voices
from earful_models.evaluation.gaps import bucket, gaps
from earful_models.evaluation.languages import by_language, main_language
from earful_models.evaluation.peers import Chance
from earful_models.evaluation.scored import Scored
from earful_models.evaluation.scorer import Scores
from earful_models.evaluation.test_sets import functional_cases, with_cases
from earful_models.evaluation.voices import accent, gender, speaker, styles

POINTS = {"balanced": {"toxic": 0.5}}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("bf_emma", ("British", "female")),
        ("am_adam+am_michael", ("American", "male")),
        ("am_adam+bm_lewis", ("mixed", "male")),
        ("af_sarah+en-GB", ("mixed", "female")),
        ("somebody", ("", "")),
        ("", ("", "")),
    ],
)
def test_the_name_of_a_voice_tells_accent_and_gender(names: str, expected: tuple[str, str]) -> None:
    row = {"component_styles": names}
    assert (accent(row), gender(row)) == expected
    assert "+".join(styles(row)) == names


def test_lengths_fall_into_buckets_without_gaps() -> None:
    assert [bucket(seconds) for seconds in (0.3, 1, 5.9, 15, 40)] == [
        "0–1 s",
        "1–2 s",
        "4–6 s",
        "from 15 s",
        "from 15 s",
    ]


def test_a_group_that_is_scored_worse_has_a_gap_that_leaves_out_0_and_an_equal_one_has_not() -> None:
    random = np.random.default_rng(1)
    rows = [
        {"voice": f"{engine}{i % 10}", "engine": engine, "racism": str(i % 2), "source": "xy"[i // 2 % 2]}
        for engine in ("good", "bad")
        for i in range(200)
    ]
    toxic = np.array([row["racism"] == "1" for row in rows])
    good = np.array([row["engine"] == "good" for row in rows])
    scores = 1 / (1 + np.exp(-random.normal(np.where(toxic & good, 2.0, 0.0), 1)))
    part = Scored([Clip(row, np.zeros(16000, np.int16)) for row in rows], Scores({"toxic": scores}))
    found = gaps(part, POINTS, "balanced")
    _, low, high = found["engine"]["bad"]["auc_gap"]
    assert low < high < -0.2
    _, low, high = found["source of the text"]["x"]["auc_gap"]
    assert low < 0 < high
    assert found["length"]["1–2 s"]["auc_gap"] is None  # there are no other clips


def test_a_group_without_a_false_alarm_has_an_interval_that_is_open_upwards() -> None:
    rows = [{"voice": f"{i % 20}", "engine": "ab"[i % 2], "racism": str(i // 100 % 2)} for i in range(400)]
    toxic = np.array([row["racism"] == "1" for row in rows])
    scores = np.where(toxic, 0.9, 0.1)
    scores[1] = 0.9  # one false alarm of b, none of a, and neither misses any
    part = Scored([Clip(row, np.zeros(16000, np.int16)) for row in rows], Scores({"toxic": scores}))
    found = gaps(part, POINTS, "balanced")["engine"]["a"]
    assert found["false_alarm_rate"] == pytest.approx([0, 0, 0.0362], abs=1e-4)
    assert found["recall"][1] == pytest.approx(1 - 0.0362, abs=1e-4)
    _, low, high = found["false_alarm_rate_gap"]
    assert low < -0.02
    assert high > 0.02
    _, low, high = found["recall_gap"]
    assert low < -0.03
    assert high > 0.03


def test_each_language_has_the_share_of_english_that_its_labels_have() -> None:
    random = np.random.default_rng(1)
    rows = [
        {"voice": f"{language}{i % 10}", "language": language, label: str(i % 2), "component_styles": f"{language}-DE"}
        for language, label in (("de", "racism"), ("en", "racism"), ("en", "bullying"))
        for i in range(200)
    ]
    german = np.array([row["language"] == "de" for row in rows])
    labels = {label: np.array([row.get(label) == "1" for row in rows]) for label in ("racism", "bullying")}
    scores = {label: (has & ~german) + random.uniform(0, 0.1, len(rows)) for label, has in labels.items()}
    scores["toxic"] = np.maximum(scores["racism"], scores["bullying"])
    part = Scored([Clip(row, np.zeros(16000, np.int16)) for row in rows], Scores(scores))
    found = by_language(part, POINTS, "balanced")
    assert list(found) == ["en", "de"]
    assert found["en"]["labels"] == ["bullying", "racism"]
    assert found["de"]["labels"] == ["racism"]
    assert found["en"]["share"] == [1, 1, 1]
    assert found["de"]["english_mean"] == [1, 1, 1]
    assert found["de"]["share"] == found["de"]["mean_average_precision"]  # of chance, about a half
    assert 0.4 < found["de"]["share"][0] < 0.6
    assert 0.4 < found["de"]["auc"][0] < 0.6
    assert found["en"]["recall"][0] == 1
    assert found["de"]["recall"][0] == 0
    assert (found["de"]["shared_voices"], found["en"]["shared_voices"]) == (True, False)
    assert by_language(part.where(~german), POINTS, "balanced") == {}
    assert len(main_language(part).clips) == 400
    assert len(main_language(part.where(german)).clips) == 200


def test_alarms_are_counted_by_the_hour_and_by_what_bursts_are() -> None:
    clips = [
        Clip({"emotion": "amusement", "kind": "burst", "path": str(i)}, np.zeros(57600, np.int16)) for i in range(100)
    ]
    scores = Scores({"toxic": np.array([0.9] * 3 + [0.1] * 97), "heated": np.ones(100)})
    point = false_alarms(Scored(clips, scores), POINTS)["points"]["balanced"]
    assert point["alarms"] == 3  # a heated voice is no alarm of toxicity
    assert point["per_hour"][0] == 30
    assert emotion(clips[0]) == "amusement (laughter)"


def test_alarms_of_toxic_alone_are_told_beside_those_of_any_label() -> None:
    clips = [Clip({"path": str(i)}, np.zeros(57600, np.int16)) for i in range(100)]
    scores = Scores({"toxic": np.array([0.9] * 3 + [0.1] * 97), "racism": np.array([0.1] * 95 + [0.9] * 5)})
    points = {name: {"toxic": 0.5, "racism": 0.5} for name in POINTS}
    point = false_alarms(Scored(clips, scores), points)["points"]["balanced"]
    assert (point["alarms"], point["per_hour"][0], point["toxic_alone_per_hour"][0]) == (8, 80, 30)


def test_alarms_on_real_speech_are_left_out_where_no_clean_clip_sets_their_threshold() -> None:
    toxic, real = (
        [Clip({"id": f"{i}", **row}, np.zeros(16000, np.int16)) for i in range(9)] for row in ({"racism": "1"}, {})
    )
    assert "real" not in comparison([Chance()], toxic, real, {})["chance"]
    assert "real" in comparison([Chance()], [*toxic, *real], real, {})["chance"]


def test_a_speaker_at_several_rates_is_drawn_as_one() -> None:
    rows = [{"voice": f"{style}-{rate}", "component_styles": style} for style in ("rms", "slt", "a+b") for rate in "12"]
    part = Scored([Clip(row, np.zeros(1, np.int16)) for row in rows], Scores({}))
    assert part.bootstrap.over == "conditions"
    assert all(len({rows[i]["component_styles"] for i in chosen}) <= 3 for chosen in part.bootstrap.sets)
    assert any((np.bincount(chosen, minlength=6)[:2].sum()) == 0 for chosen in part.bootstrap.sets)
    assert speaker({"speaker": "ravdess-1"}) == "ravdess-1"


def test_recall_at_a_share_that_the_clean_clips_are_too_few_for_is_left_out() -> None:
    clips = [Clip({"path": str(i), "racism": str(i % 2)}, np.zeros(1, np.int16)) for i in range(400)]
    part = Scored(clips, Scores({"toxic": np.random.default_rng(1).random(400)}))
    found = of_label(part, "toxic")["recall_at"]
    assert found["1 %"][0] is not None
    assert found["0.1 %"] == [None, None, None]


def test_cases_tell_hits_from_false_alarms() -> None:
    rows = [{"case": "threat", "other": "1"}] * 3 + [{"case": "threat"}] * 2 + [{"case": "homonym"}] * 4
    clips = [Clip({**row, "path": str(i)}, np.zeros(16000, np.int16)) for i, row in enumerate(rows)]
    part = Scored(clips, Scores({"toxic": np.array([0.9, 0.8, 0.2, 0.9, 0.1, 0.1, 0.1, 0.1, 0.7])}))
    found = cases(part, lambda clip: clip.row["case"], POINTS)["cases"]
    assert {name: of["alarms"]["balanced"][0] for name, of in found.items()} == pytest.approx(
        {"homonym, clean": 1 / 4, "threat, clean": 1 / 2, "threat, toxic": 2 / 3}, abs=1e-3
    )


def test_a_spoken_text_finds_its_case_whatever_its_punctuation(tmp_path: Path) -> None:
    folder = tmp_path / "text" / "hatecheck"
    folder.mkdir(parents=True)
    (folder / "cases.csv").write_text("functionality,test_case\ngreeting,Hello - there!\nspell_space_h,He llo there!\n")
    assert functional_cases(tmp_path, "hatecheck") == {"hellothere": "greeting"}
    clips = [Clip({"source": "hatecheck", "text": text}, np.zeros(1, np.int16)) for text in ("hello there", "bye")]
    suites = with_cases(tmp_path, clips)
    assert [clip.row["case"] for clip in suites["hatecheck"]] == ["greeting", "other"]


def test_game_voices_are_judged_by_their_names_and_those_left_open_are_left_out(tmp_path: Path) -> None:
    tone = encode(np.zeros(1600, np.int16))
    for name in ("Pirate/Traitor", "Pirate/Hello", "Pirate/Kamikaze", "Default_es/Hello"):
        path = tmp_path / "game-voices" / f"{name}.ogg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tone)
    clips = load_game_voices(tmp_path / "corpus")
    assert {clip.row["id"]: clip.toxic for clip in clips} == {"Pirate/Hello": False, "Pirate/Traitor": True}
    assert set(JUDGEMENT.values()) == {"insult", "threat", "order or cheer", "laugh, groan or cough"}
