"""The commands `speak` and `corpus`: texts, plan, speech, manifest, decoded audio, proof."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from earful_models.corpus import spoken_files
from earful_models.speech.balance import balanced
from earful_models.speech.cache import SpeechCache
from earful_models.speech.decoded import decoded, write_csv
from earful_models.speech.earlier import earlier_rows, taken_over
from earful_models.speech.job import speak_all
from earful_models.speech.lines import read_lines
from earful_models.speech.manifest import COLUMNS, earlier_spoken_rows, spoken_rows
from earful_models.speech.report import statistics, table
from earful_models.speech.selection import selected
from earful_models.speech.settings import SpeechSettings
from earful_models.whole import write_json


@dataclass(frozen=True)
class Folders:
    """CORPUS and what is made of it: texts.csv, speech/ (the cache of spoken files) and corpus/ (decoded)."""

    corpus: Path
    build: Path

    @property
    def archive(self) -> Path:
        return self.corpus / "speech" / "spoken.tar"

    @property
    def texts(self) -> Path:
        return self.build / "texts.csv"

    @property
    def speech(self) -> Path:
        return self.build / "speech"


def speak_corpus(folders: Folders, config: Path, processes: int) -> None:
    """Speaks what the cache lacks. It may be killed at any moment and run again."""
    settings = SpeechSettings.load(config)
    lines = read_lines(_texts(folders))
    taken = taken_over(earlier_rows(folders.archive), lines)
    speak_all(selected(lines, settings, taken.keys()), folders.speech, settings.seed, processes)


def build_corpus(folders: Folders, config: Path, processes: int) -> float:
    """Makes the manifest, what load_spoken reads and corpus.json of all that is spoken, and prints a table.

    Returns the AUC of the best shortcut to toxicity in English, 0.5 without English. Raises ValueError if nothing is
    spoken.
    """
    settings = SpeechSettings.load(config)
    lines = read_lines(_texts(folders))
    taken = taken_over(earlier_rows(folders.archive), lines)
    chosen, cache = selected(lines, settings, taken.keys()), SpeechCache(folders.speech)
    spoken = earlier_spoken_rows(taken, lines, folders.archive, folders.speech)
    spoken += spoken_rows(chosen, cache, settings.seed)
    if not spoken:
        raise ValueError(f"{folders.speech} has no speech; run the command speak first")
    heard = decoded(spoken, folders.speech, folders.build / "corpus", processes)
    rows = balanced(heard, settings.seed)
    write_csv(rows, folders.speech / "manifest.csv", COLUMNS)
    write_csv(rows, spoken_files(folders.build / "corpus").index, (*COLUMNS, "first", "last"))
    shutil.copy(config, folders.speech / "settings.toml")
    stats = statistics(rows, heard, chosen, cache, settings.seed)
    write_json(stats, folders.speech / "corpus.json")
    print(table(stats))
    return max(stats["shortcuts"]["en"]["toxic"].values()) if "en" in stats["shortcuts"] else 0.5


def _texts(folders: Folders) -> Path:
    if not folders.texts.exists():
        from earful_models.texts.build import build_texts

        build_texts(folders.corpus, folders.texts)
    return folders.texts
