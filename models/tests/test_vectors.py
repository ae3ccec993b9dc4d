"""The committed vectors are what the generator makes, whatever machine it runs on."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from earful_models.vectors import read, write_vectors

REPOSITORY = Path(__file__).parents[2]
COMMITTED = REPOSITORY / "tests" / "vectors"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vectors")
    shutil.copy(COMMITTED / "clips.safetensors", folder)
    write_vectors(folder, REPOSITORY / "models" / "release" / "cnn.safetensors")
    return folder


def test_every_committed_file_is_made_and_none_else(made: Path) -> None:
    assert {p.name for p in made.iterdir()} == {p.name for p in COMMITTED.glob("*.safetensors")}


@pytest.mark.parametrize("name", sorted(p.name for p in COMMITTED.glob("*.safetensors")))
def test_committed_tensors_are_those_made_again(made: Path, name: str) -> None:
    committed, again = read(COMMITTED / name), read(made / name)
    assert committed.keys() == again.keys()
    for tensor, values in committed.items():
        assert np.abs(values - again[tensor]).max() < 1e-5, tensor
