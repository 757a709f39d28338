"""Rows of the config `passes`: every label that an annotator gave, before adjudication."""

from collections.abc import Iterator
from typing import Any, Final

from stancebank.index import DocumentIndex
from stancebank.labels import AnnotatorKind, spell
from stancebank.spans import Span, offsets
from stancebank.tables.articles import Article, shared_fields
from stancebank.tables.rows import PassRow

_PASS_ATTRIBUTES: Final = {
    "mentions": ("form",),
    "attributions": ("kind", "negated", "belief", "engagement"),
    "stances": ("attitude", "polarity", "intensity", "basis", "inferred", "hedged", "hypothetical", "ironic"),
}


def pass_rows(article: Article) -> Iterator[PassRow]:
    for annotator, document in article.passes.items():
        index = DocumentIndex(document)
        kinds: dict[str, AnnotatorKind] = {one.id: one.kind for one in document.provenance.annotators}
        for layer, annotation, spans, labels in _units(index):
            unit = f"{layer}:{','.join(f'{start}-{end}' for start, end in offsets(spans))}"
            if labels.get("inferred") == "true":
                unit += ":inferred"
            for attribute, label in labels.items():
                yield PassRow(
                    **shared_fields(article, f"{annotator}/{annotation.id}/{attribute}"),
                    annotator=annotator,
                    annotator_kind=kinds.get(annotator),
                    layer=layer,
                    unit=unit,
                    text=index.quote(spans),
                    spans=spans,
                    attribute=attribute,
                    label=label,
                )


def _units(index: DocumentIndex) -> Iterator[tuple[Any, Any, tuple[Span, ...], dict[str, str | None]]]:
    """Layer, annotation, the spans that make the unit (of an attribution its cue), and its labels."""
    for mention in index.document.mentions:
        entity = index.entities[mention.entity]
        labels = {"entity": entity.name, "type": entity.type, "key": entity.key}
        yield "mentions", mention, mention.spans, {**labels, **_labels("mentions", mention)}
    for attribution in index.document.attributions:
        roles = {
            "source": index.quote(attribution.source) or attribution.source_entity,
            "content": index.quote(attribution.content) or None,
            "parent": index.quote(index.attributions[attribution.parent].cue) if attribution.parent else None,
        }
        yield "attributions", attribution, attribution.cue, {**roles, **_labels("attributions", attribution)}
    for stance in index.document.stances:
        roles = {"holder": index.name(stance.holder), "target": index.name(stance.target)}
        yield "stances", stance, stance.expression, {**roles, **_labels("stances", stance)}


def _labels(layer: str, annotation: Any) -> dict[str, str | None]:
    return {name: spell(getattr(annotation, name)) for name in _PASS_ATTRIBUTES[layer]}
