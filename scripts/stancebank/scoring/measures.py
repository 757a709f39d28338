"""What is scored, layer by layer: the names of the measures, and their counts in one document."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Final

import numpy as np
from msgspec import Struct

from stancebank.scoring import attributions, coreference, layers, mentions, sentiment_graph, stances
from stancebank.scoring.attributions import ROLES
from stancebank.scoring.readings import Pair
from stancebank.scoring.stances import ATTITUDES, NO_MATCH, POLARITIES
from stancebank.scoring.statistics import Array, Mean, Retrieval, Statistic, Statistics, divide, recall_only

Counts = Iterator[tuple[str, Array]]

_FIELDS: Final[dict[str, tuple[str, ...]]] = {"polarity": POLARITIES, "attitude": ATTITUDES}
_CONFUSION: Final = "stances.confusion"


class Confusion(Struct, frozen=True):
    """Labels of matched units, gold by predicted, row by row; the last row and column are units without a match."""

    labels: tuple[str, ...]
    main: ClassVar[str] = "accuracy"

    @property
    def size(self) -> int:
        return len(self.labels) ** 2

    def values(self, sums: Array) -> dict[str, Array]:
        matrix = sums.reshape(*sums.shape[:-1], len(self.labels), len(self.labels))[..., :-1, :-1]
        return {"accuracy": divide(np.trace(matrix, axis1=-2, axis2=-1), matrix.sum(axis=(-2, -1)))}

    def counts(self, sums: Array) -> dict[str, Any]:
        matrix = sums.reshape(len(self.labels), len(self.labels)).astype(int)
        return {"labels": list(self.labels), "matrix": matrix.tolist()}


def statistics() -> Statistics:
    """Every measure of documents by its name, `part.measure`; those of the sentiment graph have no part."""
    retrievals = {
        "sentences": ("exact", "boundaries"),
        "mentions": ("strict", "exact", "partial", "type", "head"),
        "coreference": coreference.METRICS,
        "attributions": (
            *(f"{role}.{score}" for role in ROLES for score in ("exact", "tokens")),
            *("whole.exact", "whole.overlap", "whole.chain"),
        ),
        "stances": ("expression.exact", "expression.tokens", "nonpolar", "tuple"),
    }
    found: dict[str, Statistic] = dict(sentiment_graph.STATISTICS)
    for part, names in retrievals.items():
        found |= {f"{part}.{name}": Retrieval() for name in names}
        if part == "coreference":
            found["coreference.conll"] = Mean(len(coreference.CONLL))
    for field, labels in _FIELDS.items():
        found |= {f"stances.{field}.{label}": Retrieval() for label in (*labels, "micro")}
        found[f"stances.{field}.macro"] = Mean(len(labels))
    found[_CONFUSION] = Confusion((*POLARITIES, NO_MATCH))
    return found


def counts(pair: Pair) -> Counts:
    """The counts of one document: of each part that both readings have; for recall only where the gold is partial."""
    for part, count_part in _COUNTS.items():
        state = layers.completeness(pair.gold.document, part)
        if state == "none" or not layers.is_annotated(pair.predicted.document, part):
            continue
        for name, sums in count_part(pair):
            if state == "complete":
                yield name, sums
            elif name != _CONFUSION:
                yield name, recall_only(sums)


def _stances(pair: Pair) -> Counts:
    yield from sentiment_graph.pair_counts(pair)
    found = dict(stances.counts(pair))
    found["polarity.micro"] = found["tuple"]
    for field, labels in _FIELDS.items():
        found[f"{field}.macro"] = np.concatenate([found[f"{field}.{label}"] for label in labels])
    yield from _named("stances", found.items())


def _named(part: str, found: Iterable[tuple[str, Array]]) -> Counts:
    return ((f"{part}.{name}", sums) for name, sums in found)


_COUNTS: Final[dict[str, Callable[[Pair], Counts]]] = {
    "sentences": lambda pair: _named("sentences", layers.sentence_counts(pair).items()),
    "mentions": lambda pair: _named("mentions", mentions.counts(pair)),
    "coreference": lambda pair: _named("coreference", layers.coreference_counts(pair)),
    "attributions": lambda pair: _named("attributions", attributions.counts(pair)),
    "stances": _stances,
}

PARTS: Final = tuple(_COUNTS)
