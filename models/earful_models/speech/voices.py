"""The voices. Each is made of base styles, and each base style speaks either for training or for val and test."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

Mix = tuple[tuple[str, float], ...]  # base styles and their weights

# Kokoro's base styles by language (first letter: a, b English; e Spanish; f French; h Hindi; i Italian; j Japanese;
# p Portuguese; z Chinese) and sex (second letter). The held-out ones are those that spoken.tar holds out.
HELD_OUT_STYLES = frozenset(
    [
        "af_sarah", "bf_emma", "bf_isabella", "ff_siwis", "if_sara", "zf_xiaoni",
        "am_adam", "am_michael", "bm_lewis", "im_nicola", "zm_yunjian", "zm_yunyang",
    ]
)  # fmt: skip
TRAINING_STYLES = frozenset(
    [
        "af_alloy", "af_aoede", "af_bella", "af_heart", "af_jessica", "af_kore",
        "af_nicole", "af_nova", "af_river", "af_sky", "am_echo", "am_eric",
        "am_fenrir", "am_liam", "am_onyx", "am_puck", "am_santa", "bf_alice",
        "bf_lily", "bm_daniel", "bm_fable", "bm_george", "ef_dora", "em_alex",
        "em_santa", "hf_alpha", "hf_beta", "hm_omega", "hm_psi", "jf_alpha",
        "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo", "pf_dora", "pm_alex",
        "pm_santa", "zf_xiaobei", "zf_xiaoxiao", "zf_xiaoyi", "zm_yunxi", "zm_yunxia",
    ]
)  # fmt: skip

# Whose prosody a language may have, by the styles' first letter. Timbre is any style's: the language is in the prosody
# half. Kokoro's one French speaker is held out, so Spanish and Portuguese have Italian there; German it does not know:
# other languages' styles speak it, and French, so that a recogniser loses every second word.
_PROSODY = {
    ("en", True): "ab", ("en", False): "ab",
    ("es", True): "e", ("es", False): "i",
    ("pt", True): "p", ("pt", False): "i",
    ("fr", False): "f",
}  # fmt: skip
LANGUAGES = ("en", "de", "fr", "es", "pt")

# The speakers of the other engines: engine, language, whether for training. hibari's one speaker is for training alone,
# and so are Pico's but the English, of which there are two, and the German, which is the only one that there is.
_SPEAKERS = {
    ("hibari", "en", True): "heart",
    ("flite", "en", True): "slt",
    ("flite", "en", False): "rms",
    ("pico", "en", True): "en-US",
    ("pico", "en", False): "en-GB",
    ("pico", "de", True): "de-DE",
    ("pico", "de", False): "de-DE",
    ("pico", "es", True): "es-ES",
    ("pico", "fr", True): "fr-FR",
}
SHARED_SPEAKERS = frozenset({"de-DE"})  # on both sides: German is tested on unseen texts, but not on unseen voices
HELD_OUT_SPEAKERS = frozenset(name for (_, _, training), name in _SPEAKERS.items() if not training) - SHARED_SPEAKERS

# hibari's pitch and formants by WORLD; one step down is a man, one up a smaller speaker.
_MORPHS = ((0.55, 0.84), (0.62, 0.88), (0.75, 0.92), (0.85, 0.96), (1.0, 1.0), (1.12, 1.06), (1.22, 1.1), (1.35, 1.14))
# Pico and flite, by resampling.
_RATES = (0.86, 0.9, 0.95, 1.0, 1.04, 1.08, 1.12, 1.18)
# espeak-ng's variants, men and women, without its robots; for training alone.
_VARIANTS = (
    "m1",
    "m2",
    "m3",
    "m4",
    "m5",
    "m6",
    "m7",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "Annie",
    "Denis",
    "anika",
    "steph2",
)
_MIXES = {True: 200, False: 60}


@dataclass(frozen=True)
class Voice:
    """`rate` scales pitch and formants together; `pitch` the pitch alone, where an engine can do that."""

    engine: str
    name: str
    language: str
    timbre: Mix
    prosody: Mix = ()
    british: bool = False
    rate: float = 1.0
    pitch: float = 1.0

    @property
    def styles(self) -> tuple[str, ...]:
        """The base styles that it is made of, sorted."""
        return tuple(sorted({style for style, _ in self.timbre + self.prosody}))


def is_held_out(style: str) -> bool:
    return style in HELD_OUT_STYLES or style in HELD_OUT_SPEAKERS


@cache
def voices(engine: str, language: str, training: bool) -> Sequence[Voice]:
    """All voices of an engine in a language on one side; none where it has no speaker."""
    if engine == "kokoro":
        if (language, training) not in _PROSODY:
            return []
        pool = TRAINING_STYLES if training else HELD_OUT_STYLES
        base = [_base(style) for style in sorted(pool) if style[0] in "ab"] if language == "en" else []
        return [*base, *(_mix(language, training, sorted(pool), number) for number in range(_MIXES[training]))]
    if engine == "espeak":
        if language == "en" or not training:
            return []
        return [Voice(engine, f"espeak_{language}_{variant}", language, ((variant, 1.0),)) for variant in _VARIANTS]
    speaker = _SPEAKERS.get((engine, language, training))
    if speaker is None:
        return []
    timbre = ((speaker, 1.0),)
    if engine == "hibari":
        return [
            Voice(engine, f"hibari_{speaker}_{number}", language, timbre, rate=formants, pitch=pitch)
            for number, (pitch, formants) in enumerate(_MORPHS)
        ]
    return [Voice(engine, f"{engine}_{speaker}_{rate}", language, timbre, rate=rate) for rate in _RATES]


def _base(style: str) -> Voice:
    return Voice("kokoro", style, "en", ((style, 1.0),), british=style[0] == "b")


def _mix(language: str, training: bool, pool: list[str], number: int) -> Voice:
    name = f"{'train' if training else 'held'}_{language}_mix{number:03}"
    chance = random.Random(name)
    sex = "fm"[number % 2]
    mine = [style for style in pool if style[1] == sex]
    lenders = [style for style in mine if style[0] in _PROSODY[language, training]]
    # Where the language's styles are all of the other sex, they lend their prosody all the same.
    lenders = lenders or [style for style in pool if style[0] in _PROSODY[language, training]]
    return Voice(
        "kokoro",
        name,
        language,
        timbre=_pair(chance, mine),
        prosody=_pair(chance, lenders),
        british=language == "en" and chance.random() < 0.33,
        rate=round(chance.choice([1.0, 1.0, chance.uniform(0.88, 0.96), chance.uniform(1.05, 1.16)]), 3),
    )


def _pair(chance: random.Random, styles: list[str]) -> Mix:
    if len(styles) == 1:
        return ((styles[0], 1.0),)
    (first, second), weight = chance.sample(styles, 2), round(chance.uniform(0.15, 0.85), 3)
    return ((first, weight), (second, round(1 - weight, 3)))
