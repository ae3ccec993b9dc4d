"""Does text injection help? Tables 2 and 3 of Liu et al. 2024, every run with the same head, clips and steps."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from earful_models.augment import Sounds
from earful_models.corpus import Clip, load_spoken
from earful_models.encoder.config import EncoderConfig, Injection, load_encoder_config
from earful_models.encoder.heard import HeardClips
from earful_models.encoder.injection_table import Results, Run, report
from earful_models.encoder.network import SpeechEncoder
from earful_models.encoder.pretrained import pretrained_encoder
from earful_models.encoder.train import EncoderTrainer
from earful_models.fingerprint import file_fingerprint, fingerprint
from earful_models.history import Record
from earful_models.label.release import RELEASED
from earful_models.whole import write_json

SEEDS = 3
CLIPS = 4500
"""Training clips, drawn once: with all of them the runs would take days of two cores."""
WEIGHTS = (0.1, 0.5, 0.9)
TEACHER = 0.3


def study_injection(config_path: Path, corpus: Path, build: Path, out: Path) -> None:
    """Writes injection.md and injection.json to the folder `out`, which holds the runs too; run again, it goes on.

    Every run ends with its last epoch and is measured on the test clips: nothing is chosen by them.
    """
    base = load_encoder_config(config_path)
    training, test = (load_spoken(corpus, build / "corpus", split, base.languages) for split in ("train", "test"))
    clips = some(training)
    # The same augmented clips for every run: a seed decides the head's first weights, the dropout and the order.
    heard = HeardClips(base, clips, Sounds(build / "corpus", "train", training), build / "heard")
    tested = HeardClips(base, test, None, build / "heard")
    results = compare(base, lambda: pretrained_encoder(base.pretrained, build), heard, tested, build, out)
    about = {"config": asdict(base), "clips": len(clips), "tested": len(test), "seeds": SEEDS}
    figures = {name: [run.figures for run in runs] for name, runs in results.items()}
    write_json({"about": about, "runs": figures}, out / "injection.json")
    (out / "injection.md").write_text(report(results, len(clips), test, base))


def compare(
    base: EncoderConfig,
    pretrained: Callable[[], SpeechEncoder],
    heard: HeardClips,
    tested: HeardClips,
    build: Path,
    out: Path,
) -> Results:
    """Trains what is missing of every variant with every seed. A seed's runs are done before the next one's."""
    results: Results = {}
    runs = list(variants(base, pretrained().sizes.layers))
    for seed in range(1, SEEDS + 1):
        for name, variant in tqdm(runs, f"seed {seed}"):
            config = replace(variant, seed=seed)
            results.setdefault(name, []).append(trial(config, pretrained, heard, tested, build, out / f"{name}-{seed}"))
    return results


def variants(base: EncoderConfig, layers: int) -> Iterator[tuple[str, EncoderConfig]]:
    """The runs of a seed, by name: with the weight w that Liu et al. give the labels' loss, and the injection 1 - w."""

    def injected(loss: Injection, weight: float, block: int | None = None) -> EncoderConfig:
        return replace(plain, injection=loss, injection_weight=(1 - weight) / weight, injection_block=block)

    plain = replace(base, injection="none", teacher_weight=0.0)
    yield "none", plain
    losses: tuple[Injection, ...] = ("mse", "contrastive")
    for loss in losses:
        for weight in WEIGHTS:
            yield f"{loss} {weight}", injected(loss, weight)
    for block in range(base.frozen + 1, layers + 1):
        yield f"contrastive 0.1 block {block}", injected("contrastive", 0.1, block)
    yield "teacher", replace(plain, teacher_weight=TEACHER)
    yield "teacher contrastive 0.5", replace(injected("contrastive", 0.5), teacher_weight=TEACHER)


def trial(
    config: EncoderConfig,
    pretrained: Callable[[], SpeechEncoder],
    heard: HeardClips,
    tested: HeardClips,
    build: Path,
    folder: Path,
) -> Run:
    """The last epoch on the tested clips, with the seconds of all. folder: of the run; what decides it completes the
    name.
    """
    texts = [clip.row["text"] for clip in heard.clips]
    decides = [asdict(config), heard.folder.name, tested.folder.name, texts, file_fingerprint(RELEASED)]
    folder = folder.with_name(f"{folder.name.replace(' ', '-')}-{fingerprint(decides)[:16]}")
    finished = folder / "figures.json"
    if not finished.exists():
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(config.seed)
        trainer = EncoderTrainer(config, folder, pretrained(), heard, tested, build)
        trainer.run()
        records = trainer.history.records
        np.save(folder / "logits.npy", trainer.predict())
        write_json({**records[-1], "seconds": sum(record["seconds"] for record in records)}, finished)
        for state in folder.glob("*.pt"):
            state.unlink()  # a hundred megabytes that nobody asks for
    figures: Record = json.loads(finished.read_text())
    return Run(figures, np.load(folder / "logits.npy"))


def some(clips: list[Clip]) -> list[Clip]:
    """CLIPS of them, drawn at random, or all."""
    drawn = np.random.default_rng(1).permutation(len(clips))[:CLIPS]
    return [clips[i] for i in sorted(drawn)]
