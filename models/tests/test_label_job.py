"""The job on a real Ray. What Whisper and the text classifier say is not its business: see test_label_models.py."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from recordings import sentence, write_recording

pytest.importorskip("ray", reason="Ray is not installed; models/setup label installs it")

import ray.cloudpickle
from ray.cluster_utils import Cluster

from earful_models.corpus import TOXIC_LABELS
from earful_models.label.job import label
from earful_models.label.labeller import Models
from earful_models.label.manifest import COLUMNS
from earful_models.label.recordings import LabelError, Row
from earful_models.texts.labels import LABELS

# Workers cannot import a test; it goes to them whole.
ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])


@dataclass(frozen=True)
class Stopwatch:
    """Hears how long a piece is and finds every piece of over 3 s bullying. Writes down which process heard what; the
    first process to have heard `fatal` pieces is killed in the middle of its next one.
    """

    log: Path
    fatal: int = 0
    seconds: float = 0.0

    def __call__(self) -> Models:
        return Models(self.transcribe, self.classify, dict.fromkeys(TOXIC_LABELS, 0.5), "stopwatch 1", "ruler 1")

    def transcribe(self, samples: NDArray[np.float32]) -> tuple[str, str]:
        heard = f"{len(samples) / 16000:.2f} seconds"
        with self.log.open("a") as file:
            file.write(f"{os.getpid()} {heard}\n")
        time.sleep(self.seconds)
        killed = self.log.with_suffix(".killed")
        if self.fatal and self.processes()[os.getpid()] > self.fatal and not killed.exists():
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return heard + "\n of speech", "en"

    def classify(self, texts: list[str]) -> NDArray[np.float64]:
        long = [float(text.split()[0]) > 3 for text in texts]
        return np.array([[0.1, 0.9 if found else 0.2, 0, 0, 0, 0.3] for found in long])

    def processes(self) -> Counter[int]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return Counter(int(line.split()[0]) for line in lines)


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two machines with a processor each."""
    machines = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "include_dashboard": False, "object_store_memory": 80 << 20},
    )
    machines.add_node(num_cpus=1, object_store_memory=80 << 20)
    yield machines.address
    machines.shutdown()


def test_every_piece_is_labelled_and_what_is_no_recording_is_named(tmp_path: Path) -> None:
    places = write_recording(tmp_path / "in" / "a.wav", 1.0, sentence(), 1.0, sentence(), 0.2, sentence(), 1.0)
    write_recording(tmp_path / "in" / "quiet.wav", 3.0)
    write_recording(tmp_path / "in" / "day" / "b.wav", 1.0, sentence(), 1.0)
    (tmp_path / "in" / "broken.ogg").write_bytes(b"no audio at all")
    Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/caf\xe9.wav")).write_bytes(b"")
    label(tmp_path / "in", tmp_path / "out", Stopwatch(tmp_path / "log"))
    rows = read(tmp_path / "out" / "manifest.csv")
    assert list(rows[0]) == list(COLUMNS)
    assert [row["recording"] for row in rows] == ["a.wav", "a.wav", "day/b.wav"]
    expected = [places[0], (places[1][0], places[2][1]), places[0]]
    np.testing.assert_allclose([(float(row["start"]), float(row["end"])) for row in rows], expected, atol=0.1)
    assert [row["bullying"] for row in rows] == ["0", "1", "0"]
    assert [row["no_violation"] for row in rows] == ["1", "0", "1"]
    for row in rows:
        assert (tmp_path / "out" / row["path"]).read_bytes()[:4] == b"OggS"
        assert row["transcript"] == f"{float(row['end']) - float(row['start']):.2f} seconds of speech"
        assert row["language"] == "en"
        assert [row[name] for name in ("transcriber", "classifier")] == ["stopwatch 1", "ruler 1"]
        assert row["cutter"].startswith("libopus 1.")
        assert all(0 <= float(row[f"{name}_score"]) <= 1 for name in LABELS)
    errors = read(tmp_path / "out" / "errors.csv")
    assert [row["recording"] for row in errors] == ["caf\\udce9.wav", "broken.ogg"]
    assert errors[0]["error"].startswith("its name is not UTF-8")
    assert errors[1]["error"].endswith("broken.ogg'")


def test_a_second_run_does_only_what_the_first_has_not(tmp_path: Path) -> None:
    write_recording(tmp_path / "in" / "a.wav", *(1.0, sentence()) * 3, 1.0)
    stopwatch = Stopwatch(tmp_path / "log")
    label(tmp_path / "in", tmp_path / "out", stopwatch)
    first, cut = read(tmp_path / "out" / "manifest.csv"), (tmp_path / "out" / "pieces" / "a.wav").stat().st_mtime_ns
    write_recording(tmp_path / "in" / "b.wav", 1.0, sentence(), 1.0)
    label(tmp_path / "in", tmp_path / "out", stopwatch)
    second = read(tmp_path / "out" / "manifest.csv")
    assert second[:3] == first
    assert [row["recording"] for row in second[3:]] == ["b.wav"]
    assert (tmp_path / "out" / "pieces" / "a.wav").stat().st_mtime_ns == cut
    assert stopwatch.processes().total() == 4


def test_a_run_that_was_killed_goes_on_with_the_pieces_it_had_not_labelled(tmp_path: Path) -> None:
    write_recording(tmp_path / "in" / "a.wav", *(1.0, sentence()) * 24, 1.0)
    program = f"""
from pathlib import Path
from test_label_job import Stopwatch, label
label(Path("in"), Path("out"), Stopwatch(Path({str(tmp_path / "log")!r}), seconds=0.25))
"""
    path = {"PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, env=os.environ | path)
    manifest = tmp_path / "out" / "manifest.csv"
    while not manifest.exists() or len(read(manifest)) < 4:
        assert run.poll() is None
        time.sleep(0.05)
    run.kill()
    run.wait()
    kept = read(manifest)
    assert 4 <= len(kept) < 24
    again = Stopwatch(tmp_path / "again")
    label(tmp_path / "in", tmp_path / "out", again)
    rows = read(manifest)
    assert len(rows) == len({row["start"] for row in rows}) == 24
    assert again.processes().total() == 24 - len(kept)
    assert all(row in rows for row in kept)


def test_a_killed_worker_costs_neither_a_piece_nor_a_duplicate(tmp_path: Path, cluster: str) -> None:
    for name in ("a.wav", "b.wav", "c.wav"):
        write_recording(tmp_path / "in" / name, *(1.0, sentence()) * 12, 1.0)
    stopwatch = Stopwatch(tmp_path / "log", fatal=5, seconds=0.25)
    label(tmp_path / "in", tmp_path / "out", stopwatch, cluster)
    rows = read(tmp_path / "out" / "manifest.csv")
    assert (tmp_path / "log.killed").exists()
    assert len(stopwatch.processes()) == 3  # two workers, and the one that took the place of the dead
    assert [row["recording"] for row in rows] == ["a.wav"] * 12 + ["b.wav"] * 12 + ["c.wav"] * 12
    assert len({(row["recording"], row["start"]) for row in rows}) == 36


def test_a_folder_of_nothing_but_broken_files_is_an_error_that_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.wav").write_bytes(b"no audio at all")
    with pytest.raises(LabelError, match=r"none of the recordings can be decoded; .*errors\.csv says why"):
        label(tmp_path / "in", tmp_path / "out", Stopwatch(tmp_path / "log"))
    assert [row["recording"] for row in read(tmp_path / "out" / "errors.csv")] == ["a.wav"]


def test_an_empty_folder_is_an_error_before_anything_is_started(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(LabelError, match="has no recordings"):
        label(tmp_path / "in", tmp_path / "out", Stopwatch(tmp_path / "log"))
    assert not (tmp_path / "out").exists()
