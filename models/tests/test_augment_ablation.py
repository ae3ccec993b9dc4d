import csv
from pathlib import Path

import pytest

from earful_models.augment.ablation import TESTS, ablate

CONFIG = """
name = "tones"
labels = ["toxic", "heated"]
recordings = ["emogator"]
[network]
labels = 2
channels = 4
attention_size = 8
hidden = 16
[training]
optimiser = "adamw"
schedule = "cosine"
batch_size = 8
teacher_weight = 0.4
[augmentation]
gain = 0.5
background = 0.5
"""

RUNS = ["all", "none", "without_background", "only_background", "without_gain", "only_gain"]


def test_each_run_leaves_a_line_once_and_is_the_same_when_it_is_done_again(
    corpus: Path, game_sounds: Path, tmp_path: Path
) -> None:
    config, output = tmp_path / "tones.toml", tmp_path / "output"
    config.write_text(CONFIG)
    ablate(config, corpus, game_sounds, output, epochs=1, clips=None)
    results = output / "ablation.csv"
    whole = results.read_text()
    rows = list(csv.DictReader(whole.splitlines()))
    assert [row["run"] for row in rows] == RUNS
    assert all(0 <= float(row[test]) <= 1 for row in rows for test in TESTS)
    results.write_text("".join(whole.splitlines(keepends=True)[:-1]))  # as if it had been interrupted
    ablate(config, corpus, game_sounds, output, epochs=1, clips=None)
    assert results.read_text() == whole
    with pytest.raises(ValueError, match="another configuration or of other clips"):
        ablate(config, corpus, game_sounds, output, epochs=2, clips=None)
    with pytest.raises(ValueError, match="another configuration or of other clips"):
        ablate(config, corpus, game_sounds, output, epochs=1, clips=8)
    config.write_text(CONFIG.replace("gain = 0.5", "gain = 0.4"))
    with pytest.raises(ValueError, match="another configuration or of other clips"):
        ablate(config, corpus, game_sounds, output, epochs=1, clips=None)
    assert results.read_text() == whole
