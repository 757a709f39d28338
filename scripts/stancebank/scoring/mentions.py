"""Mentions: the four schemes of SemEval-2013 Task 9.1 as nervaluate names them, and mentions by head.

nervaluate takes the first gold mention that a prediction overlaps, and may take it twice: with nested mentions, and
with two predictions inside one mention, its counts depend on the order. Here each mention is matched once: equal spans
first, then one-to-one those that overlap, same types before others, longer overlaps before shorter ones. Where each
mention overlaps at most one of the other side the two agree.
"""

from collections.abc import Iterator

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
    equal = match_equal(gold, predicted, lambda unit: (offsets(unit[0]), unit[1]), lambda unit: offsets(unit[0]))
    taken, taken_predicted = {i for i, _ in equal}, {j for _, j in equal}
    left = {n: pair.gold.tokens(spans) for n, (spans, _) in enumerate(gold) if n not in taken}
    right = {n: pair.predicted.tokens(spans) for n, (spans, _) in enumerate(predicted) if n not in taken_predicted}
    weights = {
        (i, j): TIER + TIER / 100 * (gold[i][1] == predicted[j][1]) + dice(a, b)
        for i, a in left.items()
        for j, b in right.items()
        if a & b
    }
    return equal + match(weights)
