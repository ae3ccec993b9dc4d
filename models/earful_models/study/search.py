"""The search over the network's sizes: L layers, C channels, K x K kernels, one at a time around the paper's choice."""

from dataclasses import replace
from pathlib import Path

from earful_models.config import RunConfig
from earful_models.network import Architecture
from earful_models.study.draws import Draw
from earful_models.study.trial import Figures, trial


def neighbours(architecture: Architecture) -> dict[str, Architecture]:
    """The architecture and those that differ from it in one of L, C and K, by name."""
    a = architecture
    variants = [
        a,
        *(replace(a, conv_layers=layers) for layers in (a.conv_layers - 1, a.conv_layers + 1)),
        *(replace(a, channels=channels) for channels in (a.channels // 2, a.channels * 3 // 2)),
        *(replace(a, kernel=kernel) for kernel in (a.kernel - 2, a.kernel + 2)),
    ]
    return {f"L{v.conv_layers}-C{v.channels}-K{v.kernel}": v for v in variants}


def search_sizes(config: RunConfig, draw: Draw, folder: Path) -> dict[str, Figures]:
    """A trial of each neighbour, by name."""
    return {
        name: trial(replace(config, network=network), draw, folder / name)
        for name, network in neighbours(config.network).items()
    }
