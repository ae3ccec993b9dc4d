"""Speaks what the cache lacks."""

from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from earful_models.speech.audio import SpeechError, finished, opus
from earful_models.speech.cache import SpeechCache
from earful_models.speech.engines import Engines
from earful_models.speech.lines import Line


def speak(lines: Iterable[Line], folder: Path, seed: int, shard: int = 0, shards: int = 1) -> None:
    """Speaks every `shards`-th line in the given order. It may be killed at any moment and run again."""
    engines, cache = Engines(folder), SpeechCache(folder)
    mine = [line for line in lines if int(line.id, 16) % shards == shard]
    for line in tqdm(mine, f"speaking {shard + 1}/{shards}", unit=" lines", disable=None):
        speak_line(line, engines, cache, seed)


def speak_line(line: Line, engines: Engines, cache: SpeechCache, seed: int) -> None:
    """Tries voices until one passes the checks; does nothing where one has already."""
    while (utterance := cache.next(line, seed)) is not None and not cache.audio(utterance).exists():
        try:
            audio = engines[utterance.voice.engine].speak(line.text, utterance.voice, utterance.tempo)
            cache.store(utterance, opus(finished(audio, line.text, utterance.level_db)))
        except SpeechError as reason:
            cache.store_failure(utterance, str(reason))
