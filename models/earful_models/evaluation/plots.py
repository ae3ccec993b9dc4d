"""Plots as SVG that takes its colours from the page, so that it is readable in a light and in a dark one."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from earful_models.evaluation.interval import Interval

SERIES = [f"#a0000{i}" for i in range(1, 7)]
INK, GRID = "#a00008", "#a00009"
_VARIABLES = {
    **{hex_: f"var(--series-{i})" for i, hex_ in enumerate(SERIES, 1)},
    INK: "var(--ink)",
    GRID: "var(--line)",
}
"""Stand-ins that no plot needs as colours, and what the page has in their place."""

_STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
}

Rows = Mapping[str, Mapping[str, Interval | None]]
"""By row, then by series: a value and its interval."""


def dots(rows: Rows, label: str, what: str, logarithmic: bool = False, line: float | None = None) -> str:
    """A row of dots with their intervals for each name; `line` marks a value such as chance or a bar."""
    series = list(dict.fromkeys(name for of_row in rows.values() for name in of_row))
    step = 0.7 / max(1, len(series))
    with rc_context(_STYLE):
        figure = Figure((7.2, 0.7 + len(rows) * max(0.26, 0.17 * len(series))))
        axes = figure.subplots()
        for s, name in enumerate(series):
            offset = (s - (len(series) - 1) / 2) * step
            places = [(i + offset, *of_row[name]) for i, of_row in enumerate(rows.values()) if _drawn(of_row.get(name))]  # type: ignore[misc]
            y, value, low, high = np.array(places, float).reshape(-1, 4).T
            bars = [value - low, high - value]
            axes.errorbar(value, y, xerr=bars, fmt="o", markersize=4, linewidth=1.4, color=SERIES[s], label=name)
        axes.set_yticks(range(len(rows)), list(rows))
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel(label)
        if logarithmic:
            axes.set_xscale("symlog", linthresh=1)
            axes.set_xlim(left=0)
            axes.set_xticks([0, 1, 3, 10, 30, 100, 300, 1000], ["0", "1", "3", "10", "30", "100", "300", "1000"])
        if line is not None:
            axes.axvline(line, color=INK, linewidth=1, linestyle="--")
        if len(series) > 1:
            axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(series))
        return _svg(figure, what)


def roc(curves: Mapping[str, Mapping[str, Sequence[float]]], toxic_share: float, what: str) -> str:
    """The ROC with a logarithmic axis, as few false alarms are what matters, and precision against recall."""
    with rc_context(_STYLE):
        figure = Figure((9.6, 4.2))
        left, right = figure.subplots(1, 2)
        for (name, curve), colour in zip(curves.items(), SERIES, strict=False):
            left.plot([max(x, 1e-4) for x in curve["false_alarm_rate"]], curve["recall"], color=colour, label=name)
            right.plot(curve["recall"][1:], curve["precision"][1:], color=colour)
        left.set(xscale="log", xlim=(1e-3, 1), ylim=(0, 1), xlabel="share of clean clips that alarm", ylabel="recall")
        left.set_xticks([0.001, 0.01, 0.1, 1], ["0.1 %", "1 %", "10 %", "100 %"])
        left.legend(loc="upper left")
        right.axhline(toxic_share, color=INK, linewidth=1, linestyle="--")
        right.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="recall", ylabel="precision")
        return _svg(figure, what)


def reliability(bins: Sequence[Mapping[str, Any]], histogram: Mapping[str, Sequence[int]], what: str) -> str:
    """The share of toxic clips against their mean score, beside how the scores of both classes are spread."""
    with rc_context(_STYLE):
        figure = Figure((9.6, 3.8))
        left, right = figure.subplots(1, 2)
        left.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle="--")
        shares = [of_bin["positive"] / of_bin["clips"] for of_bin in bins]
        left.plot([of_bin["score"] for of_bin in bins], shares, "o-", color=SERIES[0])
        for of_bin, share in zip(bins, shares, strict=True):
            left.annotate(
                str(of_bin["clips"]), (of_bin["score"], share), (4, -11), textcoords="offset points", fontsize=8
            )
        left.set(xlim=(0, 1), ylim=(0, 1), xlabel="mean score of a bin (with its clips)", ylabel="share that is toxic")
        _histogram(right, histogram)
        return _svg(figure, what)


def _drawn(interval: Interval | None) -> bool:
    return interval is not None and None not in interval


def _histogram(axes: Axes, histogram: Mapping[str, Sequence[int]]) -> None:
    for (name, counts), colour in zip(histogram.items(), (SERIES[1], SERIES[0]), strict=True):
        edges = [i / len(counts) for i in range(len(counts) + 1)]
        axes.stairs(counts, edges, color=colour, label=name, linewidth=1.5)
    axes.set(xlim=(0, 1), xlabel="score", ylabel="clips")
    axes.legend(loc="upper center")


def _svg(figure: Figure, what: str) -> str:
    """The figure's SVG element, with ids that no other plot of the page has."""
    file = io.StringIO()
    with rc_context({"svg.hashsalt": what}):
        figure.savefig(file, format="svg", bbox_inches="tight", transparent=True, metadata={"Date": None})
    svg = file.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.S)
    for stand_in, variable in _VARIABLES.items():
        svg = svg.replace(stand_in, variable)
    own = re.sub(r"\W+", "-", what)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{own}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{what}" ', 1)
