"""Files that a kill leaves whole."""

import csv
import json
from pathlib import Path

import pytest

from earful_models.texts.build import _write
from earful_models.whole import whole, write_json


def test_a_file_appears_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "figures.json"
    with whole(path) as unfinished:
        unfinished.write_text("half")
        assert not path.exists()
    assert path.read_text() == "half"
    write_json({"auc": 0.5}, path)
    assert json.loads(path.read_text()) == {"auc": 0.5}
    assert list(path.parent.iterdir()) == [path]


def test_what_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def killed() -> None:
        with whole(path) as unfinished:
            unfinished.write_text("half")
            raise KeyboardInterrupt

    path = tmp_path / "figures.json"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        killed()
    assert path.read_text() == "before"


def test_texts_that_cannot_be_written_to_their_end_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        _write([None], tmp_path / "texts.csv")  # type: ignore[list-item]
    assert not (tmp_path / "texts.csv").exists()
    _write([], tmp_path / "texts.csv")
    with (tmp_path / "texts.csv").open(newline="") as file:
        assert len(list(csv.reader(file))) == 1
