"""How much is spoken: a file of models/configs."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from earful_models.speech.voices import LANGUAGES


@dataclass(frozen=True)
class SpeechSettings:
    """`utterances` by language; `suites` of the English test suites."""

    seed: int
    suites: int
    utterances: dict[str, int]

    @staticmethod
    def load(path: Path) -> "SpeechSettings":
        """Raises ValueError that names what is wrong in the file."""
        values = tomllib.loads(path.read_text())
        try:
            settings = SpeechSettings(**values)
        except TypeError as error:
            raise ValueError(f"{path}: {error}") from None
        if unknown := settings.utterances.keys() - set(LANGUAGES):
            raise ValueError(f"{path}: there are no voices for {', '.join(sorted(unknown))}")
        return settings
