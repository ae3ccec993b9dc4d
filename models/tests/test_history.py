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


def test_a_kill_while_the_state_is_written_leaves_the_epoch_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(tmp_path, "map")
    history.add({"epoch": 1, "map": 0.5}, {"weights": torch.ones(1)}, {})

    def killed(_state: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(torch, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        history.add({"epoch": 2, "map": 0.4}, {"weights": torch.zeros(1)}, {})
    again = History(tmp_path, "map")
    assert (again.resume() or {})["weights"] == 1
    assert len(again) == 1
