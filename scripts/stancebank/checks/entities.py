"""SB220 to SB229: entities and propositions."""

from collections.abc import Iterator
from typing import Final

from stancebank.checks.catalogue import Offence, rule
from stancebank.checks.cycles import cycles
from stancebank.index import DocumentIndex

_REFERRED: Final = frozenset({"SB201", "SB202"})
_MADE: Final = frozenset({"object", "abstract"})


@rule("SB220", severity="warning", requires=_REFERRED)
def entity_without_mention(index: DocumentIndex) -> Iterator[Offence]:
    """An entity is mentioned nowhere, although mentions are marked complete.

    No entity without words (guideline G3). What the text does not mention is the annotator's knowledge of the world.

    Bad:
        "entities": [{"id": "e3", "type": "place", "name": "Lunde"}]

    Good:
        "entities": [{"id": "e3", "type": "place", "name": "Lunde"}], "layers": {"mentions": "partial"}
    """
    if index.document.layers.mentions != "complete":
        return
    for number, entity in enumerate(index.document.entities):
        if not index.mentions_of.get(entity.id):
            yield Offence(f"/entities/{number}", f"{entity.id} ({entity.name}) has no mention")


@rule("SB221", requires=_REFERRED)
def nil_key_without_reason(index: DocumentIndex) -> Iterator[Offence]:
    """A NIL key has no reason, or a Wikidata key has one.

    The reason tells a class of people from a person who was not found, and decides whether the key means the same in
    another document (guidelines L2 and L4).

    Bad:
        "entities": [{"id": "e1", "key": "NIL-ada-brook"}]

    Good:
        "entities": [{"id": "e1", "key": "NIL-ada-brook", "nil_reason": "uncertain"}]
    """
    for number, entity in enumerate(index.document.entities):
        is_nil = entity.key is not None and entity.key.startswith("NIL-")
        if is_nil != (entity.nil_reason is not None):
            yield Offence(f"/entities/{number}/nil_reason", f"{entity.nil_reason or 'null'} beside {entity.key}")


@rule("SB222", requires=_REFERRED)
def shared_key(index: DocumentIndex) -> Iterator[Offence]:
    """Two entities of a document have the same key, so that they are one entity, or one is linked wrongly.

    A key stands for one thing in the world. Either the mentions corefer, and one entity is too many, or the key of one
    of the two needs another word (guideline L2).

    Bad:
        "entities": [{"id": "e1", "key": "Q130"}, {"id": "e2", "key": "Q130"}]

    Good:
        "entities": [{"id": "e1", "key": "Q130"}, {"id": "e2", "key": "Q25653"}]
    """
    seen: dict[str, str] = {}
    for number, entity in enumerate(index.document.entities):
        if entity.key in seen:
            yield Offence(f"/entities/{number}/key", f"{entity.key} is the key of {seen[entity.key]} as well")
        elif entity.key is not None:
            seen[entity.key] = entity.id


@rule("SB223", requires=_REFERRED)
def entity_within_itself(index: DocumentIndex) -> Iterator[Offence]:
    """An entity is a member, or the issuer, of itself, directly or through others.

    No set is a proper subset of itself, and nothing makes itself. Two names for one set are one entity.

    Bad:
        "entities": [{"id": "e1", "member_of": ["e2"]}, {"id": "e2", "member_of": ["e1"]}]

    Good:
        "entities": [{"id": "e1", "member_of": ["e2"]}]
    """
    numbers = {entity.id: number for number, entity in enumerate(index.document.entities)}
    members = {entity.id: entity.member_of for entity in index.document.entities}
    issuers = {entity.id: (entity.issuer,) if entity.issuer in numbers else () for entity in index.document.entities}
    for field, words, references in (("member_of", "a member of", members), ("issuer", "issued by", issuers)):
        for first, *others in cycles(references):
            way = f", through {' and '.join(others)}" if others else ""
            yield Offence(f"/entities/{numbers[first]}/{field}", f"{first} is {words} itself{way}")


@rule("SB224", severity="warning", requires=_REFERRED)
def unused_proposition(index: DocumentIndex) -> Iterator[Offence]:
    """A proposition is no target of a stance and is denoted by nothing, although stances are marked complete.

    A proposition is made only where a clause is the target of a stance (guideline P1). One without is a stance that was
    forgotten or deleted.

    Bad:
        "propositions": [{"id": "p1", "spans": [{"start": 40, "end": 48}], "kind": "event"}]

    Good:
        "propositions": [{"id": "p1", "spans": [{"start": 15, "end": 38}], "kind": "claim"}],
        "stances": [{"id": "t1", "target": "p1", "target_mention": null, "attitude": "arguing"}]
    """
    if index.document.layers.stances != "complete":
        return
    used = {stance.target for stance in index.document.stances}
    used |= {entity.denotes for entity in index.document.entities if entity.denotes is not None}
    for number, proposition in enumerate(index.document.propositions):
        if proposition.id not in used:
            yield Offence(f"/propositions/{number}", f"no stance is toward {proposition.id}, and nothing denotes it")


@rule("SB225", severity="warning")
def maker_of_what_is_not_made(index: DocumentIndex) -> Iterator[Offence]:
    """An entity that is neither object nor abstract has an issuer, or denotes what was said.

    Documents and recordings are objects, utterances, plans and statistics are abstract (guideline E29); only they are
    issued by somebody (E33), and only they can be what somebody said (E34). A person has no issuer: that is employment,
    which is not annotated. A plan that is one entity with its event has the type event and denotes nothing.

    Bad:
        "entities": [{"id": "e2", "type": "event", "issuer": "e1"}]

    Good:
        "entities": [{"id": "e2", "type": "object", "issuer": "e1"}]
    """
    for number, entity in enumerate(index.document.entities):
        for field in ("issuer", "denotes"):
            if getattr(entity, field) is not None and entity.type not in _MADE:
                message = f"{entity.id} ({entity.name}) is of type {entity.type}"
                yield Offence(f"/entities/{number}/{field}", message)
