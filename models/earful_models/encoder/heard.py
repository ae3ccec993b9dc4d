"""What the frozen lower blocks of an encoder make of the training clips: computed once, trained on many times."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from earful_models.augment import Augmenter, Example, unchanged
from earful_models.augment.sounds import Sounds
from earful_models.batches import collate
from earful_models.corpus import TOXIC_LABELS, Clip
from earful_models.encoder.config import EncoderConfig
from earful_models.encoder.network import SpeechEncoder
from earful_models.features import ENCODER, LogMel
from earful_models.fingerprint import file_fingerprint, fingerprint
from earful_models.precision import half_precision
from earful_models.run_folder import REPOSITORY
from earful_models.whole import whole

PART = 1024
"""Examples a file holds."""
BATCH = 16
AHEAD = 64
"""Parts that may be made before they are trained on."""


@dataclass(frozen=True)
class Part:
    """Some examples: the lower blocks' outputs [steps, width] of one after the other, float16; where each ends in
    them; the five toxic targets [examples, 5]; and of each the clips whose words are all in it.
    """

    steps: Tensor
    ends: Tensor
    targets: Tensor
    rows: list[tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.rows)

    def example(self, index: int) -> Tensor:
        """[steps, width] of one example."""
        return self.steps[int(self.ends[index - 1]) if index else 0 : int(self.ends[index])]

    def batch(self, indices: list[int]) -> tuple[Tensor, Tensor]:
        """Examples [batch, steps, width], zeros after each one's end, and which steps are not padding."""
        x = torch.nn.utils.rnn.pad_sequence([self.example(i).float() for i in indices], batch_first=True)
        lengths = torch.tensor([len(self.example(i)) for i in indices])
        return x, torch.arange(x.shape[1]) < lengths[:, None]


class HeardClips:
    """The parts of a run's passes over its clips, kept in a folder that only equal inputs share."""

    def __init__(self, config: EncoderConfig, clips: list[Clip], sounds: Sounds | None, cache: Path) -> None:
        """Without sounds every clip is heard as it is, whatever the configuration's augmentation."""
        self.config, self.clips, self.sounds = config, clips, sounds
        decides = {
            "pretrained": config.pretrained,
            "start": file_fingerprint(REPOSITORY / config.start) if config.start else "",
            "frozen": config.frozen,
            "seed": config.seed if sounds else 0,
            "augmentation": asdict(config.augmentation) if sounds else {},
            "clips": [clip.row.get("id") or clip.row["path"] for clip in clips],
            "labels": ["".join(clip.row.get(label, "") for label in TOXIC_LABELS) for clip in clips],
        }
        self.folder = cache / fingerprint(decides)[:16]

    def parts(self, encoder: SpeechEncoder, passes: list[int]) -> Iterator[Part]:
        """The parts of these passes in turn; what is not there is made by another process, ahead of its use."""
        todo = _Paths(self, encoder, passes)
        loader = DataLoader(
            todo,
            batch_size=None,
            num_workers=1,
            prefetch_factor=AHEAD,
            multiprocessing_context="fork",
            generator=torch.Generator(),  # else the seed it draws for its worker would shift the training's dropout
        )
        for path in loader:
            yield Part(**torch.load(path, weights_only=True, mmap=True))

    def make(self, encoder: SpeechEncoder, number: int) -> Iterator[str]:
        """The files of a pass, each made if it is missing. The clips' order is another in every pass."""
        random = np.random.default_rng([self.config.seed, number])
        order = random.permutation(len(self.clips)) if self.sounds else np.arange(len(self.clips))
        augmenter = Augmenter(self.config.augmentation, self.clips, self.sounds, TOXIC_LABELS) if self.sounds else None
        for first in range(0, len(order), PART):
            path = self.folder / f"pass-{number}" / f"{first // PART}.pt"
            if not path.exists():
                chosen = [int(i) for i in order[first : first + PART]]
                if augmenter:
                    examples = [augmenter.example(i, self.config.seed, number) for i in chosen]
                else:
                    examples = [unchanged(self.clips[i], i, TOXIC_LABELS) for i in chosen]
                with whole(path) as unfinished:
                    torch.save(vars(heard(encoder, examples, self.config.frozen)), unfinished)
            yield str(path)


class _Paths(IterableDataset[str]):
    def __init__(self, clips: HeardClips, encoder: SpeechEncoder, passes: list[int]) -> None:
        self._clips, self._encoder, self._passes = clips, encoder, passes

    def __iter__(self) -> Iterator[str]:
        torch.set_num_threads(1)
        for number in self._passes:
            yield from self._clips.make(self._encoder, number)


def heard(encoder: SpeechEncoder, examples: list[Example], blocks: int) -> Part:
    """What the first blocks make of examples, in their order."""
    log_mel, width = LogMel(ENCODER), encoder.sizes.width
    outputs = [torch.zeros(0, width)] * len(examples)
    by_length = sorted(range(len(examples)), key=lambda i: len(examples[i].samples))
    with torch.inference_mode():
        for first in range(0, len(by_length), BATCH):
            chosen = by_length[first : first + BATCH]
            batch = collate([examples[i] for i in chosen], log_mel)
            with half_precision():
                x, mask = encoder.below(batch.log_mel, batch.lengths, blocks)
            for i, steps, length in zip(chosen, x.half(), mask.sum(1).tolist(), strict=True):
                outputs[i] = steps[:length].clone()
    return Part(
        torch.cat(outputs),
        torch.tensor([len(output) for output in outputs]).cumsum(0),
        torch.from_numpy(np.stack([example.targets for example in examples])),
        [example.rows for example in examples],
    )
