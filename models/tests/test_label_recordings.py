import csv
from pathlib import Path
from typing import Literal

import av
import numpy as np
import pytest
from recordings import sentence, write_recording

from earful_models.corpus import SAMPLE_RATE, Samples, decode, decode_blocks
from earful_models.label.manifest import COLUMNS, Manifest
from earful_models.label.recordings import LabelError, Row, cut_recording, find_recordings, is_cut, pieces


def test_files_are_found_at_any_depth_less_hidden_ones_and_the_output(tmp_path: Path) -> None:
    for name in ("b.ogg", "day 1/a.wav", ".trash/x.wav", "day 1/.hidden", "out/pieces/b.ogg/000001000.opus"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert find_recordings(tmp_path, tmp_path / "out") == ["b.ogg", "day 1/a.wav"]


def test_an_empty_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=f"{tmp_path} has no recordings"):
        find_recordings(tmp_path, tmp_path / "out")


def test_a_folder_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="calls is not a folder"):
        find_recordings(tmp_path / "calls", tmp_path / "out")


def test_the_list_of_a_recording_names_pieces_that_sound_as_it_does(tmp_path: Path) -> None:
    places = write_recording(tmp_path / "in" / "day" / "a.wav", 1.0, sentence(), 1.0, sentence(), 1.0)
    cut_recording("day/a.wav", tmp_path / "in", tmp_path / "out")
    rows = list(pieces("day/a.wav", tmp_path / "out"))
    assert [row["recording"] for row in rows] == ["day/a.wav"] * 2
    np.testing.assert_allclose([(float(row["start"]), float(row["end"])) for row in rows], places, atol=0.1)
    original = decode((tmp_path / "in" / "day" / "a.wav").read_bytes())
    for row in rows:
        heard = decode((tmp_path / "out" / row["path"]).read_bytes())
        first = round(float(row["start"]) * SAMPLE_RATE)
        assert len(heard) == round((float(row["end"]) - float(row["start"])) * SAMPLE_RATE)
        assert np.corrcoef(heard, original[first : first + len(heard)])[0, 1] > 0.9


@pytest.mark.parametrize(("name", "codec", "rate"), [("a.mp3", "mp3", 44100), ("a.flac", "flac", 48000)])
def test_other_formats_rates_and_channels_are_cut_at_the_same_places(
    tmp_path: Path, name: str, codec: Literal["mp3", "flac"], rate: int
) -> None:
    places = write_recording(tmp_path / "a.wav", 1.0, sentence(), 1.0, sentence(), 1.0)
    samples = decode((tmp_path / "a.wav").read_bytes())
    with av.open(tmp_path / name, "w") as target:
        stream = target.add_stream(codec, rate=rate, layout="stereo")
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        target.mux([*stream.encode(frame), *stream.encode(None)])
    cut_recording(name, tmp_path, tmp_path / "out")
    found = [(float(row["start"]), float(row["end"])) for row in pieces(name, tmp_path / "out")]
    np.testing.assert_allclose(found, places, atol=0.1)


def test_a_long_recording_is_decoded_block_by_block(tmp_path: Path) -> None:
    write_recording(tmp_path / "a.wav", *(sentence(), 1.0) * 20)
    blocks: list[Samples] = list(decode_blocks(tmp_path / "a.wav"))
    assert max(len(block) for block in blocks) < SAMPLE_RATE
    assert np.array_equal(np.concatenate(blocks), decode((tmp_path / "a.wav").read_bytes()))


@pytest.mark.parametrize("content", [b"", b"no audio at all", b"RIFF\x10\x00\x00\x00WAVEjunk"])
def test_nothing_is_kept_of_a_recording_that_cannot_be_decoded(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises((av.error.FFmpegError, ValueError)):
        cut_recording("a.wav", tmp_path, tmp_path / "out")
    assert not is_cut("a.wav", tmp_path / "out")
    assert not (tmp_path / "out" / "pieces" / "a.wav").exists()


def row(start: float, recording: str = "a.wav", transcript: str = "hello, you") -> Row:
    values = {"recording": recording, "start": f"{start:.2f}", "end": f"{start + 2:.2f}", "transcript": transcript}
    return {column: values.get(column, "1" if column == "no_violation" else "0") for column in COLUMNS}


def test_a_manifest_remembers_what_is_labelled(tmp_path: Path) -> None:
    Manifest(tmp_path / "manifest.csv").append([row(1.0), row(4.5), row(1.0, "b.wav")])
    assert Manifest(tmp_path / "manifest.csv").labelled() == {"a.wav": ["1.00", "4.50"], "b.wav": ["1.00"]}


def test_a_line_that_a_run_was_killed_in_is_not_counted_and_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    Manifest(path).append([row(1.0), row(4.5)])
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    manifest = Manifest(path)
    assert manifest.labelled() == {"a.wav": ["1.00"]}
    manifest.append([row(4.5)])
    assert path.read_bytes() == whole


def test_a_manifest_is_sorted_by_recording_and_time(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "manifest.csv")
    manifest.append([row(10.0), row(2.0, "b.wav"), row(9.5)])
    manifest.sort()
    with (tmp_path / "manifest.csv").open(newline="") as file:
        found = [(line["recording"], line["start"], line["transcript"]) for line in csv.DictReader(file)]
    assert found == [("a.wav", "9.50", "hello, you"), ("a.wav", "10.00", "hello, you"), ("b.wav", "2.00", "hello, you")]


def test_the_summary_counts_pieces_hours_and_labels(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "manifest.csv")
    manifest.append([{**row(2.0 * i), "bullying": str(i % 2), "no_violation": str(1 - i % 2)} for i in range(900)])
    assert manifest.summary().startswith("900 pieces, 0.50 h: 0 profanity, 450 bullying,")
    assert manifest.summary().endswith("450 no_violation")
