"""What the spoken corpus holds, and how far its shortcuts lead."""

from collections import Counter
from typing import Any

from earful_models.corpus import LABELS, Row
from earful_models.speech.cache import SpeechCache
from earful_models.speech.lines import Line
from earful_models.speech.manifest import SUITE
from earful_models.speech.shortcut import HIGHEST_AUC, shortcut_aucs

SPLITS = ("train", "val", "test", SUITE)


def statistics(rows: list[Row], heard: list[Row], chosen: list[Line], cache: SpeechCache, seed: int) -> dict[str, Any]:
    """Everything that corpus.json holds: of the corpus (`rows`), of all that was `heard`, of all that was `chosen`."""
    learnt = [row for row in rows if row["split"] != SUITE]
    waiting = [cache.next(line, seed) for line in chosen]
    spoken = {row["id"] for row in heard}
    failures = Counter(reason for line in chosen for reason in cache.failures(line, seed))
    return {
        "seed": seed,
        "utterances": len(rows),
        "hours": round(sum(float(row["duration"]) for row in rows) / 3600, 2),
        "left_out_for_balance": len(heard) - len(rows),
        "not_spoken_yet": sum(one is not None and one.key not in spoken for one in waiting),
        "given_up": waiting.count(None),
        "failed_attempts": dict(failures),
        "languages": {
            language: _counts([row for row in rows if row["language"] == language])
            for language in sorted({row["language"] for row in rows})
        },
        "engines_by_label": {
            label: _shares(Counter(row["engine"] for row in learnt if row[label] == "1")) for label in LABELS
        },
        "seconds_by_label": {
            label: _mean([float(row["duration"]) for row in learnt if row[label] == "1"]) for label in LABELS
        },
        "voices": {split: len({row["voice"] for row in rows if row["split"] == split}) for split in SPLITS},
        "styles_on_both_sides": sorted(_styles(rows, training=True) & _styles(rows, training=False)),
        "shortcuts": {
            language: shortcut_aucs([row for row in learnt if row["language"] == language], seed)
            for language in sorted({row["language"] for row in learnt})
        },
    }


def _counts(rows: list[Row]) -> dict[str, dict[str, int]]:
    return {
        "splits": dict(Counter(row["split"] for row in rows)),
        "engines": dict(Counter(row["engine"] for row in rows)),
        "labels": {label: sum(row[label] == "1" for row in rows) for label in LABELS},
    }


def _shares(counts: Counter[str]) -> dict[str, float]:
    return {name: round(count / counts.total(), 3) for name, count in sorted(counts.items())}


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 2) if values else None


def _styles(rows: list[Row], training: bool) -> set[str]:
    return {
        f"{row['engine']} {style}"
        for row in rows
        if (row["split"] == "train") == training
        for style in row["component_styles"].split("+")
    }


def table(stats: dict[str, Any]) -> str:
    """The statistics as text."""
    lines = [
        f"{stats['utterances']} utterances, {stats['hours']} h; left out for balance {stats['left_out_for_balance']}, "
        f"not spoken yet {stats['not_spoken_yet']}, given up {stats['given_up']}",
        "",
        f"{'':10}" + "".join(f"{split:>8}" for split in SPLITS) + "   engines",
    ]
    for language, counts in stats["languages"].items():
        splits = "".join(f"{counts['splits'].get(split, 0):8}" for split in SPLITS)
        lines.append(f"{language:10}{splits}   {', '.join(f'{e} {n}' for e, n in sorted(counts['engines'].items()))}")
    lines += ["", f"{'label':16}{'seconds':>8}   share of each engine"]
    for label, shares in stats["engines_by_label"].items():
        told = ", ".join(f"{engine} {share:.0%}" for engine, share in shares.items())
        lines.append(f"{label:16}{stats['seconds_by_label'][label] or 0:8}   {told}")
    lines += ["", "AUC of engine, duration, loudness and spectral tilt alone (boosting, logistic regression)"]
    for language, labels in stats["shortcuts"].items():
        found = ", ".join(f"{label} {aucs['boosting']:.3f} {aucs['logistic']:.3f}" for label, aucs in labels.items())
        lines.append(f"  {language}  {found}")
    return "\n".join([*lines, f"  for toxic at most {HIGHEST_AUC} is allowed"])
