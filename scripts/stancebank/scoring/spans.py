"""Span F1: spans as wholes, and by the tokens that they share."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product

from stancebank.scoring.matching import match
from stancebank.scoring.readings import Tokens
from stancebank.scoring.statistics import Array, retrieval, retrieval_of
from stancebank.spans import Spans, offsets


def exact(gold: Sequence[Spans], predicted: Sequence[Spans]) -> Array:
    """Spans with just the same offsets, each counted once; empty spans are no units."""
    left = Counter(offsets(spans) for spans in gold if spans)
    right = Counter(offsets(spans) for spans in predicted if spans)
    return retrieval((left & right).total(), right.total(), left.total())


def overlaps(left: Sequence[Tokens], right: Sequence[Tokens]) -> dict[tuple[int, int], int]:
    """The pairs that have tokens in common, with how many."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, tokens in enumerate(right):
        for token in tokens:
            holders[token].append(number)
    return Counter(
        (number, other) for number, tokens in enumerate(left) for token in tokens for other in holders[token]
    )


def candidates(left: Sequence[Tokens], right: Sequence[Tokens]) -> list[tuple[int, int]]:
    """The pairs that have a token in common or are both empty, in order (`readings.alike`)."""
    empty, others = ([n for n, tokens in enumerate(side) if not tokens] for side in (left, right))
    return sorted([*overlaps(left, right), *product(empty, others)])


def shared_tokens(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> Array:
    """Tokens in common, over all tokens, when spans are matched one-to-one so as to share the most."""
    shared = overlaps(gold, predicted)
    hits = sum(shared[pair] for pair in match(shared))
    return retrieval(hits, sum(map(len, predicted)), sum(map(len, gold)))


def touching(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> Array:
    """Spans that share a token with any span of the other side: the sums of agr (Wiebe et al. 2005)."""
    left, right = frozenset[int]().union(*gold), frozenset[int]().union(*predicted)
    units, others = [tokens for tokens in gold if tokens], [tokens for tokens in predicted if tokens]
    hits = sum(not left.isdisjoint(tokens) for tokens in others), sum(not right.isdisjoint(tokens) for tokens in units)
    return retrieval_of(hits[0], len(others), hits[1], len(units))
