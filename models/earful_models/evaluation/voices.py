"""What the name of a synthesiser's voice tells: the accent and the gender it was made to have."""

from earful_models.corpus import Row

_LANGUAGES = {
    "a": "American",
    "b": "British",
    "e": "Spanish",
    "f": "French",
    "h": "Hindi",
    "i": "Italian",
    "j": "Japanese",
    "p": "Portuguese",
    "z": "Chinese",
}
_GENDERS = {"f": "female", "m": "male"}
_OTHERS = {
    "heart": ("American", "female"),  # hibari's
    "slt": ("American", "female"),  # flite's
    "rms": ("American", "male"),
    "en-US": ("American", "female"),  # Pico's
    "en-GB": ("British", "female"),
    "de-DE": ("German", "female"),
    "es-ES": ("Spanish", "female"),
    "fr-FR": ("French", "female"),
    "it-IT": ("Italian", "female"),
}


def styles(row: Row) -> list[str]:
    """The base styles that a synthesised voice is mixed of."""
    return [style for style in row.get("component_styles", "").split("+") if style]


def speaker(row: Row) -> str:
    """Who speaks: of a synthesised voice its first base style, which is the same speaker resampled or in a mix."""
    return (styles(row) or [row.get("voice") or row.get("speaker", "")])[0]


def accent(row: Row) -> str:
    """The accent that all base styles share, "mixed", or "" if a style is not known."""
    return _shared([_style(style)[0] for style in styles(row)])


def gender(row: Row) -> str:
    """The gender that all base styles share, "mixed", or "" if a style is not known. RAVDESS numbers its women even."""
    corpus, _, number = row.get("speaker", "").partition("-")
    if corpus == "ravdess":
        return "male" if int(number) % 2 else "female"
    return _shared([_style(style)[1] for style in styles(row)])


def _style(name: str) -> tuple[str, str]:
    """Kokoro's styles are named by language and gender: bf_emma is a British woman."""
    if name in _OTHERS:
        return _OTHERS[name]
    prefix = name.split("_")[0]
    if "_" in name and len(prefix) == 2 and prefix[0] in _LANGUAGES and prefix[1] in _GENDERS:
        return _LANGUAGES[prefix[0]], _GENDERS[prefix[1]]
    return "", ""


def _shared(values: list[str]) -> str:
    distinct = set(values)
    if not distinct or "" in distinct:
        return ""
    return distinct.pop() if len(distinct) == 1 else "mixed"
