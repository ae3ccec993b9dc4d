"""What the injection study found, beside the tables of Liu et al. 2024, as Markdown."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from earful_models.corpus import Clip
from earful_models.encoder.config import EncoderConfig
from earful_models.encoder.figures import Logits, paper_map, six_targets
from earful_models.evaluation.interval import Bootstrap, Indices
from earful_models.evaluation.voices import speaker
from earful_models.history import Record
from earful_models.study.table import gain, mean_and_deviation


class Run(NamedTuple):
    """What one training has come to: its figures, and its logits [clips, 6] of the tested clips."""

    figures: Record
    logits: Logits


Results = dict[str, list[Run]]
"""Each variant's runs, in the order of their seeds."""
COLUMNS = {
    "profanity": "profanity",
    "dating_sexting": "dating & sexting",
    "racism": "racism",
    "bullying": "bullying",
    "map": "mAP",
}
PAPER = {
    "none": (93.80, 35.39, 66.26, 37.15, 58.15),
    "mse 0.1": (94.73, 37.19, 73.65, 40.67, 61.56),
    "mse 0.5": (93.75, 35.98, 68.50, 38.29, 59.13),
    "mse 0.9": (94.18, 35.11, 69.30, 38.75, 59.33),
    "contrastive 0.1": (95.35, 37.90, 77.25, 40.84, 62.84),
    "contrastive 0.5": (95.14, 37.19, 73.28, 37.81, 60.85),
    "contrastive 0.9": (93.41, 35.35, 73.87, 38.20, 60.21),
}
"""Their Table 2, average precisions in percent. Of their Table 3, the 1st, 6th and 12th of twelve blocks have a mean of
59.97, 60.00 and 62.84.
"""


def report(results: Results, clips: int, test: list[Clip], config: EncoderConfig) -> str:
    """A row for each variant: mean and deviation over the seeds, the paper's figure in brackets, and what it gains over
    the same runs without injection. A label that no tested clip has is left out.
    """
    targets = six_targets(test)
    speakers = Bootstrap([speaker(clip.row) for clip in test])
    columns = {name: i for i, name in enumerate(COLUMNS) if all(name in run.figures for run in results["none"])}
    head = [
        "injection, w",
        *(COLUMNS[name] for name in columns),
        "AUC of any",
        "gain of mAP",
        "over seeds",
        "over speakers",
    ]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---|" * (len(head) - 1)]
    for name, runs in results.items():
        cells = [_cell(runs, figure, i, PAPER.get(name)) for figure, i in columns.items()]
        cells.append(mean_and_deviation([run.figures["auc"] for run in runs], 3))
        gains = ["", "", ""] if name == "none" else _gains(runs, results["none"], targets, speakers)
        lines.append("| " + " | ".join([name, *cells, *gains]) + " |")
    parts = [_about(results, clips, len(test), config), "\n".join(lines)]
    if both := results.get("teacher contrastive 0.5"):
        mean, seeds, clips_drawn = _gains(both, results["teacher"], targets, speakers)
        parts.append(
            f"Beside the teacher, contrastive injection gains {mean} points of mAP (over seeds {seeds}; over speakers "
            f"{clips_drawn})."
        )
    return "\n\n".join(parts) + "\n"


def _about(results: Results, clips: int, tested: int, config: EncoderConfig) -> str:
    hours = sum(run.figures["seconds"] for runs in results.values() for run in runs) / 3600
    return (
        f"Average precisions in percent, and the AUC of any toxicity, on {tested:,} test clips: mean ± deviation of "
        f"{len(results['none'])} seeds, which decide the head's first weights, the dropout and the order; in brackets "
        f"Liu et al. 2024, Table 2. The gain is that over the runs of the same seeds without injection, with two 95 % "
        f"intervals: Student's t over the seeds, and a bootstrap over the tested speakers, whose seeds stay. With "
        f"{len(results) - 1} rows, one in twenty leaves out 0 by chance.\n\n"
        f"Whisper {config.pretrained}, the first {config.frozen} blocks of which stay as they are; {clips:,} training "
        f"clips, {config.epochs} epochs, batches of {config.batch_size}; {hours:.1f} hours in all. w is the weight of "
        f"the labels' loss, but not comparable with theirs: they train Whisper small.en whole, in batches of 256, with "
        f"a bigger text encoder, and our contrastive loss (temperature {config.temperature}) asks both ways."
    )


def _cell(runs: list[Run], figure: str, column: int, paper: tuple[float, ...] | None) -> str:
    own = mean_and_deviation([100 * run.figures[figure] for run in runs], 1)
    return own if paper is None else f"{own} ({paper[column]})"


def _gains(runs: list[Run], without: list[Run], targets: NDArray[np.bool_], speakers: Bootstrap) -> list[str]:
    """The mean gain, and its interval over the seeds and over the speakers, in points."""

    def drawn(chosen: Indices) -> float:
        of = [paper_map(run.logits[chosen], targets[chosen]) for run in (*runs, *without)]
        return float(np.mean(of[: len(runs)]) - np.mean(of[len(runs) :]))

    mean, (low, high) = gain([run.figures for run in runs], [run.figures for run in without], "map")
    _, lowest, highest = (100 * (end or 0) for end in speakers.of(drawn))
    return [f"{100 * mean:+.1f}", f"{100 * low:+.1f} to {100 * high:+.1f}", f"{lowest:+.1f} to {highest:+.1f}"]
