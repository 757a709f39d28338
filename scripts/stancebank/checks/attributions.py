"""SB3xx: attributions, and the forest that they make."""

from collections.abc import Iterator
from typing import Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.spans import covers, offsets, overlap

_REFERRED: Final = frozenset({"SB201", "SB202"})
_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111", "SB112", "SB113"})
_FOREST: Final = _REFERRED | {"SB301"}


@rule("SB301", requires=_REFERRED)
def attribution_cycle(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution is its own ancestor. Attributions make a forest whose roots are the author's."""
    grounded: set[str] = set()
    for number, attribution in enumerate(index.document.attributions):
        path: list[str] = []
        current: str | None = attribution.id
        while current is not None and current not in grounded and current not in path:
            path.append(current)
            current = index.attributions[current].parent
        if current is not None and current in path:
            if current == attribution.id:
                yield Offence(f"/attributions/{number}/parent", f"{' < '.join([*path, current])}")
        else:
            grounded.update(path)


@rule("SB302", requires=_REFERRED)
def source_without_span(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution names an entity as its source, and no words that name it."""
    for number, attribution in enumerate(index.document.attributions):
        if attribution.source_entity not in ids.RESERVED and not attribution.source:
            yield Offence(f"/attributions/{number}/source", f"no words for {attribution.source_entity}")


@rule("SB303", requires=_REFERRED)
def span_for_unnamed_source(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution to the author or to nobody has words for its source."""
    for number, attribution in enumerate(index.document.attributions):
        if attribution.source_entity in ids.RESERVED and attribution.source:
            yield Offence(f"/attributions/{number}/source", f"words for a source that is {attribution.source_entity}")


@rule("SB304", requires=_REFERRED | _PLACED)
def source_not_a_mention(index: DocumentIndex) -> Iterator[Offence]:
    """The words for a source are no mention of its entity."""
    if index.document.layers.mentions != "complete":
        return
    for number, attribution in enumerate(index.document.attributions):
        if attribution.source_entity in ids.RESERVED or not attribution.source:
            continue
        mentions = index.mentions_of.get(attribution.source_entity, [])
        if all(offsets(attribution.source) != offsets(mention.spans) for mention in mentions):
            words = index.quote(attribution.source)
            yield Offence(f"/attributions/{number}/source", f"{words!r} is no mention of {attribution.source_entity}")


@rule("SB305", severity="warning", requires=_REFERRED)
def missing_cue(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution has no cue, so that nothing in the text says that it is one."""
    for number, attribution in enumerate(index.document.attributions):
        if not attribution.cue:
            yield Offence(f"/attributions/{number}/cue", "no cue")


@rule("SB306", severity="warning", requires=_REFERRED)
def missing_content(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution has neither content nor a negated cue. Only a refusal to speak has no content."""
    for number, attribution in enumerate(index.document.attributions):
        if not attribution.content and not attribution.negated:
            yield Offence(f"/attributions/{number}/content", "no content")


@rule("SB307", severity="warning", requires=_FOREST | _PLACED)
def content_outside_parent(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution stands outside what its parent reports. Free reporting may cross sentences, hence a warning."""
    for number, attribution in enumerate(index.document.attributions):
        if attribution.parent is None:
            continue
        parent = index.attributions[attribution.parent]
        inner = attribution.content or attribution.cue
        if parent.content and inner and not covers(parent.content, inner):
            yield Offence(f"/attributions/{number}/content", f"not within the content of {parent.id}")


@rule("SB308", requires=_REFERRED | _PLACED)
def cue_in_content(index: DocumentIndex) -> Iterator[Offence]:
    """The cue or the source of an attribution lies within its own content."""
    for number, attribution in enumerate(index.document.attributions):
        for field in ("cue", "source"):
            spans = getattr(attribution, field)
            if overlap(spans, attribution.content):
                yield Offence(f"/attributions/{number}/{field}", f"{index.quote(spans)!r} is part of the content")


@rule("SB309", requires=_REFERRED)
def time_of_another_type(index: DocumentIndex) -> Iterator[Offence]:
    """The time of an attribution or a stance is an entity of another type than time."""
    for layer in ("attributions", "stances"):
        for number, annotation in enumerate(getattr(index.document, layer)):
            if annotation.time in ids.RESERVED or (
                annotation.time is not None and index.entities[annotation.time].type != "time"
            ):
                yield Offence(f"/{layer}/{number}/time", f"{annotation.time} is no time")
