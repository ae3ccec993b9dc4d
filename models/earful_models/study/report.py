"""What the study has found so far, as Markdown and JSON."""

from dataclasses import dataclass, field
from pathlib import Path

from earful_models.network import Pooling
from earful_models.study.poolings import Results
from earful_models.study.table import gain, size_table, table
from earful_models.study.trial import Figures
from earful_models.whole import write_json


@dataclass(frozen=True)
class Comparison:
    """The three poolings on one task. overlap: of its draws; published: the paper's table of it, by name, if any."""

    title: str
    results: Results
    overlap: float
    published: str = ""


@dataclass
class Study:
    """What is done of it."""

    comparisons: list[Comparison] = field(default_factory=list)
    sizes: dict[str, Figures] = field(default_factory=dict)
    attention: Figures = field(default_factory=dict)

    def write(self, out: Path) -> None:
        """Writes study.md and study.json to the folder."""
        figures = {comparison.title: comparison.results for comparison in self.comparisons}
        write_json({**figures, "Sizes": self.sizes, "Attention": self.attention}, out / "study.json")
        (out / "study.md").write_text(self.report())

    def report(self) -> str:
        """The tables of what is done, each with what the attentions gain over the average and the interval of that."""
        parts = ["Percent, mean ± deviation; in brackets Yousefi and Emmanouilidou 2021 (Table I), on other data."]
        for comparison in self.comparisons:
            parts += [f"## {comparison.title}", table(comparison.published, comparison.results)]
            parts.append(" ".join(_gains(comparison, pooling) for pooling in ("learnable_query", "self_attention")))
        if self.sizes:
            parts += ["## Sizes of the network", "One draw and one seed each.", size_table(self.sizes)]
        if self.attention:
            parts += ["## What the attention looks at", _looks(self.attention)]
        return "\n\n".join(parts) + "\n"


def _gains(comparison: Comparison, pooling: Pooling) -> str:
    better, average = comparison.results[pooling], comparison.results["average"]
    accuracy, (low, high) = gain(better, average, "weighted_accuracy", comparison.overlap)
    auc, (auc_low, auc_high) = gain(better, average, "auc", comparison.overlap)
    return (
        f"{pooling.replace('_', ' ').capitalize()} gains {accuracy:+.1f} points of weighted accuracy over the average "
        f"({low:+.1f} to {high:+.1f}, 95 %, {len(average)} paired trials) and {auc:+.3f} of AUC ({auc_low:+.3f} to "
        f"{auc_high:+.3f})."
    )


def _looks(attention: Figures) -> str:
    share, peak, chance = (100 * attention[name] for name in ("share", "peak", "chance"))
    low, high = (100 * attention[f"peak_gain_{end}"] for end in ("low", "high"))
    return (
        f"In {attention['clips']:.0f} test clips with profanity in which Whisper base hears a word of the lexicon, "
        f"such words fill {chance:.1f} % of the time in which words are heard. Of its attention to words, the released "
        f"model gives them {share:.1f} %, and its peak lies on one in {peak:.1f} % of the clips ({low:+.1f} to "
        f"{high:+.1f} points over chance, 95 %)."
    )
