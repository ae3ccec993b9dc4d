"""The evaluation as one HTML page that needs nothing else. All figures on it are those of the JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from earful_models.evaluation import plots
from earful_models.evaluation.interval import Interval

LABELS = {
    "profanity": "profanity",
    "bullying": "bullying",
    "dating_sexting": "dating and sexting",
    "racism": "racism",
    "other": "other abuse",
    "toxic": "any toxicity",
}


def write_page(figures: Mapping[str, Any], texts: Mapping[str, str], path: Path) -> None:
    """figures: what `evaluate` writes as JSON. texts: of the clips by id, shown behind a warning."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters.update(percent=percent, number=number, signed=signed, label=lambda name: LABELS.get(name, name))
    page = environment.get_template("page.jinja").render(**figures, texts=texts, plots=page_plots(figures))
    path.write_text(page, encoding="utf-8")


def page_plots(figures: Mapping[str, Any]) -> dict[str, str]:
    """The plots by name; a part that was not measured has none."""
    spoken, peers, point = figures["spoken"], figures["peers"], figures["scorer"]["point"]
    drawn = {
        "roc": plots.roc(
            {name: peer["any"]["curves"] for name, peer in peers.items()},
            spoken["toxic"] / max(1, spoken["clips"]),
            "ROC and precision-recall curves",
        ),
        "labels": plots.dots(
            {
                **{"mean": {name: peer["mean_average_precision"] for name, peer in peers.items()}},
                **{
                    LABELS[label]: {name: peer["labels"][label]["average_precision"] for name, peer in peers.items()}
                    for label in spoken["labels"]
                },
            },
            "average precision",
            "Average precision by label",
        ),
    }
    if "toxic" in spoken["calibration"]:
        bins = spoken["calibration"]["toxic"]["bins"]
        drawn["calibration"] = plots.reliability(bins, spoken["histogram"], "Reliability diagram and scores")
    if figures["conditions"]:
        rows = {name: {"AUC": of["auc"]} for name, of in figures["conditions"].items()}
        clean = next(iter(figures["conditions"].values()))["auc"][0]
        drawn["conditions"] = plots.dots(rows, "AUC", "AUC under each condition", line=clean)
    parts = {"": figures["ordinary"], "burst: ": figures["bursts"], "acted: ": figures["acted"].get("emotion", {})}
    real = {prefix + name: of for prefix, part in parts.items() for name, of in part.items()}
    if real:
        rows = {name: {p: of["points"][p]["per_hour"] for p in of["points"]} for name, of in real.items()}
        drawn["real"] = plots.dots(rows, "false alarms an hour", "False alarms an hour", logarithmic=True)
    if figures["heated"]:
        kinds = {"auc": figures["scorer"]["name"], "auc_of_length_and_loudness": "length and loudness alone"}
        rows = {
            test: {name: of[kind] for kind, name in kinds.items()} for test, of in figures["heated"]["tests"].items()
        }
        drawn["heated"] = plots.dots(rows, "AUC", "AUC of heated", line=0.5)
    groups = {
        f"{kind}: {name}": {"AUC": of["auc"]}
        for kind, of_kind in figures["gaps"].items()
        for name, of in of_kind.items()
        if len(of_kind) > 1
    }
    if groups:
        drawn["gaps"] = plots.dots(groups, "AUC", "AUC by group", line=spoken["any"]["auc"][0])
    for name, suite in {**figures["suites"], **({"games": figures["games"]} if figures["games"] else {})}.items():
        rows = {case: {point: of["alarms"][point]} for case, of in suite["cases"].items()}
        drawn[name] = plots.dots(rows, f"share of clips that alarm at {point}", f"Alarms by case of {name}")
    return drawn


def percent(interval: Interval | None) -> str:
    """A share with its interval, in percent."""
    return number(interval, 1, 100)


def number(interval: Interval | None, digits: int = 3, factor: float = 1) -> str:
    """A value with its interval."""
    if interval is None or interval[0] is None:
        return "–"
    value, low, high = (None if x is None else f"{x * factor:.{digits}f}" for x in interval)
    return f"{value}" if low is None else f"{value} ({low}–{high})"


def signed(interval: Interval | None, digits: int = 3, factor: float = 1) -> str:
    """A difference with its interval, and a mark if the interval leaves out 0."""
    if interval is None or interval[0] is None:
        return "–"
    if interval[1] is None or interval[2] is None:
        return f"{interval[0] * factor:+.{digits}f}"
    value, low, high = (f"{x * factor:+.{digits}f}" for x in interval if x is not None)
    mark = " *" if interval[1] > 0 or interval[2] < 0 else ""
    return f"{value} ({low} to {high}){mark}"
