"""Stances: expressions as spans, and the tuple of holder, target, expression and polarity.

A stance matches another if holder and target are the same (see `Pair`), their expressions share a token, and, but for
the non-polar score, the polarity is equal. Two stances that both have no expression are alike in that. Matching is
one-to-one (Kuhn 1955): a stance that is repeated counts once.
"""

from collections.abc import Iterator
from typing import Final, get_args

import numpy as np

from stancebank.labels import Attitude, Polarity
from stancebank.model import Stance
from stancebank.scoring import spans
from stancebank.scoring.matching import TIER, match, match_units
from stancebank.scoring.readings import Pair, alike, dice
from stancebank.scoring.statistics import Array, retrieval

POLARITIES: Final[tuple[Polarity, ...]] = get_args(Polarity)
ATTITUDES: Final[tuple[Attitude, ...]] = get_args(Attitude)
NO_MATCH: Final = "none"


def counts(pair: Pair) -> Iterator[tuple[str, Array]]:
    """The sums of every stance score."""
    gold, predicted = pair.gold.document.stances, pair.predicted.document.stances
    left = [pair.gold.expressions[stance.id] for stance in gold]
    right = [pair.predicted.expressions[stance.id] for stance in predicted]
    yield "expression.exact", spans.exact([s.expression for s in gold], [s.expression for s in predicted])
    yield "expression.tokens", spans.shared_tokens(left, right)
    weights = _weights(pair)
    nonpolar = match(weights)
    yield "nonpolar", retrieval(len(nonpolar), len(predicted), len(gold))
    yield "confusion", _confusion(gold, predicted, nonpolar)
    equal = match({(i, j): weight for (i, j), weight in weights.items() if gold[i].polarity == predicted[j].polarity})
    yield "tuple", retrieval(len(equal), len(predicted), len(gold))
    for polarity in POLARITIES:
        hits = sum(gold[i].polarity == polarity for i, _ in equal)
        yield f"polarity.{polarity}", _of_label("polarity", polarity, hits, gold, predicted)
    with_attitude = [(i, j) for i, j in equal if gold[i].attitude == predicted[j].attitude]
    yield "attitude.micro", retrieval(len(with_attitude), len(predicted), len(gold))
    for attitude in ATTITUDES:
        hits = sum(gold[i].attitude == attitude for i, _ in with_attitude)
        yield f"attitude.{attitude}", _of_label("attitude", attitude, hits, gold, predicted)


def align(pair: Pair) -> list[tuple[Stance, Stance]]:
    """Stances of the two readings that are about the same, one-to-one, whatever their labels.

    Those whose holder, target and expression match come first, then those that share a target or a holder and words,
    then those that share words only.
    """

    def weigh(left: Stance, right: Stance) -> float:
        here, there = pair.gold.expressions[left.id], pair.predicted.expressions[right.id]
        if not alike(here, there):
            return 0
        parts = pair.same_holder(left, right) + 2 * pair.same_target(left, right)
        return 1 + TIER * parts + 10 * _labels_in_common(left, right) + dice(here, there)

    gold, predicted = pair.gold.document.stances, pair.predicted.document.stances
    return [(gold[i], predicted[j]) for i, j in match_units(gold, predicted, weigh)]


def matches(pair: Pair) -> list[tuple[Stance, Stance]]:
    """Stances with the same holder and target and overlapping expressions, one-to-one, whatever their labels."""
    gold, predicted = pair.gold.document.stances, pair.predicted.document.stances
    return [(gold[i], predicted[j]) for i, j in match(_weights(pair))]


def _weights(pair: Pair) -> dict[tuple[int, int], float]:
    """Weights of the stances that match, whatever their labels."""
    gold, predicted = pair.gold.document.stances, pair.predicted.document.stances
    here, there = list(pair.gold.expressions.values()), list(pair.predicted.expressions.values())
    return {
        (i, j): TIER + 10 * _labels_in_common(gold[i], predicted[j]) + dice(here[i], there[j])
        for i, j in spans.candidates(here, there)
        if pair.same_holder(gold[i], predicted[j]) and pair.same_target(gold[i], predicted[j])
    }


def _labels_in_common(left: Stance, right: Stance) -> int:
    return 2 * (left.polarity == right.polarity) + (left.attitude == right.attitude) + (left.inferred == right.inferred)


def _of_label(field: str, label: str, hits: int, gold: tuple[Stance, ...], predicted: tuple[Stance, ...]) -> Array:
    of_gold = sum(getattr(stance, field) == label for stance in gold)
    of_predicted = sum(getattr(stance, field) == label for stance in predicted)
    return retrieval(hits, of_predicted, of_gold)


def _confusion(gold: tuple[Stance, ...], predicted: tuple[Stance, ...], pairs: list[tuple[int, int]]) -> Array:
    """Gold polarity by predicted polarity of matched stances; the last row and column are stances without a match."""
    none = len(POLARITIES)
    matrix = np.zeros((none + 1, none + 1))
    here = [POLARITIES.index(stance.polarity) for stance in gold]
    there = [POLARITIES.index(stance.polarity) for stance in predicted]
    for i, j in pairs:
        matrix[here[i], there[j]] += 1
    for i in set(range(len(gold))) - {i for i, _ in pairs}:
        matrix[here[i], none] += 1
    for j in set(range(len(predicted))) - {j for _, j in pairs}:
        matrix[none, there[j]] += 1
    return matrix.ravel()
