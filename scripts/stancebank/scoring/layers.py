"""Which layers of a document can be compared, and the counts of sentences and coreference."""

from collections.abc import Iterator
from typing import Final

from stancebank.model import Document
from stancebank.scoring import coreference
from stancebank.scoring.readings import Pair
from stancebank.scoring.statistics import Array, retrieval
from stancebank.spans import offsets

REQUIRED: Final[dict[str, tuple[str, ...]]] = {"coreference": ("mentions", "entities")}
"""What is compared under another name than that of a layer, and the layers of a document that it needs."""


def is_annotated(document: Document, part: str) -> bool:
    """Whether the document has what a part needs: no layer of it is marked none."""
    return completeness(document, part) != "none"


def completeness(document: Document, part: str) -> str:
    """The least complete of the layers that a part needs."""
    states = {getattr(document.layers, layer) for layer in REQUIRED.get(part, (part,))}
    return next(state for state in ("none", "partial", "complete") if state in states)


def sentence_counts(pair: Pair) -> dict[str, Array]:
    """Sentences with the same start and end, and the offsets at which one ends."""
    gold = [(sentence.start, sentence.end) for sentence in pair.gold.document.sentences]
    predicted = [(sentence.start, sentence.end) for sentence in pair.predicted.document.sentences]
    ends, predicted_ends = {end for _, end in gold}, {end for _, end in predicted}
    return {
        "exact": retrieval(len(set(gold) & set(predicted)), len(set(predicted)), len(set(gold))),
        "boundaries": retrieval(len(ends & predicted_ends), len(predicted_ends), len(ends)),
    }


def coreference_counts(pair: Pair) -> Iterator[tuple[str, Array]]:
    """The sums of each metric over mentions with equal spans, and of the CoNLL mean."""
    gold, predicted = (
        coreference.partition((offsets(mention.spans), mention.entity) for mention in reading.document.mentions)
        for reading in (pair.gold, pair.predicted)
    )
    found = coreference.counts(gold, predicted)
    yield from found.items()
    yield "conll", coreference.conll(found)
