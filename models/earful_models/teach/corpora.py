"""The corpora of Min et al. 2024, table 3, as their rows are: each text with one class."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from earful_models.texts.readers import READERS


@dataclass(frozen=True)
class ClassCorpus:
    """`targets` are indices of `classes`."""

    name: str
    classes: tuple[str, ...]
    texts: list[str]
    targets: list[int]


def davidson(folder: Path) -> ClassCorpus:
    """DVS: hate speech against the rest, the merely offensive among it (Davidson et al. 2017)."""
    rows = [(row.text, "hate" if "hate" in row.kinds else "rest") for row in READERS["davidson"](folder)]
    return _corpus("davidson", ("rest", "hate"), rows)


def implicit_hate(folder: Path) -> ClassCorpus:
    """IH: implicit, explicit or no hate (ElSherief et al. 2021). The file has 2,346 hateful posts more than the paper
    counts; all are taken.
    """
    with (folder / "implicit_hate_v1_stg1_posts.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(row["post"], row["class"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return _corpus("implicit-hate", ("not_hate", "implicit_hate", "explicit_hate"), rows)


def isear(folder: Path) -> ClassCorpus:
    """When people last felt each of seven emotions (Scherer and Wallbott 1994)."""
    classes = ("anger", "disgust", "fear", "guilt", "joy", "sadness", "shame")
    with (folder / "ISEAR.csv").open(encoding="utf-8", newline="") as file:
        rows = [(" ".join(row[1].split()), row[0].strip()) for row in csv.reader(file) if len(row) > 1]
    return _corpus("isear", classes, rows)


def carer(folder: Path) -> ClassCorpus:
    """Tweets by hashtag (Saravia et al. 2018): the training part's four classes that the paper counts."""
    lines = (folder / "train.txt").read_text("utf-8").splitlines()
    # The copy at hand calls fear worry.
    rows = [(text, "fear" if name == "worry" else name) for text, _, name in (line.partition(";") for line in lines)]
    return _corpus("carer", ("anger", "fear", "sadness", "surprise"), rows)


def _corpus(name: str, classes: tuple[str, ...], rows: Iterable[tuple[str, str]]) -> ClassCorpus:
    """The rows of these classes; others are left out."""
    kept = [(text, classes.index(kind)) for text, kind in rows if kind in classes]
    return ClassCorpus(name, classes, [text for text, _ in kept], [target for _, target in kept])


Reader = Callable[[Path], ClassCorpus]
HATE: dict[str, Reader] = {"davidson": davidson, "implicit-hate": implicit_hate}
EMOTION: dict[str, Reader] = {"carer": carer, "isear": isear}
