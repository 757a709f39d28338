"""Sentiment Graph F1 of SemEval-2022 Task 10 (Barnes et al. 2022), as the task's evaluate.py computes it.

Three properties of that definition to know. It is not one-to-one: a correct tuple that is repeated nine times is right
nine times, and raises precision. Its weights ignore polarity: a tuple is right if some tuple of the other side overlaps
it and has its polarity, but its weight is the best over all tuples that overlap it. And where there are no tuples at
all it is 0. `one_to_one` is the same score with each tuple matched once, to a tuple of its own polarity, whose overlap
is its weight.
"""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from stancebank.scoring.matching import match
from stancebank.scoring.readings import Pair, Reading, Tokens
from stancebank.scoring.statistics import Array, Retrieval, retrieval_of

NAME = "sentiment_graph"


class Tuple(NamedTuple):
    """Holder, target and expression as token numbers; holder and target may be empty."""

    holder: Tokens
    target: Tokens
    expression: Tokens
    polarity: str | None


class SentimentGraphF1(Retrieval, frozen=True):
    """Precision, recall and F1 that are 0 where there is nothing to count, as published."""

    size: ClassVar[int] = Retrieval.size

    def values(self, sums: Array) -> dict[str, Array]:
        return {name: np.nan_to_num(value) for name, value in super().values(sums).items()}


STATISTICS = {
    NAME: SentimentGraphF1(),
    f"{NAME}_nonpolar": SentimentGraphF1(),
    f"{NAME}_one_to_one": SentimentGraphF1(),
}


def counts(gold: Sequence[Tuple], predicted: Sequence[Tuple]) -> Iterator[tuple[str, Array]]:
    """The sums of the score, of its non-polar variant, and of its one-to-one variant, for one sentence or document."""
    shares = {
        (i, j): found
        for i, left in enumerate(gold)
        for j, right in enumerate(predicted)
        if left.expression & right.expression and (found := _shares(left, right))
    }
    of_gold, of_predicted = [0.0] * len(gold), [0.0] * len(predicted)
    for (i, j), (of_left, of_right) in shares.items():
        of_gold[i] = max(of_gold[i], of_left)
        of_predicted[j] = max(of_predicted[j], of_right)
    equal = [(i, j) for i, j in shares if gold[i].polarity == predicted[j].polarity]
    right = sum(of_predicted[j] for j in {j for _, j in equal}), sum(of_gold[i] for i in {i for i, _ in equal})
    yield NAME, retrieval_of(right[0], len(predicted), right[1], len(gold))
    yield f"{NAME}_nonpolar", retrieval_of(sum(of_predicted), len(predicted), sum(of_gold), len(gold))
    pairs = [shares[pair] for pair in match({pair: sum(shares[pair]) for pair in equal})]
    once = sum(of_right for _, of_right in pairs), sum(of_left for of_left, _ in pairs)
    yield f"{NAME}_one_to_one", retrieval_of(once[0], len(predicted), once[1], len(gold))


def pair_counts(pair: Pair) -> Iterator[tuple[str, Array]]:
    """The sums for two readings of a document, whose stances are its tuples."""
    return counts(tuples(pair.gold), tuples(pair.predicted))


def tuples(reading: Reading) -> list[Tuple]:
    """The stances of a document as tuples; those without an expression, which the task does not know, are left out.

    Holder and target are the words that name them there. Positions are those of our tokens in the whole document, so
    that tuples of different sentences never overlap.
    """
    index = reading.index
    return [
        Tuple(
            reading.tokens(index.holder_spans(stance)),
            reading.tokens(index.target_spans(stance)),
            reading.expressions[stance.id],
            stance.polarity,
        )
        for stance in reading.document.stances
        if reading.expressions[stance.id]
    ]


def _shares(left: Tuple, right: Tuple) -> tuple[float, float] | None:
    """The mean over the parts of the share of its tokens that each has in common with the other.

    None where holders or targets do not overlap; an empty one overlaps only an empty one, and wholly.
    """
    of_left, of_right = 0.0, 0.0
    for here, there in zip(left[:3], right[:3], strict=True):
        common = len(here & there)
        if common:
            of_left += common / len(here)
            of_right += common / len(there)
        elif here or there:
            return None
        else:
            of_left, of_right = of_left + 1, of_right + 1
    return of_left / 3, of_right / 3
