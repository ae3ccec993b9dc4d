"""The synthesisers behind one protocol: a text and a voice in, samples out."""

from pathlib import Path
from typing import Protocol

from earful_models.speech.audio import Samples
from earful_models.speech.voices import Voice


class Engine(Protocol):
    """A speech synthesiser. What a voice's timbre means is the engine's own matter."""

    def speak(self, text: str, voice: Voice, tempo: float) -> Samples:
        """Mono float samples at 16 kHz, as the voice would say it at `tempo` times its usual speed."""
        ...


class Engines:
    """Loads each engine once, when it is first wanted: each needs its own package, and a test only one of them.

    `folder` is where models/setup puts Kokoro's styles (folder/kokoro).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, Engine] = {}

    def __getitem__(self, name: str) -> Engine:
        """Raises ValueError for a name that it does not know."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> Engine:
        if name == "kokoro":
            from earful_models.speech.engines.kokoro import Kokoro

            return Kokoro(self._folder / "kokoro")
        if name == "hibari":
            from earful_models.speech.engines.hibari import Hibari

            return Hibari()
        if name == "pico":
            from earful_models.speech.engines.pico import Pico

            return Pico()
        if name == "flite":
            from earful_models.speech.engines.flite import Flite

            return Flite()
        if name == "espeak":
            from earful_models.speech.engines.espeak import Espeak

            return Espeak()
        raise ValueError(f"there is no engine named {name!r}")
