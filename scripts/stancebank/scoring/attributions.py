"""Attributions: their source, cue and content as spans, whole attributions, and attributions with their chain.

An attribution matches another if their cues share a token, their contents do, and their sources are the same (see
`Pair.same_source`); two that both lack a cue, or content, are alike in that. Matching is one-to-one.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Final

from stancebank.ids import RESERVED
from stancebank.model import Attribution
from stancebank.scoring import spans
from stancebank.scoring.matching import TIER, match, match_units
from stancebank.scoring.readings import Pair, Reading, Tokens, alike, dice
from stancebank.scoring.statistics import Array, retrieval
from stancebank.spans import offsets

ROLES: Final = ("source", "cue", "content")


def counts(pair: Pair) -> Iterator[tuple[str, Array]]:
    """The sums of the span scores of each role, and of whole attributions."""
    gold, predicted = pair.gold.document.attributions, pair.predicted.document.attributions
    for number, role in enumerate(ROLES):
        quotes, others = ([getattr(one, role) for one in side] for side in (gold, predicted))
        yield f"{role}.exact", spans.exact(quotes, others)
        left = [pair.gold.roles[attribution.id][number] for attribution in gold]
        right = [pair.predicted.roles[attribution.id][number] for attribution in predicted]
        yield f"{role}.tokens", spans.shared_tokens(left, right)
    names = {name: name for name in RESERVED} | pair.entities
    here = Counter(_identity(attribution, names.get(attribution.source_entity)) for attribution in gold)
    there = Counter(_identity(attribution, attribution.source_entity) for attribution in predicted)
    yield "whole.exact", retrieval((here & there).total(), len(predicted), len(gold))
    weights = {
        (i, j): TIER + overlap + (TIER / 100 if pair.same_chain(gold[i], predicted[j]) else 0)
        for i, j in spans.candidates(*(_cues(reading) for reading in (pair.gold, pair.predicted)))
        if (overlap := _overlap(pair, gold[i], predicted[j])) and pair.same_source(gold[i], predicted[j])
    }
    whole = match(weights)
    yield "whole.overlap", retrieval(len(whole), len(predicted), len(gold))
    in_chain = sum(pair.same_chain(gold[i], predicted[j]) for i, j in whole)
    yield "whole.chain", retrieval(in_chain, len(predicted), len(gold))


def align(pair: Pair) -> list[tuple[Attribution, Attribution]]:
    """Attributions that are about the same cue, or, where one has none, the same content, one-to-one."""
    gold, predicted = pair.gold.document.attributions, pair.predicted.document.attributions

    def weigh(left: Attribution, right: Attribution) -> float:
        (_, cue, content), (_, other_cue, other_content) = pair.gold.roles[left.id], pair.predicted.roles[right.id]
        if cue & other_cue:
            return TIER * dice(cue, other_cue) + dice(content, other_content)
        return dice(content, other_content) if not (cue and other_cue) and content & other_content else 0

    return [(gold[i], predicted[j]) for i, j in match_units(gold, predicted, weigh)]


def _cues(reading: Reading) -> list[Tokens]:
    """The tokens of each cue."""
    return [cue for _, cue, _ in reading.roles.values()]


def _overlap(pair: Pair, gold: Attribution, predicted: Attribution) -> float:
    """How much of cue and content is shared; 0 where one of them is not."""
    (_, cue, content), (_, other_cue, other_content) = pair.gold.roles[gold.id], pair.predicted.roles[predicted.id]
    if not (alike(cue, other_cue) and alike(content, other_content)):
        return 0
    return dice(cue, other_cue) + dice(content, other_content)


def _identity(attribution: Attribution, source: str | None) -> Hashable:
    """What makes whole attributions equal: the offsets of each role, and, where no words name the source, who it is."""
    return *(offsets(getattr(attribution, role)) for role in ROLES), None if attribution.source else (source,)
