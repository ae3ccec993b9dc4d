"""The benchmark's tables beside the paper's, as Markdown."""

from collections.abc import Mapping, Sequence

import numpy as np

from earful_models.clubhouse.anova import Term
from earful_models.clubhouse.features import BAG, PERSPECTIVE, VECTORS
from earful_models.clubhouse.folds import FIGURES

PAPER = {
    # Mansourifar et al. 2021, table 4.
    ("XGB", BAG): (0.848, 0.7905, 0.5879, 0.6634),
    ("XGB", VECTORS): (0.8586, 0.7991, 0.5923, 0.6684),
    ("XGB", PERSPECTIVE): (0.9528, 0.9183, 0.9052, 0.9089),
    ("LR", BAG): (0.8543, 0.7918, 0.61, 0.6753),
    ("LR", VECTORS): (0.8629, 0.7424, 0.7233, 0.7255),
    ("LR", PERSPECTIVE): (0.9463, 0.9452, 0.8783, 0.9057),
}
PAPER_F = {
    # Its tables 2 and 3: F of each term.
    "TOXICITY": (1088.12, 1167.20),
    "SEVERE_TOXICITY": (7.41, 7.95),
    "IDENTITY_ATTACK": (149.13, 159.97),
    "INSULT": (10.35, 11.10),
    "PROFANITY": (1.13, 1.21),
    "THREAT": (16.29, 17.47),
    "SEXUALLY_EXPLICIT": (0.00, 0.00),
    "OBSCENE": (0.04, 0.05),
    "SPAM": (1.23, 1.32),
    "TOXICITY:IDENTITY_ATTACK": (None, 4.95),
    "TOXICITY:SPAM": (None, 29.77),
    "TOXICITY:THREAT": (None, 1.16),
    "TOXICITY:INSULT": (None, 1.33),
}


def figures_table(found: Mapping[tuple[str, str], Mapping[str, Sequence[float]]]) -> str:
    """found: by classifier and features, each figure by seed. The deviation is that over seeds."""
    lines = ["| classifier | features | | " + " | ".join(FIGURES) + " |", "|---|---|---|" + "---|" * len(FIGURES)]
    for (classifier, features), figures in found.items():
        lines.append(f"| {classifier} | {features} | ours | {' | '.join(_ours(figures[name]) for name in FIGURES)} |")
        if (classifier, features) in PAPER:
            paper = " | ".join(f"{value:.3f}" for value in PAPER[classifier, features])
            lines.append(f"| {classifier} | {features} | paper | {paper} |")
    return "\n".join(lines)


def _ours(values: Sequence[float]) -> str:
    deviation = f" ± {np.std(values, ddof=1):.3f}" if len(values) > 1 else ""
    return f"{np.mean(values):.3f}{deviation}"


def anova_table(terms: Sequence[Term], column: int) -> str:
    """column: 0 for the paper's table 2, 1 for its table 3; ignored for terms that the paper has not got."""
    lines = ["| | Df | Sum Sq | F | Pr(>F) | F, paper |", "|---|---|---|---|---|---|"]
    for term in terms:
        start = f"| {term.name} | {term.degrees} | {term.squares:.2f}"
        paper = PAPER_F.get(term.name, (None, None))[column]
        beside = "" if paper is None else f"{paper:.2f}"
        tail = " | | " if np.isnan(term.f) else f" {term.f:.2f} | {term.p:.2g} | {beside}"
        lines.append(f"{start} |{tail} |")
    return "\n".join(lines)
