"""From a trained run to a model file and its figures, on the small corpus."""

import csv
import io
import json
import shlex
import shutil
import sys
import tarfile
from pathlib import Path
from typing import IO, cast

import numpy as np
import pytest
import torch
from conftest import as_csv, write_archive

from earful_models.config import load_config
from earful_models.corpus import load_spoken, speaker_split
from earful_models.evaluation.operating_points import calm_validation, clean_validation
from earful_models.evaluation.scorer import ModelScorer
from earful_models.export import found, make_model, operating_points
from earful_models.model_file import load_model, read_file, self_test_input, write_file
from earful_models.recalibrate import make_recalibrated, set_operating_points
from earful_models.recordings import load_recordings
from earful_models.summary import summary
from earful_models.train import train

CONFIG = """
name = "tones"
[network]
channels = 4
attention_size = 8
hidden = 16
[training]
optimiser = "adamw"
rate = 0.01
batch_size = 8
epochs = 25
batch_norm = true
"""
BOTH = 'labels = ["toxic", "heated"]\nrecordings = ["emogator"]\n' + CONFIG.replace("tones", "both")
NEUTRAL = {"scale": 1.0, "bias": 0.0}


@pytest.fixture(scope="module")
def released(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    (folder / "tones.toml").write_text(CONFIG)
    train(folder / "tones.toml", corpus, folder / "runs")
    make_model(folder / "runs" / "tones", corpus, folder / "corpus", folder / "tones.safetensors")
    return folder


def test_the_file_scores_as_the_best_epoch_did(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    validation = load_spoken(corpus, released / "corpus", "val")
    scores, toxic = (
        ModelScorer(model).score(validation, "validation").toxic,
        np.array([clip.toxic for clip in validation]),
    )
    history = [json.loads(line) for line in (released / "runs" / "tones" / "history.jsonl").read_text().splitlines()]
    best = max(record["cv_auc"] for record in history)
    assert np.mean(scores[toxic][:, None] > scores[~toxic]) == pytest.approx(best, abs=0.03)


def test_operating_points_are_set_on_the_clean_clips_that_score_highest(corpus: Path, released: Path) -> None:
    scorer = ModelScorer(load_model(released / "tones.safetensors"))
    clean = clean_validation(corpus, released / "corpus", ["en"])
    assert set(clean) == {"synthesised, en", "intents"}
    highest = max(scorer.score(clips, name).toxic.max() for name, clips in clean.items())
    # So few cannot measure 5 %, so every threshold lies just over the highest of them.
    for point in scorer.thresholds.values():
        assert point["toxic"] == pytest.approx(min(1, highest + 1e-3), abs=1e-3)


def test_operating_points_keep_their_share_in_each_language_that_the_model_is_for(
    corpus: Path, released: Path, tmp_path: Path
) -> None:
    model = load_model(released / "tones.safetensors")
    model.header["languages"] = ["en", "de"]
    with pytest.raises(ValueError, match="synthesised, de"):  # which nothing of the corpus is in
        operating_points(ModelScorer(model), corpus, released / "corpus")

    both = speaking_german_too(corpus, tmp_path / "both")
    clean = clean_validation(both, tmp_path / "cache", ["en", "de"])
    assert {len(clean["synthesised, en"]), len(clean["synthesised, de"])} == {3}
    operating_points(ModelScorer(model), both, tmp_path / "cache")


def speaking_german_too(corpus: Path, folder: Path) -> Path:
    """The same utterances, every other clean one of validation in German."""
    shutil.copytree(corpus, folder)
    archive = folder / "speech" / "spoken.tar"
    with tarfile.open(archive) as tar:
        files = {name: cast(IO[bytes], tar.extractfile(name)).read() for name in tar.getnames()}
    rows = list(csv.DictReader(io.StringIO(files["manifest.csv"].decode())))
    clean = [row for row in rows if row["split"] == "val" and row["bullying"] == "0"]
    german = {row["path"] for row in clean[::2]}
    manifest = as_csv([{**row, "language": "de" if row["path"] in german else "en"} for row in rows])
    write_archive(archive, {**files, "manifest.csv": manifest})
    return folder


def test_the_self_test_holds_for_who_reads_the_file(released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    samples = self_test_input(released / "tones.safetensors")
    assert model.score(samples) == pytest.approx(model.header["self_test"]["scores"], abs=1e-6)


def test_a_file_is_calibrated_anew_with_its_weights_as_they_were(corpus: Path, released: Path, tmp_path: Path) -> None:
    right, spoiled = released / "tones.safetensors", tmp_path / "spoiled.safetensors"
    model = load_model(right)
    wrong = {"calibration": {"toxic": {"scale": -3.0, "bias": 9.0}}, "operating_points": {"strict": {"toxic": 0.0}}}
    write_file(spoiled, read_file(right)[1], model.header | wrong)
    for _ in range(2):
        make_recalibrated(spoiled, corpus, released / "corpus", spoiled)
    mended = load_model(spoiled)
    for part in ("scale", "bias"):
        expected = model.header["calibration"]["toxic"][part]
        assert mended.header["calibration"]["toxic"][part] == pytest.approx(expected, rel=0.01, abs=0.01)
    for name, point in model.header["operating_points"].items():
        assert mended.header["operating_points"][name] == pytest.approx(point, abs=2e-3)
    assert mended.header["training"].count("Calibrated anew on 12 validation utterances") == 1
    assert mended.header["self_test"]["scores"] == pytest.approx(model.header["self_test"]["scores"], abs=1e-2)
    for name, weights in model.network.state_dict().items():
        assert torch.equal(mended.network.state_dict()[name], weights), name


def test_a_runtime_sets_operating_points_and_leaves_scores_alone(corpus: Path, released: Path, tmp_path: Path) -> None:
    model, file = load_model(released / "tones.safetensors"), tmp_path / "tones.safetensors"
    write_file(file, read_file(released / "tones.safetensors")[1], model.header)
    runtime = tmp_path / "runtime.py"
    runtime.write_text(
        "import json, sys\nfor file in sys.argv[1:]: print(json.dumps({'file': file, 'scores': {'toxic': 0.25}}))\n"
    )
    for _ in range(2):
        set_operating_points(file, corpus, released / "corpus", shlex.join([sys.executable, str(runtime)]))
    after = load_model(file).header
    assert after["operating_points"] == {
        name: {"toxic": pytest.approx(0.251, abs=1e-6)} for name in model.header["operating_points"]
    }
    assert after["calibration"] == model.header["calibration"]
    assert after["training"].startswith(model.header["training"] + " Operating points set anew by a runtime's scores")
    assert after["training"].count("Operating points set anew") == 1


@pytest.fixture(scope="module")
def both(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two outputs."""
    folder = tmp_path_factory.mktemp("both")
    (folder / "both.toml").write_text(BOTH)
    train(folder / "both.toml", corpus, folder / "runs")
    return folder


def test_each_output_is_calibrated_on_the_clips_of_which_it_is_known(
    corpus: Path, both: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_model(both / "runs" / "both", corpus, both / "corpus", both / "both.safetensors")
    model = load_model(both / "both.safetensors")
    assert model.labels == ["toxic", "heated"]
    assert set(model.header["self_test"]["scores"]) == {"toxic", "heated"}
    config = load_config(both / "both.toml")
    spoken = load_spoken(corpus, both / "corpus", "val")
    people = load_recordings(corpus, both / "corpus", config, "val")
    scorer = ModelScorer(model)
    assert scorer.score(spoken, "spoken").toxic.mean() == pytest.approx(0.5, abs=0.1)  # as many are toxic
    assert scorer.score(people, "people").by_label["heated"].mean() == pytest.approx(0.5, abs=0.1)
    printed = capsys.readouterr().out.splitlines()
    assert len([line for line in printed if " of 16 validation clips" in line and line.startswith("heated, ")]) == 3
    assert len([line for line in printed if " of 6 validation clips" in line and line.startswith("toxic, ")]) == 3


def test_the_operating_points_of_heated_are_set_on_people_who_are_not_angry(corpus: Path, both: Path) -> None:
    make_model(both / "runs" / "both", corpus, both / "corpus", both / "both.safetensors")
    scorer = ModelScorer(load_model(both / "both.safetensors"))
    calm = calm_validation(corpus, both / "corpus")
    assert set(calm) == {"emogator", "intents"}
    assert {clip.row["emotion"] for clip in calm["emogator"]} == {"amusement"}
    assert {speaker_split(clip.row) for clip in calm["emogator"]} == {"val"}
    highest = max(scorer.score(clips, name).by_label["heated"].max() for name, clips in calm.items())
    for point in scorer.thresholds.values():
        assert point["heated"] == pytest.approx(min(1, highest + 1e-3), abs=1e-3)


def test_the_summary_counts_what_was_used(corpus: Path, released: Path, both: Path) -> None:
    one = summary(load_config(released / "tones.toml"), released / "runs" / "tones", corpus, released / "corpus")
    assert one.startswith("Trained on 24 synthesised English utterances of public labelled texts (0.0 h). toxic is any")
    assert "heated" not in one
    two = summary(load_config(both / "both.toml"), both / "runs" / "both", corpus, both / "corpus")
    assert "and 48 recordings of 6 people from emogator (0.0 h; 24 heated)" in two
    assert "Calibrated on 12 synthesised" in two
    assert "and 32 recordings of 4 people from emogator" in two


def test_an_operating_point_that_nothing_reaches_is_said_to() -> None:
    scores, positive = np.array([0.2, 0.7, 0.9]), np.array([False, True, True])
    lines = found("heated", scores, positive, {"strict": 0.6, "balanced": 0.8, "lenient": 0.95, "never": 1.0})
    assert lines[0] == "heated, strict: 0.600, reached by 2 of 2 validation clips that are so"
    assert "reached by 1 of 2" in lines[1]
    assert lines[2].endswith("; it finds NOTHING")
    assert "NOT REACHABLE" in lines[3]


def test_a_label_whose_score_of_a_clean_clip_is_as_high_as_can_be_is_refused(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    model.header["calibration"]["toxic"]["bias"] = 99.0
    with pytest.raises(ValueError, match="toxic scores 1 for clips that are not so"):
        operating_points(ModelScorer(model), corpus, released / "corpus")


def test_a_label_of_which_nothing_is_known_to_be_without_it_is_refused(corpus: Path, released: Path) -> None:
    model = load_model(released / "tones.safetensors")
    model.header["labels"], model.header["calibration"] = ["toxic", "loud"], dict.fromkeys(("toxic", "loud"), NEUTRAL)
    model.network.output = torch.nn.Linear(16, 2)
    with pytest.raises(ValueError, match="operating points of loud"):
        operating_points(ModelScorer(model), corpus, released / "corpus")
