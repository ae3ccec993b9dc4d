"""The cache of spoken lines survives whatever happens to the run that fills it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from spoken_lines import lines

from earful_models.corpus import decode
from earful_models.speech import plan
from earful_models.speech.cache import SpeechCache
from earful_models.speech.job import speak_all
from earful_models.speech.plan import ATTEMPTS

# Pico speaks everything, because it needs no 90 MB; both its speakers, for either side.
PICO = {("en", True): {"pico": 1.0}, ("en", False): {"pico": 1.0}}
SPEAK = """
import sys
from pathlib import Path
from earful_models.speech import plan
from earful_models.speech.job import speak_all
from spoken_lines import lines
plan.SHARES.update({("en", True): {"pico": 1.0}, ("en", False): {"pico": 1.0}})
speak_all(lines(240), Path(sys.argv[1]), seed=1, processes=1)
"""


@pytest.fixture
def _pico_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("py_nanotts", reason="models/setup speech has not run")
    monkeypatch.setattr(plan, "SHARES", PICO)


@pytest.mark.usefixtures("_pico_alone")
def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SPEAK, str(tmp_path)]
    run = subprocess.Popen(command, cwd=Path(__file__).parent)
    deadline = time.monotonic() + 60
    while len(list(tmp_path.rglob("*.opus"))) < 20 and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    run.kill()
    run.wait()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.opus")}
    assert 20 <= len(before) < 240
    assert all(len(decode(path.read_bytes())) > 8000 for path in before)
    speak_all(lines(240), tmp_path, seed=1, processes=1)
    assert len(list(tmp_path.rglob("*.opus"))) == 240
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.usefixtures("_pico_alone")
def test_two_processes_share_the_lines(tmp_path: Path) -> None:
    speak_all(lines(12), tmp_path / "one", seed=1, processes=1)
    for part in range(2):
        from earful_models.speech.speak import speak

        speak(lines(12), tmp_path / "two", 1, part, 2)
        assert part == 1 or 0 < len(list((tmp_path / "two").rglob("*.opus"))) < 12
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.opus")} for name in ("one", "two"))
    assert one.keys() == two.keys()


@pytest.mark.usefixtures("_pico_alone")
def test_a_line_is_tried_with_other_voices_and_then_given_up(tmp_path: Path) -> None:
    cache, line = SpeechCache(tmp_path), lines(1)[0]
    tried = []
    while (utterance := cache.next(line, 1)) is not None:
        tried.append(utterance)
        cache.store_failure(utterance, "silent")
    assert len(tried) == ATTEMPTS
    assert cache.failures(line, 1) == ["silent"] * ATTEMPTS
    speak_all([line], tmp_path, seed=1, processes=1)
    assert not list(tmp_path.rglob("*.opus"))


@pytest.mark.usefixtures("_pico_alone")
def test_changed_words_are_spoken_anew(tmp_path: Path) -> None:
    cache, line = SpeechCache(tmp_path), lines(1)[0]
    speak_all([line], tmp_path, seed=1, processes=1)
    changed = type(line)({**line.row, "text": "We stay."})
    first, second = cache.next(line, 1), cache.next(changed, 1)
    assert first is not None
    assert second is not None
    assert cache.audio(first).exists()
    assert not cache.audio(second).exists()
