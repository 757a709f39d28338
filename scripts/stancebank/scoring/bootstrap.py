"""Confidence intervals by the bootstrap over groups of documents (Efron and Tibshirani 1993, chapter 13).

A group, an article and its contrast twins, is drawn as a whole, since its documents are not independent.
"""

from typing import Final

import numpy as np
from msgspec import Struct

from stancebank.scoring.statistics import Array, Result, Tally, known

_SAMPLES_AT_ONCE: Final = 64


class Bootstrap(Struct, frozen=True):
    """`resamples` samples of as many groups as there are, with a fixed `seed`; percentile intervals at `level`."""

    resamples: int = 1000
    seed: int = 0
    level: float = 0.95


def results(tally: Tally, bootstrap: Bootstrap) -> dict[str, Result]:
    """Every statistic of the tally. Intervals are null below two groups, and where no sample determines the value."""
    sums = tally.combine(np.ones((1, tally.groups), dtype=np.int64))[0]
    samples = _sample(tally, bootstrap)
    found = {}
    for name, statistic in tally.statistics.items():
        own = tally.select(name, sums)
        values = {key: known(float(value)) for key, value in statistic.values(own).items()}
        found[name] = Result(
            main=statistic.main,
            values=values,
            interval=None if values[statistic.main] is None else _interval(samples[name], bootstrap.level),
            counts=statistic.counts(own),
        )
    return found


def _sample(tally: Tally, bootstrap: Bootstrap) -> dict[str, Array]:
    """The main value of each statistic in each sample."""
    groups = tally.groups
    if groups < 2 or bootstrap.resamples < 1:
        return {name: np.empty(0) for name in tally.statistics}
    generator = np.random.default_rng(bootstrap.seed)
    parts: dict[str, list[Array]] = {name: [] for name in tally.statistics}
    for start in range(0, bootstrap.resamples, _SAMPLES_AT_ONCE):
        number = min(_SAMPLES_AT_ONCE, bootstrap.resamples - start)
        weights = generator.multinomial(groups, np.full(groups, 1 / groups), size=number)
        sums = tally.combine(weights)
        for name, statistic in tally.statistics.items():
            parts[name].append(statistic.values(tally.select(name, sums))[statistic.main])
    return {name: np.concatenate(values) for name, values in parts.items()}


def _interval(sample: Array, level: float) -> tuple[float, float] | None:
    sample = sample[~np.isnan(sample)]
    if not len(sample):
        return None
    low, high = np.quantile(sample, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
