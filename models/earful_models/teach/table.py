"""The reproduction beside the paper's figures, as Markdown."""

from typing import Any

FIGURES = ("accuracy", "precision", "recall", "f1")
PAPER = {
    # Min et al. 2024, table 5: corpus, emotions, with super-hate detector.
    ("davidson", "isear", True): (94.39, 74.36, 66.65, 69.34),
    ("davidson", "isear", False): (94.34, 68.60, 64.15, 65.71),
    ("davidson", "carer", True): (93.78, 72.27, 67.94, 68.57),
    ("davidson", "carer", False): (94.51, 76.36, 63.33, 66.51),
    ("implicit-hate", "isear", True): (74.16, 64.07, 58.90, 60.57),
    ("implicit-hate", "isear", False): (73.60, 64.27, 57.36, 59.48),
    ("implicit-hate", "carer", True): (74.47, 65.19, 58.49, 60.43),
    ("implicit-hate", "carer", False): (72.73, 62.83, 55.03, 57.25),
}
NAMES = {"davidson": "Davidson", "implicit-hate": "Implicit Hate", "isear": "ISEAR", "carer": "CARER"}


def markdown(report: dict[str, Any]) -> str:
    """A row each for a setting's mean and deviation over the folds, and for the paper's figures; then what the
    super-hate detector is worth, fold by fold, and what is not in the table.
    """
    lines = [
        "| corpus | emotions | super-hate | | accuracy | precision | recall | macro-F1 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for result in report["results"]:
        corpus, emotions, full = result["corpus"], result["emotions"], result["super_hate"]
        setting = f"| {NAMES[corpus]} | {NAMES[emotions]} | {'with' if full else 'without'}"
        ours = (f"{result['mean'][name]:.2f} ± {result['deviation'][name]:.2f}" for name in FIGURES)
        theirs = (f"{value:.2f}" for value in PAPER[corpus, emotions, full])
        lines += [f"{setting} | ours | {' | '.join(ours)} |", f"{setting} | paper | {' | '.join(theirs)} |"]
    lines += ["", *_gains(report["results"]), "", f"Not to be had: {', '.join(report['missing'])}."]
    return "\n".join(lines)


def _gains(results: list[dict[str, Any]]) -> list[str]:
    """Macro-F1 with the detector less that without, of the same folds."""
    lines = ["| macro-F1 gained by super-hate | by fold | mean | paper |", "|---|---|---|---|"]
    for full, bare in zip(results[::2], results[1::2], strict=True):
        gains = [a["f1"] - b["f1"] for a, b in zip(full["folds"], bare["folds"], strict=True)]
        corpus, emotions = full["corpus"], full["emotions"]
        paper = PAPER[corpus, emotions, True][3] - PAPER[corpus, emotions, False][3]
        each = " ".join(f"{gain:+.2f}" for gain in gains)
        mean = sum(gains) / len(gains)
        lines.append(f"| {NAMES[corpus]}, {NAMES[emotions]} | {each} | {mean:+.2f} | {paper:+.2f} |")
    return lines
