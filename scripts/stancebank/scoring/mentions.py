"""Mentions: the four schemes of SemEval-2013 Task 9.1 as nervaluate names them, and mentions by head.

nervaluate gives each prediction the first free gold mention that it overlaps, so that with nested mentions the counts
depend on their order. Here matching is one-to-one and does not: mentions with equal spans first, of the same type
before others, then as many as overlap, those that share more before those that share less; for the scheme `type` only
those of the same type. Where each mention overlaps at most one of the other side the two agree.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from stancebank.labels import EntityType
from stancebank.scoring import spans
from stancebank.scoring.matching import TIER, match, match_equal
from stancebank.scoring.readings import Pair, Reading
from stancebank.scoring.statistics import Array, retrieval
from stancebank.spans import Spans, offsets


class _Unit(NamedTuple):
    spans: Spans
    type: EntityType

    def of_span(self) -> Hashable:
        return offsets(self.spans)

    def of_span_and_type(self) -> Hashable:
        return offsets(self.spans), self.type


def counts(pair: Pair) -> Iterator[tuple[str, Array]]:
    """The sums of each scheme, and of mentions that are the same by span or head."""
    gold, predicted = _units(pair.gold), _units(pair.predicted)
    shared = spans.overlaps(
        [pair.gold.tokens(unit.spans) for unit in gold], [pair.predicted.tokens(unit.spans) for unit in predicted]
    )
    of_type = {(i, j): number for (i, j), number in shared.items() if gold[i].type == predicted[j].type}
    strict = match_equal(gold, predicted, _Unit.of_span_and_type)
    exact = match_equal(gold, predicted, _Unit.of_span_and_type, _Unit.of_span)
    hits = {
        "strict": len(strict),
        "exact": len(exact),
        "partial": len(exact) + len(_match_rest(exact, shared)) / 2,
        "type": len(strict) + len(_match_rest(strict, of_type)),
        "head": len(pair.mentions),
    }
    for scheme, number in hits.items():
        yield scheme, retrieval(number, len(predicted), len(gold))


def _units(reading: Reading) -> list[_Unit]:
    entities = reading.index.entities
    return [_Unit(mention.spans, entities[mention.entity].type) for mention in reading.document.mentions]


def _match_rest(pairs: list[tuple[int, int]], shared: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """As many as can be of the overlapping pairs left beside `pairs`, then those that share the most tokens."""
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    return match({(i, j): TIER + number for (i, j), number in shared.items() if i not in left and j not in right})
