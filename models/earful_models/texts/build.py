"""Writes the labelled texts as CSV, and their statistics as JSON beside it."""

import csv
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from earful_models.texts.alone import ALONE, alone
from earful_models.texts.balance import balanced
from earful_models.texts.game_talk import FOLDER as GAME_TALK
from earful_models.texts.game_talk import game_talk
from earful_models.texts.labels import LABELS
from earful_models.texts.lexicon import Lexicon
from earful_models.texts.mapping import SOURCES
from earful_models.texts.readers import READERS
from earful_models.texts.readings import read_texts, relabelled
from earful_models.texts.report import statistics, table
from earful_models.texts.rows import TextRow, text_rows, unique
from earful_models.texts.splits import apart, spoken_texts, with_splits, without_leaks
from earful_models.texts.translations import translated_rows
from earful_models.texts.voice_talk import FOLDER as VOICE_TALK
from earful_models.texts.voice_talk import voice_talk
from earful_models.whole import whole, write_json

SEED = 1


def build_texts(corpora: Path, output: Path) -> None:
    """Reads the sources that text/ has, in the mapping's order, and prints the table of what was made of them.

    Raises ValueError if there is none of them.
    """
    folders = {name: corpora / "text" / name for name in READERS if (corpora / "text" / name).is_dir()}
    if not folders:
        raise ValueError(f"{corpora / 'text'} has none of {', '.join(READERS)}")
    readers = {**READERS, "game-talk": game_talk, "voice-talk": voice_talk}
    folders |= {"game-talk": GAME_TALK, "voice-talk": VOICE_TALK}
    found = [name for name in SOURCES if name in folders]
    lexicon = _lexicon(corpora, found)
    rows: list[TextRow] = []
    dropped: dict[str, Counter[str]] = {name: Counter() for name in [*found, ALONE, "together"]}
    for name in found:
        raw = tqdm(readers[name](folders[name]), f"reading {name}", unit=" rows", disable=None)
        rows += text_rows(name, SOURCES[name], raw, lexicon, dropped[name])
    spoken = spoken_texts(corpora)
    read = read_texts()
    rows = relabelled(unique(rows, dropped["together"]), read, dropped["together"])
    rows = with_splits(rows, spoken, dropped["together"])
    chosen = balanced(rows, SEED, preferred=spoken)
    dropped["together"]["for balance"] = len(rows) - len(chosen)
    lone = list(text_rows(ALONE, SOURCES[ALONE], alone(lexicon.terms("en"), rows), lexicon, dropped[ALONE]))
    lone = unique(lone, dropped[ALONE])
    terms = relabelled((row for row in lone if row.toxic), read, dropped[ALONE])
    lone = terms + [row for row in lone if not row.toxic]
    lone = apart(with_splits(lone, spoken, dropped[ALONE]), chosen, dropped[ALONE])
    chosen += balanced(lone, SEED)
    dropped["translations"] = Counter()
    cache = output.with_name("translations.csv")
    translated = balanced(translated_rows(chosen, lexicon, cache, dropped["translations"]), SEED)
    chosen = without_leaks(chosen + translated, dropped["translations"])
    _write(chosen, output)
    stats = statistics(chosen, dropped, SEED)
    write_json(stats, output.with_suffix(".json"))
    print(table(stats))


def _lexicon(corpora: Path, found: list[str]) -> Lexicon:
    """The lexicons, corrected by what the annotators of two sources made of their terms."""
    lexicon = Lexicon.load(corpora)
    if "paradetox" in found:
        rewrites = READERS["paradetox"](corpora / "text" / "paradetox")
        lexicon = lexicon.without_everyday((row.partner, row.text) for row in rewrites if row.partner)
    if "davidson" in found:
        tweets = list(READERS["davidson"](corpora / "text" / "davidson"))
        hate = [row.text for row in tweets if "hate" in row.kinds]
        lexicon = lexicon.with_disputed_slurs(hate, [row.text for row in tweets if "hate" not in row.kinds])
    return lexicon


def _write(rows: list[TextRow], output: Path) -> None:
    with whole(output) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "text", "language", *LABELS, "emotion", "source", "licence", "group", "split"])
        for row in rows:
            flags = [int(label in row.labels) for label in LABELS]
            rest = [row.emotion, row.source, row.licence, row.group, row.split]
            writer.writerow([row.id, row.text, row.language, *flags, *rest])
