"""Counts: how much there is of each layer, and of each label, by split."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, get_args

from msgspec import Struct

from stancebank.index import DocumentIndex
from stancebank.labels import Phenomenon, Split, spell
from stancebank.model import LAYERS, Document
from stancebank.tokens import tokenize

TOTAL: Final = "total"
UNASSIGNED: Final = "unassigned"
_SPLITS: Final = (*get_args(Split), UNASSIGNED)

PHENOMENA: Final = "documents.phenomena"

_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "sentences": ("role",),
    "entities": ("type", "nil_reason"),
    "mentions": ("form",),
    "propositions": ("kind",),
    "attributions": ("kind", "belief", "engagement", "negated", "depth"),
    "stances": ("attitude", "polarity", "intensity", "basis", "inferred", "hedged", "hypothetical", "ironic", "depth"),
}


class Statistics(Struct):
    """`layers[layer][split]` and `labels[layer.field][label][split]`; `splits` ends with `total`.

    `labels["documents.phenomena"]` counts the documents that show each phenomenon of the guidelines; it is empty where
    none lists any.
    """

    splits: list[str]
    layers: dict[str, dict[str, int]]
    labels: dict[str, dict[str, dict[str, int]]]


def count(documents: Iterable[tuple[str, Document]]) -> Statistics:
    """Count documents that come with the name of their split."""
    layers: dict[str, Counter[str]] = {name: Counter() for name in ("documents", "tokens", *LAYERS)}
    labels: dict[str, dict[str, Counter[str]]] = {
        PHENOMENA: {},
        **{f"{layer}.{field}": {} for layer, fields in _LABELS.items() for field in fields},
    }
    seen: list[str] = []
    for split, document in documents:
        if split not in seen:
            seen.append(split)
        index = DocumentIndex(document)
        counts = {"documents": 1, "tokens": len(tokenize(document.text or ""))}
        counts |= {layer: len(getattr(document, layer)) for layer in LAYERS}
        for name, number in counts.items():
            layers[name].update({split: number, TOTAL: number})
        for phenomenon in document.metadata.phenomena:
            labels[PHENOMENA] = labels[PHENOMENA] or {name: Counter() for name in get_args(Phenomenon)}
            labels[PHENOMENA][phenomenon].update((split, TOTAL))
        for layer, fields in _LABELS.items():
            for annotation in getattr(document, layer):
                for field in fields:
                    label = _label(index, annotation, field)
                    labels[f"{layer}.{field}"].setdefault(label, Counter()).update((split, TOTAL))
    splits = [*sorted(seen, key=_SPLITS.index), TOTAL]
    return Statistics(
        splits=splits,
        layers={name: _row(counter, splits) for name, counter in layers.items()},
        labels={name: {label: _row(found[label], splits) for label in sorted(found)} for name, found in labels.items()},
    )


def layer_table(statistics: Statistics) -> list[list[str]]:
    """The counts of the layers as rows of cells, the header first."""
    header = ["", *statistics.splits]
    return [header, *([name, *map(str, row.values())] for name, row in statistics.layers.items())]


def label_table(statistics: Statistics) -> list[list[str]]:
    """The counts of the labels as rows of cells, the header first."""
    rows = [["", "label", *statistics.splits]]
    for name, labels in statistics.labels.items():
        rows += [[name, label, *map(str, row.values())] for label, row in labels.items()]
    return rows


def _label(index: DocumentIndex, annotation: Any, field: str) -> str:
    if field == "depth":
        voice = annotation.attribution if hasattr(annotation, "attribution") else annotation.id
        return str(len(index.chain(voice)))
    return spell(getattr(annotation, field))


def _row(counter: Counter[str], splits: list[str]) -> dict[str, int]:
    return {split: counter[split] for split in splits}
