"""The places where annotators differ, each with what every one of them has there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from stancebank.agreement import units
from stancebank.agreement.units import Unit
from stancebank.ids import RESERVED
from stancebank.labels import spell
from stancebank.model import Entity
from stancebank.scoring.layers import is_annotated
from stancebank.scoring.readings import Reading
from stancebank.spans import Span, Spans, offsets


class Side(Struct, frozen=True):
    """What one annotator has at a place; `values` are all that are compared, in words."""

    id: str
    text: str
    values: dict[str, str]


class Disagreement(Struct, frozen=True):
    """A place where annotators differ: `fields` says in what, and is empty where one of them has nothing there.

    `sides` are by annotator, null where one has nothing. `rules` are those of the guidelines that a decision about one
    of these annotations names.
    """

    document_id: str
    layer: str
    sentence_id: str | None
    sentence: str | None
    start: int
    end: int
    fields: tuple[str, ...]
    sides: dict[str, Side | None]
    rules: tuple[str, ...]


class _Value(Struct, frozen=True):
    """What is compared, and how it is put in words."""

    key: Any
    words: str


class _Names(Struct, frozen=True):
    """One reading, and for each of its ids the layer and number of the unit that it belongs to."""

    reading: Reading
    units: Mapping[str, tuple[str, int]]

    def spans(self, spans: Spans) -> _Value:
        return _Value(offsets(spans), self.reading.index.quote(spans) or "–")

    def reference(self, name: str | None) -> _Value:
        """Another annotation: the same where it belongs to the same unit."""
        if name is None or name in RESERVED:
            return _Value(name, name or "–")
        return _Value(self.units[name], self._describe(name))

    def _describe(self, name: str) -> str:
        index = self.reading.index
        if name in index.attributions:
            return f"“{index.quote(index.attributions[name].cue)}”"
        if name in index.mentions:
            return f"“{index.quote(index.mentions[name].spans)}”"
        return index.name(name)

    def references(self, names: Sequence[str]) -> _Value:
        found = [self.reference(name) for name in names]
        return _Value(frozenset(value.key for value in found), ", ".join(value.words for value in found) or "–")


_Compare = Callable[[_Names, Any], _Value]


def _label(field: str) -> _Compare:
    return lambda names, annotation: _Value(value := getattr(annotation, field), "–" if value is None else spell(value))


def _spans(field: str) -> _Compare:
    return lambda names, annotation: names.spans(getattr(annotation, field))


def _reference(field: str) -> _Compare:
    return lambda names, annotation: names.reference(getattr(annotation, field))


def _shared_key(reading: Reading, entity: Entity) -> str | None:
    """The key, but for a NIL id that stands for its thing in this document only: two such ids may differ in words."""
    is_named = any(mention.form == "name" for mention in reading.index.mentions_of[entity.id])
    is_local = entity.nil_reason in ("unidentified", "generic") or (entity.nil_reason == "no_entry" and not is_named)
    return "NIL" if is_local else entity.key


_FIELDS: Final[dict[str, dict[str, _Compare]]] = {
    "sentences": {"role": _label("role")},
    "mentions": {
        "spans": _spans("spans"),
        "head": lambda names, mention: names.spans((mention.head,)),
        "form": _label("form"),
        "entity": _reference("entity"),
    },
    "entities": {
        **{field: _label(field) for field in ("type", "subtype")},
        "key": lambda names, entity: _Value(_shared_key(names.reading, entity), entity.key or "–"),
        "nil_reason": _label("nil_reason"),
        "member_of": lambda names, entity: names.references(entity.member_of),
        "issuer": _reference("issuer"),
        "denotes": _reference("denotes"),
    },
    "propositions": {"spans": _spans("spans"), "kind": _label("kind")},
    "attributions": {
        "source": _spans("source"),
        "source_entity": _reference("source_entity"),
        "cue": _spans("cue"),
        "content": _spans("content"),
        "parent": _reference("parent"),
        **{field: _label(field) for field in ("kind", "negated", "belief", "engagement")},
        "time": _reference("time"),
    },
    "stances": {
        **{field: _reference(field) for field in ("holder", "holder_mention", "target", "target_mention")},
        **{field: _label(field) for field in ("attitude", "polarity", "intensity")},
        "expression": _spans("expression"),
        "attribution": _reference("attribution"),
        **{field: _label(field) for field in ("basis", "inferred", "hedged", "hypothetical", "ironic")},
        "time": _reference("time"),
    },
}


def disagreements(readings: Sequence[Reading], annotators: Sequence[str]) -> list[Disagreement]:
    """The disagreements of one document, in the order of the text."""
    couples = units.pairs(readings)
    found = {layer: align(readings, couples) for layer, align in units.ALIGNMENTS.items()}
    names = [
        _Names(
            reading,
            {
                unit[side].id: (layer, number)
                for layer, of_layer in found.items()
                for number, unit in enumerate(of_layer)
                if side in unit
            },
        )
        for side, reading in enumerate(readings)
    ]
    listed = [
        disagreement
        for layer, of_layer in found.items()
        for unit in of_layer
        if (disagreement := _compare(layer, unit, names, annotators))
    ]
    return sorted(listed, key=lambda one: (one.start, one.end, list(found).index(one.layer)))


def _compare(layer: str, unit: Unit[Any], names: Sequence[_Names], annotators: Sequence[str]) -> Disagreement | None:
    """The disagreement about one unit, if there is one among the annotators who looked at the layer."""
    present = [side for side, one in enumerate(names) if is_annotated(one.reading.document, layer)]
    values = {
        side: {field: compare(names[side], annotation) for field, compare in _FIELDS[layer].items()}
        for side, annotation in unit.items()
    }
    fields = tuple(field for field in _FIELDS[layer] if len({given[field].key for given in values.values()}) > 1)
    if len(unit) == len(present) and not fields:
        return None
    first = min(unit)
    index = names[first].reading.index
    spans = _words(names[first].reading, unit[first])
    sentence = index.home(spans)
    return Disagreement(
        document_id=index.document.id,
        layer=layer,
        sentence_id=sentence.id if sentence else None,
        sentence=index.text[sentence.start : sentence.end] if sentence else None,
        start=spans[0].start if spans else 0,
        end=spans[-1].end if spans else 0,
        fields=fields,
        sides={annotators[side]: _side(names[side], unit.get(side), values.get(side, {})) for side in present},
        rules=tuple(dict.fromkeys(_rules(names, unit))),
    )


def _side(names: _Names, annotation: Any, values: Mapping[str, _Value]) -> Side | None:
    if annotation is None:
        return None
    text = names.reading.index.quote(_words(names.reading, annotation))
    return Side(annotation.id, text, {field: value.words for field, value in values.items()})


def _words(reading: Reading, annotation: Any) -> Spans:
    """The words that an annotation is found at: of an entity, its first mention."""
    if isinstance(annotation, Entity):
        mentions = reading.index.mentions_of[annotation.id]
        return mentions[0].spans if mentions else ()
    for field in ("spans", "cue", "content", "expression"):
        if spans := getattr(annotation, field, ()):
            return tuple(spans)
    return (Span(start=annotation.start, end=annotation.end),) if hasattr(annotation, "start") else ()


def _rules(names: Sequence[_Names], unit: Unit[Any]) -> Iterator[str]:
    for side, annotation in unit.items():
        for decision in names[side].reading.document.provenance.decisions:
            if annotation.id in decision.about and decision.rule:
                yield decision.rule
