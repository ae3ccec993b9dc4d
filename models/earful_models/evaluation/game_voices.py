"""Real actors' insults, threats and orders: the voices of the game Hedgewars, judged by their files' names.

The Debian package hedgewars-data (GFDL-1.3) has 15 voice packs with the same lines. Nobody listened: a file is named
for what it says, a pack may say it in other words, and some names leave open whether it is meant as an attack. These
are left out. Few and mild lines in put-on voices: a check that the scores move the right way on real voices, no more.
"""

import subprocess
import tempfile
from pathlib import Path

from tqdm import tqdm

from earful_models.corpus import Clip, decode

PACKAGE = "hedgewars-data"
INSULTS = ("Coward", "Nutter", "Stupid", "Traitor")
THREATS = ("Gonnagetyou", "Illgetyou", "Justyouwait", "Youllregretthat")
CLEAN = (
    *("Amazing", "Brilliant", "Excellent", "Flawless", "Victory", "Firstblood", "Enemydown", "Missed", "Sameteam"),
    *("Hello", "Byebye", "Solong", "Yessir", "Hurry", "Takecover", "Incoming", "Reinforcements", "Watchthis"),
    *("Oops", "Uh-oh", "Ohdear", "Nooo", "Grenade", "Fire", "Melon", "Hmm", "Boring", "Flyaway"),
)
SOUNDS = ("Laugh", "Ouch", "Ow1", "Ow2", "Ow3", "Ow4", "Ooff1", "Ooff2", "Ooff3", "PoisonCough", "PoisonMoan")
# Left open: Comeonthen, Cutitout, Drat, Firepunch, Jump, Kamikaze, Leavemealone, Revenge, Runaway, Thisoneismine,
# Watchit, Whatthe and one mild oath.
JUDGEMENT = {
    **dict.fromkeys(INSULTS, "insult"),
    **dict.fromkeys(THREATS, "threat"),
    **dict.fromkeys(CLEAN, "order or cheer"),
    **dict.fromkeys(SOUNDS, "laugh, groan or cough"),
}
_LABEL = {
    "insult": "bullying",
    "threat": "other",
    "order or cheer": "no_violation",
    "laugh, groan or cough": "no_violation",
}
LANGUAGES = {"Default_es": "es", "Default_pl": "pl", "Default_ru": "ru", "Default_uk": "uk", "Russian_pl": "pl"}
"""Of the packs that are not in English."""


def load_game_voices(cache: Path) -> list[Clip]:
    """The judged lines in English, decoded; none if `fetch_game_voices` has not run. speaker is the voice pack."""
    folder = cache.parent / "game-voices"
    return [
        Clip(row, decode((folder / row["path"]).read_bytes()))
        for row in tqdm(_rows(folder), "decoding game voices", leave=False)
        if row["language"] == "en"
    ]


def fetch_game_voices(cache: Path) -> None:
    """Downloads the package with apt-get, unpacks the voices into `game-voices` beside the cache, installs nothing.

    Raises RuntimeError with apt-get's or dpkg's own words if that fails.
    """
    target = cache.parent / "game-voices"
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        _run(["apt-get", "download", PACKAGE], folder)
        _run(["dpkg", "-x", next(folder.glob("*.deb")).name, "unpacked"], folder)
        next((folder / "unpacked").rglob("Sounds/voices")).rename(target)


def _rows(folder: Path) -> list[dict[str, str]]:
    rows = []
    for path in sorted(folder.glob("*/*.ogg")):
        kind = JUDGEMENT.get(path.stem)
        if kind is not None:
            pack = path.parent.name
            row = {"id": f"{pack}/{path.stem}", "path": f"{pack}/{path.name}", "speaker": pack, "kind": kind}
            rows.append({**row, "language": LANGUAGES.get(pack, "en"), _LABEL[kind]: "1"})
    return rows


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()}")
