"""The three poolings against each other at equal parameters: Table I of Yousefi and Emmanouilidou 2021."""

from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from earful_models.config import RunConfig
from earful_models.network import POOLINGS, Pooling
from earful_models.study.draws import Draw
from earful_models.study.equal_size import with_pooling
from earful_models.study.trial import Figures, trial

Results = dict[Pooling, list[Figures]]


def compare_poolings(config: RunConfig, draws: list[Draw], folder: Path) -> Results:
    """Trains every pooling on every draw, in `folder`; what is there already is not trained again. All draws of a run
    are done before the next begins, so that an unfinished study compares like with like.
    """
    results: Results = {pooling: [] for pooling in POOLINGS}
    with tqdm(total=len(draws) * len(POOLINGS), desc=config.name) as progress:
        for i, draw in enumerate(draws):
            for pooling in POOLINGS:
                variant = replace(config, network=with_pooling(config.network, pooling), seed=config.seed + i)
                results[pooling].append(trial(variant, draw, folder / f"{pooling}-{i + 1}"))
                progress.update()
    return results
