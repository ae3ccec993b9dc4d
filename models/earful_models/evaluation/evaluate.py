"""Measures a scorer on everything that the corpus folder has: figures as JSON, and a page for people."""

from pathlib import Path
from typing import Any

import numpy as np

from earful_models.augment import Sounds
from earful_models.evaluation.cases import cases
from earful_models.evaluation.command import CommandScorer
from earful_models.evaluation.comparison import comparison, real_sample
from earful_models.evaluation.conditions import under_conditions
from earful_models.evaluation.decisions import calibration, decisions
from earful_models.evaluation.discrimination import discrimination
from earful_models.evaluation.false_alarms import acted_gender, by, emotion, false_alarms
from earful_models.evaluation.game_voices import fetch_game_voices
from earful_models.evaluation.gaps import gaps
from earful_models.evaluation.heated import heated
from earful_models.evaluation.languages import by_language, main_language
from earful_models.evaluation.metrics import auc
from earful_models.evaluation.operating_points import validation_thresholds
from earful_models.evaluation.page import write_page
from earful_models.evaluation.peers import Chance, load_peers
from earful_models.evaluation.scored import Scored, scored
from earful_models.evaluation.scorer import ModelScorer, Scorer, Thresholds, clip_id, languages_of
from earful_models.evaluation.test_sets import TestSets, load_test_sets
from earful_models.evaluation.voices import speaker
from earful_models.evaluation.worst import worst_errors
from earful_models.model_file import load_model
from earful_models.whole import write_json

POINT = "balanced"
"""The operating point at which groups, conditions and cases are told."""


def evaluate(scorer: Scorer, corpus: Path, cache: Path, folder: Path, conditions: bool = True) -> None:
    """Writes folder/evaluation.json and folder/evaluation.html. The conditions are most of the clips.

    The JSON names clips by id; the page shows the texts of the worst errors when asked, so keep it local.
    """
    notes: list[str] = []
    try:
        fetch_game_voices(cache)
    except (OSError, RuntimeError) as error:
        notes.append(f"Game voices are left out: {error}")
    sets = load_test_sets(corpus, cache, languages_of(scorer))
    figures = measure(scorer, corpus, cache, sets, notes, conditions)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(figures, folder / "evaluation.json")
    texts = {clip_id(clip): clip.row["text"] for clip in sets.spoken}
    write_page(figures, texts, folder / "evaluation.html")


def scorer_of(model: Path | None, command: str | None) -> Scorer | None:
    """Of a model file, or of a command; of both a model file that the command scores with in PyTorch's place."""
    runs = CommandScorer(command) if command else None
    return ModelScorer(load_model(model), runs) if model else runs


def measure(
    scorer: Scorer, corpus: Path, cache: Path, sets: TestSets, notes: list[str], conditions: bool = True
) -> dict[str, Any]:
    """All figures, or all but those of the conditions."""
    errors: dict[str, str] = {}
    if not conditions:
        notes.append("Rooms, games, calls and other conditions are left out, as was asked for.")
    if isinstance(scorer, ModelScorer):
        thresholds, chosen = scorer.thresholds, "stored in the model file"
    else:
        thresholds, chosen = validation_thresholds(scorer, corpus, cache, errors), "set on the validation clips"
    everything = scored(scorer, sets.spoken, "test", errors)
    spoken = main_language(everything)
    everyone = scored(scorer, [clip for clips in sets.ordinary.values() for clip in clips], "ordinary speech", errors)
    by_corpus = everyone.parts(lambda clip: clip.row["corpus"])
    ordinary = {name: by_corpus[name] for name in sets.ordinary if name in by_corpus}
    bursts = scored(scorer, sets.bursts, "vocal bursts", errors)
    acted = scored(scorer, sets.acted, "acted speech", errors)
    games = scored(scorer, sets.games, "game voices", errors)
    silence = scored(scorer, sets.silence, "no speech", errors)
    figures = {
        "scorer": {
            "name": scorer.name,
            "about": scorer.about,
            "labels": list(spoken.scores.by_label),
            "thresholds": thresholds,
            "thresholds_are": chosen,
            "point": POINT,
        },
        "spoken": {
            **discrimination(spoken),
            **_about(spoken),
            "auc_of_duration_alone": spoken.bootstrap.metric(auc, spoken.seconds, spoken.toxic),
            "decisions": decisions(spoken, thresholds),
            "calibration": calibration(spoken),
            "histogram": _histogram(spoken),
        },
        "languages": by_language(everything, thresholds, POINT),
        "gaps": gaps(spoken, thresholds, POINT),
        "conditions": under_conditions(
            scorer, spoken.clips, Sounds(cache, "test", sets.spoken), thresholds[POINT], errors, notes
        )
        if conditions
        else {},
        "ordinary": {
            **({"all": false_alarms(everyone, thresholds)} if everyone.clips else {}),
            **{name: false_alarms(part, thresholds) for name, part in ordinary.items()},
        },
        "bursts": by(bursts, emotion, thresholds),
        "acted": _acted(acted, thresholds),
        "silence": false_alarms(silence, thresholds),
        "suites": {
            name: cases(scored(scorer, clips, name, errors), lambda clip: clip.row["case"], thresholds)
            for name, clips in sets.suites.items()
        },
        "games": _games(games, thresholds),
        "heated": heated(bursts, acted, spoken, _calm(everyone, ordinary, games, silence), thresholds),
        "peers": comparison([scorer, *_peers(corpus, cache, notes)], spoken.clips, real_sample(sets.ordinary), errors),
        "worst": {
            "spoken": worst_errors(spoken),
            "ordinary": worst_errors(everyone)["false_alarms"] if everyone.clips else [],
        },
    }
    return {**figures, "notes": notes, "errors": errors}


def _about(part: Scored) -> dict[str, Any]:
    rows = [clip.row for clip in part.clips]
    return {
        "hours": round(float(part.seconds.sum()) / 3600, 3),
        "voices": len({row.get("voice", "") for row in rows} - {""}),
        "speakers": len({speaker(row) for row in rows} - {""}),
        "drawn_over": "speakers" if part.bootstrap.over == "conditions" else "clips",
        "few_speakers": part.bootstrap.few,
    }


def _histogram(part: Scored) -> dict[str, list[int]]:
    edges = np.linspace(0, 1, 21)
    return {
        "clean": np.histogram(part.scores.toxic[~part.toxic], edges)[0].tolist(),
        "toxic": np.histogram(part.scores.toxic[part.toxic], edges)[0].tolist(),
    }


def _acted(part: Scored, thresholds: Thresholds) -> dict[str, Any]:
    if not part.clips:
        return {}
    return {"emotion": by(part, emotion, thresholds), "gender": by(part, acted_gender, thresholds)}


def _games(part: Scored, thresholds: Thresholds) -> dict[str, Any]:
    return cases(part, lambda clip: clip.row["kind"], thresholds) if part.clips else {}


def _calm(everyone: Scored, ordinary: dict[str, Scored], games: Scored, silence: Scored) -> dict[str, Scored]:
    """What is not heated, and the lines of the game's actors, of which nobody knows."""
    of_kind = games.parts(lambda clip: clip.row["kind"])
    game_lines = {f"game voice: {kind}": part for kind, part in of_kind.items()}
    return {"all ordinary speech": everyone, **ordinary, **game_lines, "no speech": silence}


def _peers(corpus: Path, cache: Path, notes: list[str]) -> list[Scorer]:
    try:
        return load_peers(corpus, cache)
    except (ModuleNotFoundError, FileNotFoundError) as error:
        notes.append(f"Peers that read transcripts are left out: {error}")
        return [Chance()]
