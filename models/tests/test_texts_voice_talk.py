from collections import defaultdict
from pathlib import Path

from earful_models.texts.labels import CLEAN, LABELS
from earful_models.texts.readers import RawRow
from earful_models.texts.voice_talk import FOLDER, voice_talk


def test_a_line_has_its_labels_and_its_pair_as_partner(tmp_path: Path) -> None:
    (tmp_path / "en.csv").write_text(
        'pair,labels,text\n1,bullying+other,"you, silly goose, stay home"\n1,no_violation,stay home with the goose\n'
    )
    assert list(voice_talk(tmp_path)) == [
        RawRow("you, silly goose, stay home", ("bullying", "other"), "en", partner="pair 1"),
        RawRow("stay home with the goose", (CLEAN,), "en", partner="pair 1"),
    ]


def test_every_pair_has_a_toxic_and_a_clean_line_and_no_line_comes_twice() -> None:
    rows = list(voice_talk(FOLDER))
    pairs = defaultdict(list)
    for row in rows:
        assert set(row.kinds) <= set(LABELS), row
        assert CLEAN not in row.kinds or len(row.kinds) == 1, row
        pairs[row.partner].append(CLEAN in row.kinds)
    assert rows
    assert all(sorted(clean) == [False, True] for clean in pairs.values())
    assert len({row.text.casefold() for row in rows}) == len(rows)
