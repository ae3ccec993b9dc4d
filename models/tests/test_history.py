"""What a run keeps of its epochs."""

from pathlib import Path

import pytest
import torch

from earful_models.history import History, records_of


def test_a_run_resumes_with_its_last_state_and_all_records_and_the_best_stays(tmp_path: Path) -> None:
    history = History(tmp_path, "map")
    assert history.resume() is None
    for epoch, figure in enumerate((0.2, 0.4, 0.4, 0.3), 1):
        state = {"weights": torch.tensor([epoch])}
        history.add({"epoch": epoch, "map": figure}, state, state)
    again = History(tmp_path, "map")
    state = again.resume() or {}
    assert state["weights"] == 4
    assert len(again) == 4
    assert again.records == history.records == records_of(tmp_path)
    assert torch.load(tmp_path / "best.pt")["weights"] == 2  # the earliest of equal ones


@pytest.mark.parametrize("killed_in", ["best.pt", "last.pt"])
def test_a_kill_while_an_epoch_is_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    history = History(tmp_path, "map")
    history.add({"epoch": 1, "map": 0.5}, {"weights": torch.ones(1)}, {"weights": torch.ones(1)})
    save = torch.save

    def killed(state: object, path: Path) -> None:
        if killed_in in path.name:
            path.write_bytes(b"half")
            raise KeyboardInterrupt
        save(state, path)

    monkeypatch.setattr(torch, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        history.add({"epoch": 2, "map": 0.6}, {"weights": torch.zeros(1)}, {"weights": torch.zeros(1)})
    again = History(tmp_path, "map")
    assert (again.resume() or {})["weights"] == 1
    assert len(again) == 1
    assert torch.load(tmp_path / "best.pt")["weights"] == (1 if killed_in == "best.pt" else 0)


def test_a_kill_before_the_lines_are_written_loses_none(tmp_path: Path) -> None:
    history = History(tmp_path, "map")
    history.add({"epoch": 1, "map": 0.5}, {}, {})
    (tmp_path / "history.jsonl").unlink()
    History(tmp_path, "map").resume()
    assert records_of(tmp_path) == history.records
