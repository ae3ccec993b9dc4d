"""What a run remembers of where it came from."""

import re
from pathlib import Path

import pytest

from earful_models.run_folder import open_run, origin, origin_of


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text("seed = 1\n")
    return path


def test_a_run_names_its_commit_and_what_it_learns_from(config: Path, tmp_path: Path) -> None:
    open_run(tmp_path / "run", config, {"train": [{"text": "hello"}], "val": []})
    assert re.fullmatch(
        r"commit [0-9a-f]{40}(-dirty)?, train sha256 [0-9a-f]{64}, val sha256 [0-9a-f]{64}", origin_of(tmp_path / "run")
    )


def test_a_run_that_goes_on_keeps_where_it_began(config: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    began = re.sub("commit [^,]*", "commit earlier", origin({"train": [{"text": "hello"}]}))
    (tmp_path / "run" / "origin.txt").write_text(began)
    open_run(tmp_path / "run", config, {"train": [{"text": "hello"}]})
    assert origin_of(tmp_path / "run") == began


def test_a_run_does_not_go_on_with_other_rows(config: Path, tmp_path: Path) -> None:
    open_run(tmp_path / "run", config, {"train": [{"text": "hello"}], "val": [{"text": "good evening"}]})
    with pytest.raises(ValueError, match="began with other rows of val"):
        open_run(tmp_path / "run", config, {"train": [{"text": "hello"}], "val": [{"text": "goodbye"}]})


def test_another_row_is_another_hash() -> None:
    rows = [{"text": "hello", "split": "train"}]
    assert origin({"train": rows}) == origin({"train": [{"split": "train", "text": "hello"}]})
    assert origin({"train": rows}) != origin({"train": [{"text": "hello", "split": "val"}]})
