"""Coreference metrics over two partitions of mentions, singletons included.

MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAFe with φ4 (Luo 2005), as the reference scorer has them
(Pradhan et al. 2014), and LEA (Moosavi and Strube 2016). An entity is a set of mentions; mentions of the two sides are
the same where they are equal. A mention stands in one entity of a side only.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, Literal, get_args

import numpy as np

from stancebank.scoring.matching import match
from stancebank.scoring.statistics import Array, retrieval, retrieval_of

Entities = Sequence[AbstractSet[Hashable]]
Metric = Literal["muc", "b3", "ceafe", "lea"]
METRICS: Final[tuple[Metric, ...]] = get_args(Metric)
CONLL: Final[tuple[Metric, ...]] = ("muc", "b3", "ceafe")
"""The metrics whose F1 scores the CoNLL mean averages (Pradhan et al. 2012)."""

_Homes = Mapping[Hashable, int]
_Score = Callable[[Entities, Entities, _Homes], tuple[float, float]]


def counts(gold: Entities, predicted: Entities) -> dict[Metric, Array]:
    """The sums of each metric, for `Retrieval`."""
    in_gold, in_predicted = _homes(gold), _homes(predicted)
    return {
        "muc": _both(_muc, gold, in_gold, predicted, in_predicted),
        "b3": _both(_b3, gold, in_gold, predicted, in_predicted),
        "ceafe": retrieval(sum(weight for _, weight in align(gold, predicted).values()), len(predicted), len(gold)),
        "lea": _both(_lea, gold, in_gold, predicted, in_predicted),
    }


def align(gold: Entities, predicted: Entities) -> dict[int, tuple[int, float]]:
    """CEAFe's alignment: for positions in `gold` the position in `predicted`, and φ4 of the two."""
    homes = _homes(predicted)
    weights = {
        (number, home): 2 * shared / (len(entity) + len(predicted[home]))
        for number, entity in enumerate(gold)
        for home, shared in Counter(homes[mention] for mention in entity if mention in homes).items()
    }
    return {left: (right, weights[left, right]) for left, right in match(weights)}


def partition(mentions: Iterable[tuple[Hashable, Hashable]]) -> list[set[Hashable]]:
    """The entities of (mention, entity) pairs, in order; a mention that stands twice belongs to its first entity."""
    entities: dict[Hashable, set[Hashable]] = {}
    seen: set[Hashable] = set()
    for mention, entity in mentions:
        if mention not in seen:
            seen.add(mention)
            entities.setdefault(entity, set()).add(mention)
    return list(entities.values())


def _homes(entities: Entities) -> dict[Hashable, int]:
    return {mention: number for number, entity in enumerate(entities) for mention in entity}


def _both(score: _Score, gold: Entities, in_gold: _Homes, predicted: Entities, in_predicted: _Homes) -> Array:
    return retrieval_of(*score(predicted, gold, in_gold), *score(gold, predicted, in_predicted))


def _muc(entities: Entities, others: Entities, homes: _Homes) -> tuple[float, float]:
    """Links kept: the mentions of an entity, less the parts that the other side cuts it into."""
    kept, links = 0, 0
    for entity in entities:
        found = [homes[mention] for mention in entity if mention in homes]
        kept += len(found) - len(set(found))
        links += len(entity) - 1
    return kept, links


def _b3(entities: Entities, others: Entities, homes: _Homes) -> tuple[float, float]:
    hits, mentions = 0.0, 0
    for entity in entities:
        shared = Counter(homes[mention] for mention in entity if mention in homes)
        hits += sum(number * number for number in shared.values()) / len(entity)
        mentions += len(entity)
    return hits, mentions


def _lea(entities: Entities, others: Entities, homes: _Homes) -> tuple[float, float]:
    """Links resolved, weighted by size; a singleton has one link, to itself, and needs a singleton."""
    hits, mentions = 0.0, 0
    for entity in entities:
        shared = Counter(homes[mention] for mention in entity if mention in homes)
        if len(entity) == 1:
            hits += any(len(others[home]) == 1 for home in shared)
        else:
            links = sum(number * (number - 1) for number in shared.values())
            hits += len(entity) * links / (len(entity) * (len(entity) - 1))
        mentions += len(entity)
    return hits, mentions


def conll(found: Mapping[Metric, Array]) -> Array:
    """The sums of the three metrics whose F1 scores the CoNLL mean averages, for `Mean`."""
    return np.concatenate([found[metric] for metric in CONLL])
