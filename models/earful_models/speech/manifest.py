"""The manifest: a row for each spoken utterance, with the audio's file."""

import tarfile
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from earful_models.corpus import LABELS, Row
from earful_models.speech.cache import SpeechCache
from earful_models.speech.lines import Line
from earful_models.whole import whole

# What a row tells of its text, beside the labels, and of its voice.
OF_TEXT = ("language", "split", "emotion", "text", "source", "licence", "group")
OF_VOICE = ("engine", "voice", "component_styles", "rate", "tempo", "level_db")
COLUMNS = ("id", "text_id", "path", "language", *OF_VOICE, "split", "duration", *LABELS, *OF_TEXT[2:])
SUITE = "suite"  # the split of the test suites: in no other, because their templates are not what people say


def spoken_rows(lines: Iterable[Line], cache: SpeechCache, seed: int) -> list[Row]:
    """The lines that the cache has, without their duration."""
    rows = []
    for line in lines:
        utterance = cache.next(line, seed)
        if utterance is not None and cache.audio(utterance).exists():
            voice = utterance.voice
            told = {
                "id": utterance.key,
                "path": cache.audio(utterance).relative_to(cache.folder).as_posix(),
                "engine": voice.engine,
                "voice": voice.name,
                "component_styles": "+".join(voice.styles),
                "rate": str(voice.rate),
                "tempo": str(utterance.tempo),
                "level_db": str(utterance.level_db),
            }
            rows.append(_row(line, told))
    return rows


def earlier_spoken_rows(taken: dict[str, Row], lines: Iterable[Line], archive: Path, folder: Path) -> list[Row]:
    """The rows of an earlier corpus, with its audio unpacked into `folder`/earlier and the labels of our lines."""
    if taken:
        _unpack(archive, folder / "earlier", {row["path"] for row in taken.values()})
    rows = []
    for line in lines:
        if line.id in taken:
            row = taken[line.id]
            told = {column: row[column] for column in ("id", *OF_VOICE)} | {"path": f"earlier/{Path(row['path']).name}"}
            rows.append(_row(line, told))
    return rows


def _row(line: Line, told: Row) -> Row:
    row = {column: line.row[column] for column in (*LABELS, *OF_TEXT)}
    if line.suite:
        row["split"] = SUITE
    return {column: ({"text_id": line.id} | row | told).get(column, "") for column in COLUMNS}


def _unpack(archive: Path, folder: Path, wanted: set[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for member in tqdm(tar, "unpacking", unit=" files", disable=None):
            if member.name.removeprefix("./") in wanted and (file := tar.extractfile(member)) is not None:
                path, audio = folder / Path(member.name).name, file.read()
                if not path.exists() or path.read_bytes() != audio:
                    with whole(path) as unfinished:
                        unfinished.write_bytes(audio)
