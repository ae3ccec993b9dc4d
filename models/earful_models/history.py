"""What a training run leaves of its epochs in its folder, and resumes with."""

import json
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from earful_models.whole import whole

Record = dict[str, Any]
"""An epoch's figures, by name."""
LINES = "history.jsonl"


class History:
    """The epochs that a run has behind it."""

    def __init__(self, folder: Path, figure: str) -> None:
        """folder: the run's; figure: the record's name of what the best epoch has the most of."""
        self.folder, self.figure = folder, figure
        self.records: list[Record] = []

    def __len__(self) -> int:
        return len(self.records)

    def resume(self) -> dict[str, Any] | None:
        """The state that was added last, or None where nothing was."""
        if not (self.folder / "last.pt").exists():
            return None
        state = torch.load(self.folder / "last.pt", weights_only=True)
        self.records = state["history"]
        self._write_lines()  # a run may have been killed before it did
        return state

    def add(self, record: Record, state: dict[str, Any], best: dict[str, Any]) -> None:
        """Prints an epoch's record and keeps it: last.pt has the state and the records, history.jsonl a line a record,
        and best.pt what is given as `best` of the best epoch. A run that is killed finds each of them whole.
        """
        improved = all(record[self.figure] > earlier[self.figure] for earlier in self.records)
        self.records.append(record)
        tqdm.write(json.dumps(record))
        if improved:
            with whole(self.folder / "best.pt") as unfinished:
                torch.save(best, unfinished)
        with whole(self.folder / "last.pt") as unfinished:
            torch.save({**state, "history": self.records}, unfinished)
        self._write_lines()

    def _write_lines(self) -> None:
        with whole(self.folder / LINES) as unfinished:
            unfinished.write_text("".join(json.dumps(record) + "\n" for record in self.records))


def records_of(run: Path) -> list[Record]:
    """Of a run's folder."""
    return [json.loads(line) for line in (run / LINES).read_text().splitlines()]
