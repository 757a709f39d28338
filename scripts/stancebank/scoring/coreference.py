"""Coreference metrics over two partitions of mentions, singletons included.

MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAFe with φ4 (Luo 2005), as the reference scorer has them
(Pradhan et al. 2014), and LEA (Moosavi and Strube 2016). An entity is a set of mentions; mentions of the two sides are
the same where they are equal. A mention stands in one entity of a side only.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
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

_Shared = Sequence[Mapping[int, int]]
"""For each entity of a side, how many of its mentions each entity of the other side has, by number."""


def counts(gold: Entities, predicted: Entities) -> dict[Metric, Array]:
    """The sums of each metric, for `Retrieval`."""
    of_gold, of_predicted = _share(gold, predicted), _share(predicted, gold)
    phi = sum(weight for _, weight in align(gold, predicted).values())
    return {
        "muc": retrieval_of(*_muc(predicted, of_predicted), *_muc(gold, of_gold)),
        "b3": retrieval_of(*_b3(predicted, of_predicted), *_b3(gold, of_gold)),
        "ceafe": retrieval(phi, len(predicted), len(gold)),
        "lea": retrieval_of(*_lea(predicted, of_predicted, gold), *_lea(gold, of_gold, predicted)),
    }


def align(gold: Entities, predicted: Entities) -> dict[int, tuple[int, float]]:
    """CEAFe's alignment: for positions in `gold` the position in `predicted`, and φ4 of the two."""
    weights = {
        (number, other): 2 * common / (len(gold[number]) + len(predicted[other]))
        for number, shared in enumerate(_share(gold, predicted))
        for other, common in shared.items()
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


def conll(found: Mapping[Metric, Array]) -> Array:
    """The sums of the three metrics whose F1 scores the CoNLL mean averages, for `Mean`."""
    return np.concatenate([found[metric] for metric in CONLL])


def _share(entities: Entities, others: Entities) -> _Shared:
    homes = {mention: number for number, other in enumerate(others) for mention in other}
    return [Counter(homes[mention] for mention in entity if mention in homes) for entity in entities]


def _muc(entities: Entities, shared: _Shared) -> tuple[float, float]:
    """Links kept: the mentions of an entity, less the parts that the other side cuts it into."""
    kept = sum(sum(parts.values()) - len(parts) for parts in shared)
    return kept, sum(len(entity) - 1 for entity in entities)


def _b3(entities: Entities, shared: _Shared) -> tuple[float, float]:
    hits = sum(
        sum(number * number for number in parts.values()) / len(entity)
        for entity, parts in zip(entities, shared, strict=True)
    )
    return hits, sum(map(len, entities))


def _lea(entities: Entities, shared: _Shared, others: Entities) -> tuple[float, float]:
    """Links resolved, weighted by size; a singleton has one link, to itself, and needs a singleton."""
    hits = 0.0
    for entity, parts in zip(entities, shared, strict=True):
        if len(entity) == 1:
            hits += any(len(others[other]) == 1 for other in parts)
        else:
            hits += sum(number * (number - 1) for number in parts.values()) / (len(entity) - 1)
    return hits, sum(map(len, entities))
