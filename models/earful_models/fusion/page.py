"""The tables of a fusion, for the text model's card."""

from dataclasses import asdict
from typing import Any

from earful_models.evaluation.interval import Interval
from earful_models.fusion.weights import TEXT, VOICE, Weights


def page(weights: dict[str, Weights], figures: dict[str, dict[str, Any]], alarms: dict[str, Any]) -> str:
    """weights: by label. figures: by scorer and label, the fused one last. alarms: on ordinary speech."""
    scorers = list(figures)
    lines = [
        f"| label | clips with it | {' | '.join(f'AUC, {name}' for name in scorers)} | voice, text, bias |",
        "|---" * (len(scorers) + 3) + "|",
    ]
    for label, one in weights.items():
        aucs = [_interval(figures[name][label]["auc"]) for name in scorers]
        lines.append(f"| {label} | {figures[scorers[0]][label]['clips']} | {' | '.join(aucs)} | {_told(one)} |")
    lines += [
        "",
        f"| label | {' | '.join(f'average precision, {name}' for name in scorers)} |",
        "|---" * (len(scorers) + 1) + "|",
    ]
    for label in weights:
        precisions = [_interval(figures[name][label]["average_precision"]) for name in scorers]
        lines.append(f"| {label} | {' | '.join(precisions)} |")
    points = list(alarms["points"])
    lines += ["", f"| ordinary speech, flagged by any label | {' | '.join(points)} |", "|---" * (len(points) + 1) + "|"]
    shares = [_interval(alarms["points"][point]["share"]) for point in points]
    lines.append(f"| {alarms['clips']} clips, {alarms['hours']:.2f} h | {' | '.join(shares)} |")
    return "\n".join(lines)


def _told(weights: Weights) -> str:
    if weights in (VOICE, TEXT):
        return "the voice alone" if weights == VOICE else "the caption alone"
    return ", ".join(f"{value:.2f}" for value in asdict(weights).values())


def _interval(interval: Interval) -> str:
    value, low, high = (f"{number:.3f}" if number is not None else "-" for number in interval)
    return f"{value} ({low} to {high})"
