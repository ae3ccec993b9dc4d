"""Which text is spoken by which voice: decided by the seed and the text's id alone, never by its labels."""

import random
from dataclasses import asdict, dataclass
from itertools import accumulate

from earful_models.speech.lines import Line, digest
from earful_models.speech.voices import Voice, voices

# Shares of the engines. Kokoro sounds best and costs twenty times the others; hibari's speaker is for training alone,
# and so is espeak-ng, which sounds worst: it stands in where the others have one speaker or none.
SHARES = {
    ("en", True): {"kokoro": 0.2, "hibari": 0.25, "pico": 0.275, "flite": 0.275},
    ("en", False): {"kokoro": 0.4, "pico": 0.3, "flite": 0.3},
    ("de", True): {"pico": 0.7, "espeak": 0.3},
    ("de", False): {"pico": 1.0},
    ("es", True): {"kokoro": 0.1, "espeak": 0.2, "pico": 0.7},
    ("es", False): {"kokoro": 1.0},
    ("fr", True): {"pico": 0.7, "espeak": 0.3},
    ("fr", False): {"kokoro": 1.0},
    ("pt", True): {"kokoro": 0.2, "espeak": 0.8},
    ("pt", False): {"kokoro": 1.0},
}
ATTEMPTS = 3  # voices that may fail at a text before it is given up

TEMPO = (0.9, 1.2)
LEVEL_DB = (-29.0, -17.0)


@dataclass(frozen=True)
class Utterance:
    """How a text is spoken."""

    text_id: str
    text: str
    voice: Voice
    tempo: float
    level_db: float

    @property
    def key(self) -> str:
        """Of everything that the audio depends on: the name of its file in the cache."""
        return digest(repr((self.text_id, self.text, sorted(asdict(self.voice).items()), self.tempo, self.level_db)))


def planned(line: Line, seed: int, attempt: int = 0) -> Utterance:
    """The utterance of a line; each `attempt` is by another voice."""
    chance = random.Random(digest(f"{seed}|{line.id}|{attempt}"))
    shares = SHARES[line.language, line.training]
    at = chance.random() * sum(shares.values())
    engine = next(name for name, upto in zip(shares, accumulate(shares.values()), strict=True) if at < upto)
    voice = chance.choice(voices(engine, line.language, line.training))
    tempo, level_db = round(chance.uniform(*TEMPO), 3), round(chance.uniform(*LEVEL_DB), 2)
    return Utterance(line.id, line.text, voice, tempo, level_db)
