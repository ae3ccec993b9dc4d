"""The tables of a model card, as Markdown, from the figures of an evaluation."""

from collections.abc import Iterable, Sequence
from typing import Any

Figures = dict[str, Any]


def card_tables(figures: Figures) -> str:
    """All tables that there are figures for. Percentages and AUCs with their 95 % intervals in brackets."""
    points = list(figures["spoken"]["decisions"])
    parts = [
        "## On synthesised speech",
        *_spoken(figures),
        "## On real people",
        _table(["toxic", *ALARMS, *_columns(points)], _alarms(_real(figures), points)),
        *_suites(figures, points),
    ]
    if figures.get("heated"):
        parts += ["## Heated", *_heated(figures["heated"], points)]
    tables = "\n\n".join(parts)
    return f"{tables}\n\n‡ So few speakers: such an interval covers less than 95 %." if "‡" in tables else tables


ALARMS = ("clips", "hours", "median score")


def _spoken(figures: Figures) -> Iterable[str]:
    spoken = figures["spoken"]
    english = "English " * bool(figures["languages"])
    few = ", so few that such an interval covers less than 95 %" * spoken["few_speakers"]
    yield (
        f"{spoken['clips']} {english}test utterances ({spoken['toxic']} toxic) in {spoken['voices']} voices of "
        f"{spoken['speakers']} speakers; intervals over {spoken['drawn_over']}{few}. AUC of the duration "
        f"alone {number(spoken['auc_of_duration_alone'])}; expected calibration error "
        f"{spoken['calibration']['toxic']['expected_calibration_error']:.3f}. An alarm is a flag of any label; `toxic` "
        f"alone is told too."
    )
    peers = [
        [
            name,
            number(peer["any"]["auc"]),
            number(peer["any"]["average_precision"]),
            number(peer["mean_average_precision"]),
            *(percent(recall) for recall in peer["any"]["recall_at"].values()),
        ]
        for name, peer in figures["peers"].items()
    ]
    rates = [f"recall % at {rate} false alarms" for rate in next(iter(figures["peers"].values()))["any"]["recall_at"]]
    yield _table(["", "AUC", "average precision", "mean over labels", *rates], peers)
    names = ("recall", "false_alarm_rate", "precision", "f1", "accuracy", "weighted_accuracy")
    alone = ("recall", "false_alarm_rate") if "toxic_alone" in next(iter(spoken["decisions"].values())) else ()
    yield _table(
        ["point", *(_words(name) for name in names), *(f"{_words(name)}, `toxic` alone" for name in alone)],
        [
            [point, *(percent(found[name]) for name in names), *(percent(found["toxic_alone"][name]) for name in alone)]
            for point, found in spoken["decisions"].items()
        ],
    )
    yield _table(
        ["label", "clips", "average precision", *(f"recall %, {point}" for point in spoken["decisions"])],
        [
            [label, str(of["clips"]), number(of["average_precision"])]
            + [percent(point["recall_by_label"].get(label)) for point in spoken["decisions"].values()]
            for label, of in spoken["labels"].items()
        ],
    )
    if figures["languages"]:
        yield from _languages(figures["languages"], figures["scorer"]["point"])
    if figures["conditions"]:
        yield f"{next(iter(figures['conditions'].values()))['clips']} of these clips under conditions:"
        yield _table(
            ["condition", "AUC", "change", f"recall %, {figures['scorer']['point']}"],
            [
                [name, number(found["auc"]), number(found["auc_change"]), percent(found["recall"])]
                for name, found in figures["conditions"].items()
            ],
        )
    yield "\n".join(
        f"- AUC by {kind}: " + ", ".join(f"{name} {part['auc'][0]:.2f} ({part['clips']})" for name, part in of.items())
        for kind, of in figures["gaps"].items()
    )


def _languages(languages: Figures, point: str) -> Iterable[str]:
    means = ("mean average precision", "English's of these labels", "share %")
    yield _table(
        ["language", "clips", "toxic", "AUC", f"recall %, {point}", "false alarms %", *means, "labels"],
        [
            [
                *(
                    _marked(name, of) + " †" * of["shared_voices"],
                    str(of["clips"]),
                    str(of["toxic"]),
                    number(of["auc"]),
                ),
                *(percent(of["recall"]), percent(of["false_alarm_rate"])),
                *(number(of["mean_average_precision"]), number(of["english_mean"]), percent(of["share"])),
                ", ".join(of["labels"]),
            ]
            for name, of in languages.items()
        ],
    )
    yield (
        "Average precision rises with a label's share of the clips, which differs between languages; the AUC does not. "
        "† The speaker of these clips is in training too: only their texts are new."
    )


def _real(figures: Figures) -> dict[str, Figures]:
    acted = figures["acted"]
    return {
        **{f"ordinary: {name}": part for name, part in figures["ordinary"].items()},
        **{f"burst: {name}": part for name, part in figures["bursts"].items()},
        **{f"acted: {name}": part for kind in acted.values() for name, part in kind.items()},
        "no speech": figures["silence"],
    }


def _alarms(parts: dict[str, Figures], points: Sequence[str]) -> list[list[str]]:
    return [
        [_marked(name, part), str(part["clips"]), f"{part['hours']:.2f}", f"{part['median_score']:.2f}"]
        + [
            text
            for point in points
            for text in (percent(part["points"][point]["share"]), number(part["points"][point]["per_hour"], 1))
        ]
        for name, part in parts.items()
    ]


def _marked(name: str, part: Figures) -> str:
    return name + " ‡" * part["few_speakers"]


def _words(name: str) -> str:
    return name.replace("_", " ")


def _columns(points: Sequence[str]) -> list[str]:
    return [text for point in points for text in (f"{point} %", "an hour")]


def _suites(figures: Figures, points: Sequence[str]) -> Iterable[str]:
    suites = {**figures["suites"], "game voices": figures["games"]}
    for name, suite in suites.items():
        if suite:
            yield f"{_marked(name, suite)}: AUC {number(suite['auc'])} on {suite['clips']} clips; percent that alarm:"
            yield _table(
                ["case", "clips", "median score", *points],
                [
                    [case, str(of["clips"]), f"{of['median_score']:.2f}"]
                    + [percent(of["alarms"][point]) for point in points]
                    for case, of in suite["cases"].items()
                ],
            )


def _heated(figures: Figures, points: Sequence[str]) -> Iterable[str]:
    yield _table(
        ["test", "clips", "angry", "AUC", "of length and loudness alone", *(f"recall %, {point}" for point in points)],
        [
            [_marked(name, test), str(test["clips"]), str(test["angry"]), number(test["auc"])]
            + [number(test["auc_of_length_and_loudness"])]
            + [percent(test["points"][point]["recall"]) for point in points]
            for name, test in figures["tests"].items()
        ],
    )
    yield "; ".join(f"{name.replace('_', ' ')}: AUC {number(value)}" for name, value in figures["words"].items()) + "."
    yield _table(["heated", *ALARMS, *_columns(points)], _alarms(figures["alarms"], points))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


def number(interval: Sequence[float | None] | None, digits: int = 3) -> str:
    """Such as "0.786 (0.752 to 0.818)"; a dash for what could not be measured."""
    if interval is None or interval[0] is None:
        return "–"
    value, low, high = (f"{end:.{digits}f}" if end is not None else "–" for end in interval)
    return f"{value} ({low} to {high})"


def percent(interval: Sequence[float | None] | None) -> str:
    """The same, in percent."""
    return number(interval and [end if end is None else 100 * end for end in interval], 1)
