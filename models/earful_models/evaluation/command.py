"""Scores with any command that takes audio files and prints a JSON object a line, as `npm run -s score -- --json`."""

import json
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from tqdm import tqdm

from earful_models.corpus import SAMPLE_RATE, Clip, Samples
from earful_models.evaluation.scorer import Scores, clip_id

BATCH = 100
"""Files of one call: loading a model is paid once for them, and an argument list has an end."""


class CommandScorer:
    """Writes clips as WAV files for a command and reads their scores from what it prints."""

    def __init__(self, command: str) -> None:
        self.command = shlex.split(command)
        self.name = command
        self.about = f"the command `{command}`"

    def score(self, clips: list[Clip], what: str) -> Scores:
        found: list[dict[str, float]] = []
        errors: dict[str, str] = {}
        for first in tqdm(range(0, len(clips), BATCH), what, leave=False):
            part = clips[first : first + BATCH]
            with tempfile.TemporaryDirectory() as folder:
                files = [Path(folder) / f"{i}.wav" for i in range(len(part))]
                for file, clip in zip(files, part, strict=True):
                    write_wav(file, clip.samples)
                scores, problems = run(self.command, files)
            for file, clip in zip(files, part, strict=True):
                found.append(scores.get(file, {}))
                if file not in scores:
                    errors[clip_id(clip)] = "; ".join(problems) or "no score was printed for it"
        labels = list(dict.fromkeys(label for scores_of_clip in found for label in scores_of_clip))
        if clips and not labels:
            raise ValueError(f"{self.name} scored none of {len(clips)} {what}: {next(iter(errors.values()))}")
        for clip, of_clip in zip(clips, found, strict=True):
            if of_clip and (missing := [label for label in labels if label not in of_clip]):
                errors[clip_id(clip)] = f"no score of {', '.join(missing)}"
        return Scores({label: np.array([s.get(label, np.nan) for s in found]) for label in labels}, errors)


def run(command: list[str], files: Sequence[Path]) -> tuple[dict[Path, dict[str, float]], list[str]]:
    """The scores that a command prints for files, and what was wrong with lines it printed or with its end.

    A line is {"file": ..., "scores": {label: 0 to 1}}; other keys are ignored. A bad line loses its file alone.
    """
    try:
        done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    except OSError as error:
        return {}, [f"{command[0]} cannot be run: {error.strerror}"]
    scores, problems = {}, []
    for number, line in enumerate(done.stdout.splitlines(), 1):
        if line.strip():
            try:
                file, of_file = _parsed(line)
                scores[file] = of_file
            except ValueError as error:
                problems.append(f"line {number} of its output: {error}")
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it printed no reason"])[-1]
        problems.append(f"exit status {done.returncode}: {last}")
    return scores, problems


def _parsed(line: str) -> tuple[Path, dict[str, float]]:
    start = line if len(line) <= 60 else line[:57] + "..."
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        raise ValueError(f"not JSON: {start}") from None
    if not isinstance(record, dict) or not isinstance(record.get("file"), str):
        raise ValueError(f'no "file" in {start}')
    scores = record.get("scores")
    if not isinstance(scores, dict) or not scores:
        raise ValueError(f'no "scores" in {start}')
    for label, score in scores.items():
        if not isinstance(score, int | float) or not 0 <= score <= 1:
            raise ValueError(f"the score of {label} is {score} and not from 0 to 1")
    return Path(record["file"]), {label: float(score) for label, score in scores.items()}


def write_wav(path: Path, samples: Samples) -> None:
    """A mono WAV file of 16 bits at 16 kHz, which holds int16 samples exactly."""
    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples)[None], format="s16", layout="mono")
        frame.rate = SAMPLE_RATE
        container.mux([*stream.encode(frame), *stream.encode(None)])
