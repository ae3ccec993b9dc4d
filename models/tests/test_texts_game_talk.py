from pathlib import Path

import pytest

from earful_models.texts.game_talk import FOLDER, game_talk
from earful_models.texts.labels import CLEAN, LABELS
from earful_models.texts.readers import RawRow

GRAMMAR = """
[words]
enemy = "boss | dragon"
place = "bridge | gate | tower"
[lines]
no_violation = '''
Kill the {enemy} at the {place}.
Reload.
'''
other = "I will hurt you at the {place}."
"""


def test_a_template_stands_for_every_choice_of_its_words_and_keeps_them_together(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text(GRAMMAR)
    rows = list(game_talk(tmp_path))
    assert len(rows) == 6 + 1 + 3
    template = "Kill the {enemy} at the {place}."
    assert RawRow("Kill the dragon at the gate.", (CLEAN,), "en", partner=template) in rows
    assert RawRow("I will hurt you at the tower.", ("other",), "en", partner="I will hurt you at the {place}.") in rows
    assert rows == list(game_talk(tmp_path))


def test_a_slot_without_words_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[words]\n[lines]\nother = "I hurt {foe}."')
    with pytest.raises(ValueError, match=r"en\.toml.*has no words for 'foe'"):
        list(game_talk(tmp_path))


def test_every_language_has_sentences_of_every_label_but_profanity() -> None:
    found = {(row.language, row.kinds[0]) for row in game_talk(FOLDER)}
    assert found == {
        (lang, label) for lang in ("de", "en", "es", "fr", "pt") for label in LABELS if label != "profanity"
    }
