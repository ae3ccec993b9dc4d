"""The log-mel front end, in torch: the definition that the C++ core implements too."""

import dataclasses
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor


@dataclass(frozen=True)
class FeatureConfig:
    """Parameters of a log-mel front end, as a model file holds them. The defaults are the CNN's.

    Yousefi and Emmanouilidou 2021, section IV: 16 kHz, 25 ms frames every 10 ms, 512-point FFT, 40 triangular filters.
    """

    sample_rate: int = 16000
    frame_length: int = 400
    hop_length: int = 160
    fft_size: int = 512
    window: Literal["hann"] = "hann"
    centre: bool = False
    spectrum: Literal["power", "magnitude"] = "power"
    mel_scale: Literal["htk", "slaney"] = "htk"
    mel_norm: Literal["none", "slaney"] = "none"
    filters: int = 40
    low_hz: float = 0
    high_hz: float = 8000
    log: Literal["ln", "log10"] = "log10"
    floor: float = 1e-6
    normalisation: Literal["none", "mean", "whisper", "whisper_fixed"] = "mean"

    def __post_init__(self) -> None:
        if not 0 < self.frame_length <= self.fft_size:
            raise ValueError(f"frame_length must be from 1 to fft_size, not {self.frame_length}")
        if self.centre and self.frame_length != self.fft_size:
            raise ValueError("centre needs a frame_length equal to fft_size")
        if self.hop_length < 1 or self.filters < 1:
            raise ValueError("hop_length and filters must be at least 1")
        if not 0 <= self.low_hz < self.high_hz <= self.sample_rate / 2:
            raise ValueError(f"low_hz {self.low_hz} and high_hz {self.high_hz} must rise within 0 to half the rate")
        if not self.floor > 0:
            raise ValueError(f"floor must be positive, not {self.floor}")
        for name, known in _KNOWN.items():
            if getattr(self, name) not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)}, not {getattr(self, name)!r}")


_KNOWN = {
    "window": ("hann",),
    "spectrum": ("power", "magnitude"),
    "mel_scale": ("htk", "slaney"),
    "mel_norm": ("none", "slaney"),
    "log": ("ln", "log10"),
    "normalisation": ("none", "mean", "whisper", "whisper_fixed"),
}

WHISPER = FeatureConfig(
    fft_size=400,
    centre=True,
    mel_scale="slaney",
    mel_norm="slaney",
    filters=80,
    floor=1e-10,
    normalisation="whisper",
)

ENCODER = dataclasses.replace(WHISPER, floor=1e-7, normalisation="whisper_fixed")
"""Whisper's without its clip maximum, so that a stream can compute it. The floor is what Whisper's is in speech at an
ordinary level, 8 under its maximum: of those tried, from 1e-5 to 1e-10, Whisper's outputs change least by this one.
"""


def hz_to_mel(hz: Tensor, scale: str) -> Tensor:
    """HTK: 2595 log10(1 + f/700). Slaney: linear to 1 kHz (15 mel), then 27 mel per factor of 6.4."""
    if scale == "htk":
        return 2595 * torch.log10(1 + hz / 700)
    return torch.where(hz < 1000, hz * 3 / 200, 15 + 27 * torch.log(hz.clamp(min=1) / 1000) / _LOG_6_4)


def mel_to_hz(mel: Tensor, scale: str) -> Tensor:
    """The inverse of hz_to_mel."""
    if scale == "htk":
        return 700 * (10 ** (mel / 2595) - 1)
    return torch.where(mel < 15, mel * 200 / 3, 1000 * torch.exp((mel - 15) / 27 * _LOG_6_4))


_LOG_6_4 = float(torch.log(torch.tensor(6.4, dtype=torch.float64)))


def mel_filters(config: FeatureConfig) -> Tensor:
    """Triangular filters [filters, fft_size / 2 + 1], float32 rounded from float64."""
    bins = torch.arange(config.fft_size // 2 + 1, dtype=torch.float64) * config.sample_rate / config.fft_size
    ends = hz_to_mel(torch.tensor([config.low_hz, config.high_hz], dtype=torch.float64), config.mel_scale)
    mel = torch.linspace(float(ends[0]), float(ends[1]), config.filters + 2, dtype=torch.float64)
    corners = mel_to_hz(mel, config.mel_scale)
    width = corners.diff()
    rising = (bins - corners[:-2, None]) / width[:-1, None]
    falling = (corners[2:, None] - bins) / width[1:, None]
    filters = torch.minimum(rising, falling).clamp(min=0)
    if config.mel_norm == "slaney":
        filters *= (2 / (corners[2:] - corners[:-2]))[:, None]
    return filters.float()


class LogMel:
    """Log-mel of one clip; made once for a configuration."""

    def __init__(self, config: FeatureConfig) -> None:
        self.config = config
        self._window = torch.hann_window(config.frame_length)
        self._filters = mel_filters(config).T.contiguous()

    def frame_count(self, samples: int) -> int:
        """The frames that this many samples give; 0 if there are too few for one."""
        config = self.config
        if config.centre:
            return samples // config.hop_length if samples > config.fft_size // 2 else 0
        return max(0, 1 + (samples - config.frame_length) // config.hop_length)

    def __call__(self, samples: Tensor) -> Tensor:
        """Log-mel [frames, filters] of samples [n], -1 to 1, at the configured rate, as exact as the samples are.

        Raises ValueError if there are too few samples for a frame.
        """
        config = self.config
        frames = self.frame_count(len(samples))
        if frames == 0:
            raise ValueError(f"{len(samples)} samples are too few for one frame")
        if config.centre:
            edge = config.fft_size // 2
            samples = torch.nn.functional.pad(samples[None, None], (edge, edge), mode="reflect")[0, 0]
        framed = samples.unfold(0, config.frame_length, config.hop_length)[:frames]
        spectrum = torch.view_as_real(torch.fft.rfft(framed * self._window, n=config.fft_size))
        energies = spectrum.square().sum(-1)
        if config.spectrum == "magnitude":
            energies = energies.sqrt()
        values = (energies @ self._filters.to(energies.dtype)).clamp(min=config.floor)
        return self._normalise(values.log10() if config.log == "log10" else values.log())

    def _normalise(self, values: Tensor) -> Tensor:
        match self.config.normalisation:
            case "mean":
                return values - values.mean(0)
            case "whisper":
                return (torch.maximum(values, values.max() - 8) + 4) / 4
            case "whisper_fixed":
                return (values + 4) / 4
            case _:
                return values
