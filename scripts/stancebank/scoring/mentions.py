"""Mentions: the four schemes of SemEval-2013 Task 9.1 as nervaluate names them, and mentions by head.

nervaluate takes the first gold mention that a prediction overlaps, and may take it twice: with nested mentions, and
with two predictions inside one mention, its counts depend on the order. Here each mention is matched once: equal spans
first, then one-to-one those that overlap, same types before others, longer overlaps before shorter ones. Where each
mention overlaps at most one of the other side the two agree.
"""

from collections.abc import Iterator

import numpy as np

from stancebank.labels import EntityType
from stancebank.scoring.matching import TIER, match, match_equal
from stancebank.scoring.readings import Pair, Reading, dice
from stancebank.scoring.statistics import Array, retrieval
from stancebank.spans import Spans, offsets

_Unit = tuple[Spans, EntityType]


def counts(pair: Pair) -> Iterator[tuple[str, Array]]:
    """The sums of each scheme, and of mentions that are the same by span or head."""
    gold, predicted = _units(pair.gold), _units(pair.predicted)
    pairs = _match(pair, gold, predicted)
    same_span = {(i, j) for i, j in pairs if offsets(gold[i][0]) == offsets(predicted[j][0])}
    same_type = {(i, j) for i, j in pairs if gold[i][1] == predicted[j][1]}
    hits = {
        "strict": len(same_span & same_type),
        "exact": len(same_span),
        "partial": len(same_span) + (len(pairs) - len(same_span)) / 2,
        "type": len(same_type),
        "head": len(pair.mentions),
    }
    for scheme, number in hits.items():
        yield scheme, retrieval(number, len(predicted), len(gold))


def _units(reading: Reading) -> list[_Unit]:
    entities = reading.index.entities
    return [(mention.spans, entities[mention.entity].type) for mention in reading.document.mentions]


def _match(pair: Pair, gold: list[_Unit], predicted: list[_Unit]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for with_type in (True, False):
        left = [None if any(i == n for i, _ in pairs) else _key(unit, with_type) for n, unit in enumerate(gold)]
        right = [None if any(j == n for _, j in pairs) else _key(unit, with_type) for n, unit in enumerate(predicted)]
        pairs += match_equal(left, right)
    return pairs + match(_overlaps(pair, gold, predicted, pairs))


def _key(unit: _Unit, with_type: bool) -> tuple[object, ...]:
    spans, label = unit
    return (offsets(spans), label) if with_type else (offsets(spans),)


def _overlaps(
    pair: Pair, gold: list[_Unit], predicted: list[_Unit], pairs: list[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """Weights of the pairs that are left and overlap."""
    taken_left, taken_right = {i for i, _ in pairs}, {j for _, j in pairs}
    left = {n: pair.gold.tokens(spans) for n, (spans, _) in enumerate(gold) if n not in taken_left}
    right = {n: pair.predicted.tokens(spans) for n, (spans, _) in enumerate(predicted) if n not in taken_right}
    return {
        (i, j): TIER + dice(a, b) + (gold[i][1] == predicted[j][1]) * np.sqrt(TIER)
        for i, a in left.items()
        for j, b in right.items()
        if a & b
    }
