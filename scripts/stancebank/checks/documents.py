"""SB200 to SB209: ids and references, annotators, and how complete the layers are."""

from collections.abc import Iterator, Mapping
from typing import Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.model import LAYERS

_NUMBERED: Final = tuple(layer for layer in LAYERS if layer != "paragraphs")
_FOUNDATIONS: Final = {"stances": ("attributions", "entities"), "attributions": ("mentions",)}


@rule("SB201", fix="drops an item of a list that is the same as another in everything")
def duplicate_id(index: DocumentIndex) -> Iterator[Offence]:
    """Two annotations of a layer have the same id, so that a reference to it means both.

    It comes of merging two files, or of copying a line and forgetting to number it. Which of the two a stance is about
    can no longer be told.

    Bad:
        "sentences": [{"id": "s1", "start": 0, "end": 39}, {"id": "s1", "start": 40, "end": 49}]

    Good:
        "sentences": [{"id": "s1", "start": 0, "end": 39}, {"id": "s2", "start": 40, "end": 49}]
    """
    for layer in _NUMBERED:
        seen: set[str] = set()
        for number, annotation in enumerate(getattr(index.document, layer)):
            if annotation.id in seen:
                yield Offence(f"/{layer}/{number}/id", f"{annotation.id} stands twice")
            seen.add(annotation.id)


@rule("SB202", requires={"SB201"})
def dangling_reference(index: DocumentIndex) -> Iterator[Offence]:
    """An annotation refers to an id that the document does not have.

    The entity or attribution was deleted, or its number was mistyped. A stance whose holder is nowhere says nothing.

    Bad:
        "stances": [{"id": "t1", "holder": "e9"}]

    Good:
        "stances": [{"id": "t1", "holder": "e1"}]
    """
    known: dict[str, Mapping[str, object]] = {
        "e": index.entities,
        "m": index.mentions,
        "p": index.propositions,
        "a": index.attributions,
        "t": index.stances,
        "s": index.sentences,
    }
    for pointer, reference in _references(index):
        if reference not in ids.RESERVED and reference not in known[reference[0]]:
            yield Offence(pointer, f"there is no {reference}")


def _references(index: DocumentIndex) -> Iterator[tuple[str, str]]:
    for layer, names in (
        ("entities", ("issuer", "denotes")),
        ("mentions", ("entity",)),
        ("attributions", ("source_entity", "parent", "time")),
        ("stances", ("holder", "holder_mention", "target", "target_mention", "attribution", "time")),
    ):
        for number, annotation in enumerate(getattr(index.document, layer)):
            for name in names:
                reference = getattr(annotation, name)
                if reference is not None:
                    yield f"/{layer}/{number}/{name}", reference
    for number, entity in enumerate(index.document.entities):
        for position, reference in enumerate(entity.member_of):
            yield f"/entities/{number}/member_of/{position}", reference
    for number, decision in enumerate(index.document.provenance.decisions):
        for position, reference in enumerate(decision.about):
            yield f"/provenance/decisions/{number}/about/{position}", reference


@rule("SB203")
def unknown_annotator(index: DocumentIndex) -> Iterator[Offence]:
    """The provenance names an annotator who is not on its list, or lists one twice.

    Agreement is computed between annotators. Whoever reads a figure must be able to look up whether it compares two
    people, two models or one of each.

    Bad:
        "provenance": {"passes": ["ada"]}

    Good:
        "provenance": {"annotators": [{"id": "ada", "kind": "human", "name": "Ada"}], "passes": ["ada"]}
    """
    provenance = index.document.provenance
    listed: set[str] = set()
    for number, annotator in enumerate(provenance.annotators):
        if annotator.id in listed:
            yield Offence(f"/provenance/annotators/{number}/id", f"{annotator.id} stands twice")
        listed.add(annotator.id)
    named = [(f"/provenance/passes/{number}", name) for number, name in enumerate(provenance.passes)]
    named += [(f"/provenance/decisions/{n}/chosen", d.chosen) for n, d in enumerate(provenance.decisions) if d.chosen]
    if provenance.adjudicated_by:
        named.append(("/provenance/adjudicated_by", provenance.adjudicated_by))
    for pointer, name in named:
        if name not in listed:
            yield Offence(pointer, f"{name} is not among the annotators")


@rule("SB204")
def annotated_layer_marked_none(index: DocumentIndex) -> Iterator[Offence]:
    """A layer that is said not to be annotated has annotations; a scorer would leave them out.

    Entities are excepted where mentions are annotated: each mention needs one, and a tool without coreference makes one
    for each mention and marks the layer, which stands for coreference and linking, as none.

    Bad:
        "layers": {"stances": "none"}

    Good:
        "layers": {"stances": "partial"}
    """
    for layer in LAYERS:
        annotations = getattr(index.document, layer)
        is_excepted = layer == "entities" and index.document.mentions
        if annotations and not is_excepted and getattr(index.document.layers, layer) == "none":
            yield Offence(f"/layers/{layer}", f"none, but there are {len(annotations)}")


@rule("SB205", severity="warning")
def complete_on_incomplete_layer(index: DocumentIndex) -> Iterator[Offence]:
    """A layer is marked complete although one that it builds on is not.

    Stances rest on attributions and entities, attributions on the mentions of their sources (guideline K2). Where those
    are missing, what is absent from the upper layer may be absent for want of something to attach it to.

    Bad:
        "layers": {"attributions": "partial", "stances": "complete"}

    Good:
        "layers": {"attributions": "partial", "stances": "partial"}
    """
    layers = index.document.layers
    for layer, foundations in _FOUNDATIONS.items():
        missing = [name for name in foundations if getattr(layers, name) != "complete"]
        if getattr(layers, layer) == "complete" and missing:
            states = " and ".join(f"{name} are {_SPELLING[getattr(layers, name)]}" for name in missing)
            yield Offence(f"/layers/{layer}", f"complete, but {states}")


_SPELLING: Final = {"partial": "partial", "none": "not annotated"}
