"""Rows of the config `passes`: every label that an annotator gave, before adjudication."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from stancebank.index import DocumentIndex
from stancebank.labels import AnnotatorKind, spell
from stancebank.spans import Spans, offsets
from stancebank.tables.articles import Article, shared_fields
from stancebank.tables.rows import Layer, PassRow

_PASS_ATTRIBUTES: Final = {
    "mentions": ("form",),
    "attributions": ("kind", "negated", "belief", "engagement"),
    "stances": ("attitude", "polarity", "intensity", "basis", "inferred", "hedged", "hypothetical", "ironic"),
}


class _Unit(NamedTuple):
    layer: Layer
    annotation: Any
    spans: Spans
    labels: dict[str, str | None]
    quoted: dict[str, Spans]
    """The words that a label quotes, for labels that quote."""


def pass_rows(article: Article) -> Iterator[PassRow]:
    for annotator, document in article.passes.items():
        index = DocumentIndex(document)
        kinds: dict[str, AnnotatorKind] = {one.id: one.kind for one in document.provenance.annotators}
        for layer, annotation, spans, labels, quoted in _units(index):
            unit = f"{layer}:{','.join(f'{start}-{end}' for start, end in offsets(spans))}"
            if labels.get("inferred") == "true":
                unit += ":inferred"
            for attribute, label in labels.items():
                label_spans = quoted.get(attribute, ())
                yield PassRow(
                    **shared_fields(article, f"{annotator}/{annotation.id}/{attribute}"),
                    annotator=annotator,
                    annotator_kind=kinds.get(annotator),
                    layer=layer,
                    unit=unit,
                    text=index.quote(spans),
                    spans=spans,
                    attribute=attribute,
                    label=None if article.withhold and label_spans else label,
                    label_spans=label_spans,
                )


def _units(index: DocumentIndex) -> Iterator[_Unit]:
    """Every annotation with its labels; of an attribution, the cue makes the unit."""
    for mention in index.document.mentions:
        entity = index.entities[mention.entity]
        labels = {"entity": entity.name, "type": entity.type, "key": entity.key}
        yield _Unit("mentions", mention, mention.spans, {**labels, **_labels("mentions", mention)}, {})
    for attribution in index.document.attributions:
        parent = index.attributions[attribution.parent].cue if attribution.parent else ()
        quoted = {"source": attribution.source, "content": attribution.content, "parent": parent}
        labels = {name: index.quote(spans) or None for name, spans in quoted.items()}
        labels["source"] = labels["source"] or attribution.source_entity
        labels |= _labels("attributions", attribution)
        yield _Unit("attributions", attribution, attribution.cue, labels, quoted)
    for stance in index.document.stances:
        labels = {"holder": index.name(stance.holder), "target": index.name(stance.target)}
        labels |= _labels("stances", stance)
        target = index.propositions.get(stance.target)
        yield _Unit("stances", stance, stance.expression, labels, {"target": target.spans} if target else {})


def _labels(layer: str, annotation: Any) -> dict[str, str | None]:
    return {name: spell(getattr(annotation, name)) for name in _PASS_ATTRIBUTES[layer]}
