"""One reader for each source's files. Each yields the rows as they are; the mapping says what their classes mean."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from earful_models.texts.labels import GO_EMOTIONS, ekman


@dataclass(frozen=True)
class RawRow:
    """A row of a source. `partner` is the text that it is a rewrite of, which keeps both in one split."""

    text: str
    kinds: tuple[str, ...]
    language: str = "en"
    partner: str = ""
    emotion: str = ""


Table = list[dict[str, str]]


def _table(path: Path, delimiter: str = ",", quoted: bool = True) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        if quoted:
            return list(csv.DictReader(file, delimiter=delimiter))
        return list(csv.DictReader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _paradetox(folder: Path) -> Iterator[RawRow]:
    for row in _table(folder / "paradetox.tsv", "\t", quoted=False):
        yield RawRow(row["toxic"], ("toxic",))
        if row["neutral1"]:
            yield RawRow(row["neutral1"], ("neutral",), partner=row["toxic"])
    for row in _table(folder / "paradetox_cannot_rewrite.tsv", "\t"):
        reasons = row["OUTPUT:reasons"]
        toxic, clean = '"toxic_content":true' in reasons, '"not_toxic":true' in reasons
        kind = "toxic" if toxic and not clean else "neutral" if clean and not toxic else "unclear"
        yield RawRow(row["INPUT:toxic_comment"], (kind,))


def _convabuse(folder: Path) -> Iterator[RawRow]:
    """A turn has a row for each annotator: abuse is what at least half of them saw, clean what none of them did."""
    votes: dict[str, Table] = defaultdict(list)
    for row in _table(folder / "ConvAbuseEMNLPfull.csv"):
        votes[row["user"].strip().lower()].append(row)
    kinds = ("ableism", "homophobic", "intellectual", "racist", "sexist", "sex_harassment", "transphobic")
    for text, rows in votes.items():
        abusive = [row for row in rows if any(row[f"is_abuse.-{level}"] == "1" for level in (1, 2, 3))]
        if not abusive:
            unsure = any(row["is_abuse.0"] == "1" for row in rows)
            yield RawRow(text, ("disputed" if unsure else "none",))
        elif len(abusive) * 2 < len(rows):
            yield RawRow(text, ("disputed",))
        else:
            seen = tuple(k for k in kinds if sum(row[f"type.{k}"] == "1" for row in abusive) * 2 >= len(abusive))
            yield RawRow(text, seen or ("abuse",))


def _davidson(folder: Path) -> Iterator[RawRow]:
    classes = {"0": "hate", "1": "offensive", "2": "neither"}
    for row in _table(folder / "labeled_data.csv"):
        yield RawRow(row["tweet"], (classes[row["class"]],))


def _edos(folder: Path) -> Iterator[RawRow]:
    for row in _table(folder / "edos_labelled_aggregated.csv"):
        yield RawRow(row["text"], (row["label_vector"].split(" ")[0],))


def _implicit_hate(folder: Path) -> Iterator[RawRow]:
    """The first stage separates hate from the rest, the second says what kind an implicit hateful post is."""
    second = _table(folder / "implicit_hate_v1_stg2_posts.tsv", "\t", quoted=False)
    fine = {row["post"]: row["implicit_class"] for row in second}
    for row in _table(folder / "implicit_hate_v1_stg1_posts.tsv", "\t", quoted=False):
        kind = row["class"] or ""
        yield RawRow(row["post"], (fine.get(row["post"], "") if kind == "implicit_hate" else kind,))


def _surge_toxicity(folder: Path) -> Iterator[RawRow]:
    for row in _table(folder / "toxicity_en.csv"):
        yield RawRow(row["text"], (row["is_toxic"],))


def _pickup_lines(folder: Path) -> Iterator[RawRow]:
    """One a line, with a block of poems among them: what speaks to nobody is no pick-up line."""
    persons = {"you", "your", "you're", "u", "me", "my", "i", "i'm", "i'll", "we", "let's"}
    for line in (folder / "lines_with_returns.txt").read_text("utf-8", "replace").splitlines():
        words = {word.strip(".,!?\"'") for word in line.lower().replace("’", "'").split()}
        yield RawRow(line, ("line" if words & persons else "unaddressed",))


def _goemotions(folder: Path) -> Iterator[RawRow]:
    names = list(GO_EMOTIONS)
    for part in ("train", "dev", "test"):
        for line in (folder / f"{part}.tsv").read_text("utf-8").splitlines():
            text, emotions, _ = line.split("\t")
            kinds = tuple(names[int(i)] for i in emotions.split(","))
            yield RawRow(text, kinds, emotion=ekman(kinds))


def _germeval(folder: Path) -> Iterator[RawRow]:
    for part in ("training", "test"):
        for line in (folder / f"germeval2018.{part}.txt").read_text("utf-8").splitlines():
            text, _, kind = line.split("\t")
            yield RawRow(text, (kind,), "de")


def _mlma(folder: Path) -> Iterator[RawRow]:
    """French rows; a hostile row's class is its target."""
    with zipfile.ZipFile(folder / "hate_speech_mlma.zip") as archive:
        data = archive.read("hate_speech_mlma/fr_dataset.csv").decode("utf-8")
    for row in csv.DictReader(io.StringIO(data)):
        hostility = row["sentiment"].split("_")
        hostile = set(hostility) - {"normal", "fearful"}
        kinds = (row["target"],) if hostile else ("fearful",) if "fearful" in hostility else ()
        yield RawRow(row["tweet"], (*kinds, "normal") if "normal" in hostility else kinds, "fr")


def _told_br(folder: Path) -> Iterator[RawRow]:
    """Votes of three annotators: a class is what two of them saw; what a single one saw is disputed."""
    classes = ("homophobia", "obscene", "insult", "racism", "misogyny", "xenophobia")
    for row in _table(folder / "ToLD-BR.csv"):
        votes = {name: float(row[name]) for name in classes}
        seen = tuple(name for name, count in votes.items() if count >= 2)
        yield RawRow(row["text"], seen or ("disputed" if any(votes.values()) else "none",), "pt")


def _hate_case(row: dict[str, str]) -> str:
    case = row["functionality"]
    if case.startswith("spell_"):
        return "unspeakable"
    if case == "slur_reclaimed_nh":
        return "reclaimed"
    if case == "profanity_nh":
        return "profanity"
    if row["label_gold"] == "non-hateful":
        return "clean"
    by_origin = {"black people", "muslims", "immigrants", "refugees", "indigenous people", "jews"}
    return "racism" if row["target_ident"].lower() in by_origin else "other"


def _hatecheck(folder: Path) -> Iterator[RawRow]:
    for row in _table(folder / "test_suite_cases.csv"):
        yield RawRow(row["test_case"], (_hate_case(row),))


def _multilingual_hatecheck(folder: Path) -> Iterator[RawRow]:
    for language in ("german", "spanish", "french", "portuguese"):
        code = {"german": "de", "spanish": "es", "french": "fr", "portuguese": "pt"}[language]
        for row in _table(folder / f"hatecheck_cases_final_{language}.csv"):
            yield RawRow(row["test_case"], (_hate_case(row),), code)


def _xstest(folder: Path) -> Iterator[RawRow]:
    for row in _table(folder / "xstest_prompts.csv"):
        yield RawRow(row["prompt"], (row["label"],))


READERS: dict[str, Callable[[Path], Iterator[RawRow]]] = {
    "hatecheck": _hatecheck,
    "xstest": _xstest,
    "mhc": _multilingual_hatecheck,
    "paradetox": _paradetox,
    "convabuse": _convabuse,
    "davidson": _davidson,
    "edos": _edos,
    "implicit-hate": _implicit_hate,
    "surge-toxicity": _surge_toxicity,
    "pickup-lines": _pickup_lines,
    "goemotions": _goemotions,
    "germeval2018": _germeval,
    "mlma": _mlma,
    "told-br": _told_br,
}
