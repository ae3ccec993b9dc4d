"""What the injection study found, beside the tables of Liu et al. 2024, as Markdown."""

from earful_models.encoder.config import EncoderConfig
from earful_models.history import Record
from earful_models.study.table import gain, mean_and_deviation

Results = dict[str, list[Record]]
"""The figures of each variant's runs, in the order of their seeds."""
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


def report(results: Results, clips: int, tested: int, config: EncoderConfig) -> str:
    """A row for each variant: mean and deviation over the seeds, the paper's figure in brackets; what it gains over the
    same runs without injection. A label that no tested clip has is left out.
    """
    columns = {figure: i for i, figure in enumerate(COLUMNS) if all(figure in run for run in results["none"])}
    head = ["injection, w", *(COLUMNS[figure] for figure in columns), "AUC of any", "gain of mAP over none"]
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---|" * (len(head) - 1)]
    for name, runs in results.items():
        cells = [_cell(runs, figure, i, PAPER.get(name)) for figure, i in columns.items()]
        cells.append(mean_and_deviation([run["auc"] for run in runs], 3))
        lines.append("| " + " | ".join([name, *cells, "" if name == "none" else _gain(runs, results["none"])]) + " |")
    hours = sum(run["seconds"] for runs in results.values() for run in runs) / 3600
    about = (
        f"Average precisions in percent, and the AUC of any toxicity, on {tested:,} test clips: mean ± deviation of "
        f"{len(results['none'])} seeds; in brackets Liu et al. 2024, Table 2, on other data. The gain is that over the "
        f"runs of the same seeds without injection, with its 95 % interval by Student's t: over seeds alone, as all "
        f"runs hear the same clips. With {len(results) - 1} rows, one in twenty leaves out 0 by chance. Whisper "
        f"{config.pretrained}, the first {config.frozen} blocks of which stay as they are; {clips:,} training clips, "
        f"{config.epochs} epochs, batches of {config.batch_size}; {hours:.1f} hours in all."
    )
    return about + "\n\n" + "\n".join(lines) + "\n"


def _cell(runs: list[Record], figure: str, column: int, paper: tuple[float, ...] | None) -> str:
    own = mean_and_deviation([100 * run[figure] for run in runs], 1)
    return own if paper is None else f"{own} ({paper[column]})"


def _gain(runs: list[Record], without: list[Record]) -> str:
    mean, (low, high) = gain(runs, without, "map")
    return f"{100 * mean:+.1f} ({100 * low:+.1f} to {100 * high:+.1f})"
