"""Span F1: spans as wholes, and by the tokens that they share."""

from collections import Counter
from collections.abc import Sequence

from stancebank.scoring.matching import match_units
from stancebank.scoring.readings import Tokens
from stancebank.scoring.statistics import Array, retrieval, retrieval_of
from stancebank.spans import Spans, offsets


def exact(gold: Sequence[Spans], predicted: Sequence[Spans]) -> Array:
    """Spans with just the same offsets, each counted once; empty spans are no units."""
    left = Counter(offsets(spans) for spans in gold if spans)
    right = Counter(offsets(spans) for spans in predicted if spans)
    return retrieval((left & right).total(), right.total(), left.total())


def shared_tokens(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> Array:
    """Tokens in common, over all tokens, when spans are matched one-to-one so as to share the most."""
    pairs = match_units(gold, predicted, lambda left, right: len(left & right))
    hits = sum(len(gold[left] & predicted[right]) for left, right in pairs)
    return retrieval(hits, sum(map(len, predicted)), sum(map(len, gold)))


def touching(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> Array:
    """Spans that share a token with any span of the other side: the sums of agr (Wiebe et al. 2005)."""
    left, right = frozenset[int]().union(*gold), frozenset[int]().union(*predicted)
    units, others = [tokens for tokens in gold if tokens], [tokens for tokens in predicted if tokens]
    hits = sum(not left.isdisjoint(tokens) for tokens in others), sum(not right.isdisjoint(tokens) for tokens in units)
    return retrieval_of(hits[0], len(others), hits[1], len(units))
