"""Which lines are spoken, and in which order."""

from collections import defaultdict
from collections.abc import Iterable, Set

from earful_models.speech.lines import Line, digest, ordered
from earful_models.speech.plan import planned
from earful_models.speech.settings import SpeechSettings

# Kokoro costs ten to twenty times what the others do, so its lines are put off: time buys many utterances first. Which
# voice speaks a line is not changed by that.
SLOW_ENGINE = "kokoro"


def selected(lines: Iterable[Line], settings: SpeechSettings, spoken: Set[str]) -> list[Line]:
    """The languages and the English test suites side by side: every beginning has the same share of each.

    `spoken`: the ids of the English lines that an earlier corpus has spoken, mostly by the slow engine. They count,
    and are spoken once more where the plan has another engine, or that engine would mark the labels they are rich in.
    """
    parts: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.suite and line.language == "en":
            parts["suite"].append(line)
        elif (
            not line.suite
            and line.language in settings.utterances
            and not (line.id in spoken and _slow(line, settings.seed))
        ):
            parts[line.language].append(line)
    position: dict[str, float] = {}
    chosen: list[Line] = []
    for name, part in parts.items():
        if name == "suite":
            part = sorted(part, key=lambda line: digest(f"{settings.seed}|suite|{line.id}"))[: settings.suites]
        else:
            wanted = settings.utterances[name] - (len(spoken) if name == "en" else 0)
            part = ordered(part, settings.seed)[: max(0, wanted)]
        chosen += part
        position |= _positions(part, settings.seed)
    return sorted(chosen, key=lambda line: position[line.id])


def _positions(lines: list[Line], seed: int) -> dict[str, float]:
    """0 to 1, and later for slow lines: of English's an eighth comes by 1; the other languages' follow at 1, because
    they have hardly another engine.
    """
    positions = {}
    for at, line in enumerate(lines):
        share = at / len(lines)
        if _slow(line, seed):
            share = 8 * share if line.language == "en" else 1 + share
        positions[line.id] = share
    return positions


def _slow(line: Line, seed: int) -> bool:
    return planned(line, seed).voice.engine == SLOW_ENGINE
