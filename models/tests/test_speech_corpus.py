"""From labelled texts to what the trainer loads."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from conftest import encode, write_archive
from spoken_lines import lines, write_texts

from earful_models.corpus import load_spoken, spoken_files
from earful_models.speech import plan
from earful_models.speech.build import Folders, build_corpus, speak_corpus
from earful_models.speech.decoded import decoded
from earful_models.speech.lines import Line
from earful_models.speech.manifest import OF_VOICE, earlier_spoken_rows

TEXT = "They sail early to the hill before it rains."


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """120 English lines, a German one and a test suite's, spoken by Pico; and an earlier corpus of two clips."""
    pytest.importorskip("py_nanotts", reason="models/setup speech has not run")
    folder = tmp_path_factory.mktemp("spoken")
    made = lines(120)
    texts = [
        *made,
        Line({**made[0].row, "id": "aaaa", "language": "de", "text": "Wir gehen langsam zum Hafen.", "split": "train"}),
        Line({**made[0].row, "id": "bbbb", "source": "hatecheck", "text": "We stay here.", "split": "test"}),
    ]
    (folder / "build").mkdir()
    write_texts(texts, folder / "build" / "texts.csv")
    (folder / "speech.toml").write_text("seed = 1\nsuites = 5\nutterances = {en = 130, de = 5}\n")
    found = Folders(folder, folder / "build")
    pico = {"pico": 1.0}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "SHARES", {("en", True): pico, ("en", False): pico, ("de", True): pico})
        speak_corpus(found, folder / "speech.toml", processes=1)
        _earlier_corpus(found, made)
        build_corpus(found, folder / "speech.toml", processes=1)
    return found


def test_a_corpus_may_be_of_another_language_and_without_an_earlier_one(tmp_path: Path) -> None:
    pytest.importorskip("py_nanotts", reason="models/setup speech has not run")
    texts = [Line({**line.row, "language": "de"}) for line in lines(24)]
    (tmp_path / "build").mkdir()
    write_texts(texts, tmp_path / "build" / "texts.csv")
    (tmp_path / "speech.toml").write_text("seed = 1\nsuites = 0\nutterances = {de = 24}\n")
    folders = Folders(tmp_path, tmp_path / "build")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan, "SHARES", {("de", True): {"pico": 1.0}, ("de", False): {"pico": 1.0}})
        speak_corpus(folders, tmp_path / "speech.toml", processes=1)
    assert build_corpus(folders, tmp_path / "speech.toml", processes=1) == 0.5
    assert load_spoken(tmp_path, folders.build / "corpus", "train", ["de"])


def _earlier_corpus(folders: Folders, made: list[Line]) -> None:
    """An understandable clip of the first line, one of the second by a style that mispronounces English, one of a text
    that is not ours.
    """
    sound = next((folders.speech / "audio").rglob("*.opus")).read_bytes()
    voice = {"engine": "kokoro", "rate": "1", "tempo": "1", "level_db": "-20", "split": "train"}
    rows = [
        {"id": "one", "path": "audio/one.opus", "text": made[0].text.upper(), "component_styles": "af_sky"} | voice,
        {"id": "two", "path": "audio/two.opus", "text": made[1].text, "component_styles": "zf_xiaoyi"} | voice,
        {"id": "six", "path": "audio/six.opus", "text": "Nobody says this.", "component_styles": "af_sky"} | voice,
    ]
    table = io.StringIO()
    writer = csv.DictWriter(table, [*rows[0], "voice"])
    writer.writeheader()
    writer.writerows({**row, "voice": row["component_styles"]} for row in rows)
    folders.archive.parent.mkdir()
    files = {row["path"]: sound for row in rows} | {"manifest.csv": table.getvalue().encode()}
    write_archive(folders.archive, files)


def test_the_trainer_loads_english_unless_it_asks_for_more(folders: Folders) -> None:
    cache = folders.build / "corpus"
    assert {clip.row["language"] for clip in load_spoken(folders.corpus, cache, "train")} == {"en"}
    # The German line has no toxic counterpart, so that the balance leaves it out.
    assert load_spoken(folders.corpus, cache, "train", ["de"]) == []


def test_every_clip_lasts_as_long_as_its_row_says(folders: Folders) -> None:
    cache = folders.build / "corpus"
    clips = [clip for split in ("train", "val", "test") for clip in load_spoken(folders.corpus, cache, split)]
    assert len(clips) > 50
    for clip in clips:
        assert len(clip.samples) / 16000 == pytest.approx(float(clip.row["duration"]), abs=0.01)
        assert abs(clip.samples).max() > 1000


def test_the_manifest_names_files_that_are_there_and_both_sides_have_other_speakers(folders: Folders) -> None:
    with (folders.speech / "manifest.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert all((folders.speech / row["path"]).exists() for row in rows)
    assert {row["component_styles"] for row in rows if row["split"] in ("val", "test", "suite")} == {"en-GB"}
    assert {row["component_styles"] for row in rows if row["split"] == "train"} <= {"en-US", "af_sky"}


def test_a_test_suite_is_in_a_split_of_its_own(folders: Folders) -> None:
    (clip,) = load_spoken(folders.corpus, folders.build / "corpus", "suite")
    assert clip.row["text"] == "We stay here."


def test_takes_over_what_an_earlier_corpus_says_well_and_has_our_text(folders: Folders) -> None:
    assert {path.stem for path in (folders.speech / "earlier").iterdir()} == {"one"}


def test_as_many_toxic_as_clean_clips_remain_and_the_results_say_with_which_settings(folders: Folders) -> None:
    clips = load_spoken(folders.corpus, folders.build / "corpus", "train")
    assert sum(clip.toxic for clip in clips) == len(clips) / 2
    stats = json.loads((folders.speech / "corpus.json").read_text())
    assert stats["not_spoken_yet"] == 0
    assert stats["styles_on_both_sides"] == []
    assert "seed = 1" in (folders.speech / "settings.toml").read_text()
    assert set(stats["shortcuts"]["en"]["toxic"]) == {"boosting", "logistic"}


def test_without_the_command_the_earlier_corpus_is_read(folders: Folders, tmp_path: Path) -> None:
    assert len(load_spoken(folders.corpus, tmp_path, "train")) == 3


def test_a_file_that_sounds_otherwise_under_its_old_name_is_decoded_again(tmp_path: Path) -> None:
    rows = [{"id": name, "path": f"{name}.wav"} for name in ("one", "two")]

    def levels(*of_each: int) -> list[int]:
        for row, level in zip(rows, of_each, strict=True):
            (tmp_path / row["path"]).write_bytes(encode(np.full(8000, level, np.int16)))
        facts = decoded(rows, tmp_path, tmp_path / "cache", processes=1)
        samples = np.fromfile(spoken_files(tmp_path / "cache").samples, np.int16)
        return [int(samples[int(row["first"])]) for row in facts]

    assert levels(100, 200) == [100, 200]
    assert levels(100, 300) == [100, 300]
    assert spoken_files(tmp_path / "cache").samples.stat().st_size == 3 * 2 * 8000  # and nothing else


def test_an_earlier_corpus_that_has_changed_is_unpacked_again(tmp_path: Path) -> None:
    line, voice = lines(1)[0], dict.fromkeys(OF_VOICE, "1")
    taken = {line.id: {"id": "one", "path": "audio/one.opus", **voice}}
    for sound in (b"before", b"after"):
        write_archive(tmp_path / "spoken.tar", {"audio/one.opus": sound})
        (row,) = earlier_spoken_rows(taken, [line], tmp_path / "spoken.tar", tmp_path)
        assert (tmp_path / row["path"]).read_bytes() == sound
