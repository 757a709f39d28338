"""SB3xx: attributions, and the forest that they make."""

from collections.abc import Iterator
from typing import Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.checks.cycles import cycles
from stancebank.index import DocumentIndex
from stancebank.spans import covers, overlap

_REFERRED: Final = frozenset({"SB201", "SB202"})
_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111", "SB112", "SB113"})
_FOREST: Final = _REFERRED | {"SB301", "SB310"}


@rule("SB301", requires=_REFERRED)
def attribution_cycle(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution is its own ancestor. Attributions make a forest whose roots are the author's.

    Who says that who says it must come to an end at the article. In a circle nobody reports anything to the reader.

    Bad:
        "attributions": [{"id": "a1", "parent": "a2"},
                         {"id": "a2", "source_entity": "author", "kind": "statement", "belief": "CB", "parent": "a1"}]

    Good:
        "attributions": [{"id": "a2", "source_entity": "author", "kind": "statement", "belief": "CB", "parent": "a1"}]
    """
    numbers = {attribution.id: number for number, attribution in enumerate(index.document.attributions)}
    parents = {
        attribution.id: (attribution.parent,) if attribution.parent is not None else ()
        for attribution in index.document.attributions
    }
    for cycle in cycles(parents):
        if len(cycle) > 1:
            yield Offence(f"/attributions/{numbers[cycle[0]]}/parent", " < ".join([*cycle, cycle[0]]))


@rule("SB302", requires=_REFERRED)
def source_without_span(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution names an entity as its source, and no words that name it.

    The source is what the words name (guideline A6). A source that only the context suggests is `implicit`.

    Bad:
        "attributions": [{"id": "a1", "source": []}]

    Good:
        "attributions": [{"id": "a1", "source": [], "source_entity": "implicit"}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if attribution.source_entity not in ids.RESERVED and not attribution.source:
            yield Offence(f"/attributions/{number}/source", f"no words for {attribution.source_entity}")


@rule("SB303", requires=_REFERRED)
def span_for_unnamed_source(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution to the author or to nobody has words for its source.

    If there are words, they mention somebody, and that entity is the source (guideline A7).

    Bad:
        "attributions": [{"id": "a1", "source_entity": "implicit"}]

    Good:
        "attributions": [{"id": "a1", "source_entity": "implicit", "source": []}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if attribution.source_entity in ids.RESERVED and attribution.source:
            yield Offence(f"/attributions/{number}/source", f"words for a source that is {attribution.source_entity}")


@rule("SB304", requires=_REFERRED | _PLACED)
def source_not_a_mention(index: DocumentIndex) -> Iterator[Offence]:
    """The words for a source are no mention of its entity.

    The span of a source is a full mention (guideline A6). Through it the tables join a voice to its name and key. It is
    asked for only where mentions are marked complete.

    Bad:
        "attributions": [{"id": "a1", "source": [{"start": 0, "end": 3}]}]

    Good:
        "attributions": [{"id": "a1", "source": [{"start": 0, "end": 9}]}]
    """
    if index.document.layers.mentions != "complete":
        return
    for number, attribution in enumerate(index.document.attributions):
        if attribution.source_entity in ids.RESERVED or not attribution.source:
            continue
        if index.mention_at(attribution.source_entity, attribution.source) is None:
            words = index.quote(attribution.source)
            yield Offence(f"/attributions/{number}/source", f"{words!r} is no mention of {attribution.source_entity}")


@rule("SB305", severity="warning", requires=_REFERRED)
def missing_cue(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution has no cue, so that nothing in the text says that it is one.

    No attribution without a cue (guideline G3): bare quotation marks and free reporting are the author's. It is a
    warning because other schemes attribute by a colon or by quotation marks alone.

    Bad:
        "attributions": [{"id": "a1", "cue": []}]

    Good:
        "attributions": [{"id": "a1", "cue": [{"start": 10, "end": 14}]}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if not attribution.cue:
            yield Offence(f"/attributions/{number}/cue", "no cue")


@rule("SB306", severity="warning", requires=_REFERRED)
def missing_content(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution has no content, and yet its source is said to hold it true or possible.

    "Declined to comment" has nothing that is said (guideline A16), and "they disagreed" leaves it understood (A2): both
    have belief NA. Where a source is committed to something, the words for it have been left out.

    Bad:
        "attributions": [{"id": "a1", "content": []}]

    Good:
        "attributions": [{"id": "a1", "content": [], "negated": true, "belief": "NA"}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if not attribution.content and not attribution.negated and attribution.belief != "NA":
            yield Offence(f"/attributions/{number}/content", f"no content, but {attribution.belief}")


@rule("SB307", severity="warning", requires=_FOREST | _PLACED)
def content_outside_parent(index: DocumentIndex) -> Iterator[Offence]:
    """An attribution stands outside what its parent reports. Free reporting may cross sentences, hence a warning.

    The parent is the attribution whose content holds this one's cue (guideline A22). What the outer voice did not
    report, it does not vouch for.

    Bad:
        "attributions": [{"id": "a2", "source_entity": "implicit", "cue": [{"start": 44, "end": 48}], "parent": "a1",
                          "content": [{"start": 40, "end": 43}], "kind": "statement", "belief": "CB"}]

    Good:
        "attributions": [{"id": "a2", "source_entity": "implicit", "cue": [{"start": 25, "end": 27}], "parent": "a1",
                          "content": [{"start": 28, "end": 38}], "kind": "statement", "belief": "CB"}]
    """
    for number, attribution in enumerate(index.document.attributions):
        if attribution.parent is None:
            continue
        parent = index.attributions[attribution.parent]
        inner = attribution.content or attribution.cue
        if parent.content and inner and not covers(parent.content, inner):
            yield Offence(f"/attributions/{number}/content", f"not within the content of {parent.id}")


@rule("SB308", requires=_REFERRED | _PLACED)
def cue_in_content(index: DocumentIndex) -> Iterator[Offence]:
    """The cue or the source of an attribution lies within its own content.

    Source, cue and content share no words: nobody says that he says it. An inserted "she said" leaves the content in
    two spans (guideline A21).

    Bad:
        "attributions": [{"id": "a1", "content": [{"start": 10, "end": 38}]}]

    Good:
        "attributions": [{"id": "a1", "content": [{"start": 15, "end": 38}]}]
    """
    for number, attribution in enumerate(index.document.attributions):
        for field in ("cue", "source"):
            spans = getattr(attribution, field)
            if overlap(spans, attribution.content):
                yield Offence(f"/attributions/{number}/{field}", f"{index.quote(spans)!r} is part of the content")


@rule("SB309", requires=_REFERRED)
def time_of_another_type(index: DocumentIndex) -> Iterator[Offence]:
    """The time of an attribution or a stance is an entity of another type than time.

    Guideline A27 takes the time from a phrase that dates the cue. "During the parade" names an event.

    Bad:
        "attributions": [{"id": "a1", "time": "e2"}]

    Good:
        "attributions": [{"id": "a1", "time": "e2"}], "entities": [{"id": "e2", "type": "time"}]
    """
    for layer in ("attributions", "stances"):
        for number, annotation in enumerate(getattr(index.document, layer)):
            if annotation.time in ids.RESERVED or (
                annotation.time is not None and index.entities[annotation.time].type != "time"
            ):
                yield Offence(f"/{layer}/{number}/time", f"{annotation.time} is no time")
