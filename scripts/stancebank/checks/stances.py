"""SB4xx: stances, and the voices that they are taken by."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.model import Stance
from stancebank.spans import Span, covers, offsets

_REFERRED: Final = frozenset({"SB201", "SB202"})
_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111", "SB112", "SB113"})


@rule("SB401", requires=_REFERRED | {"SB301", "SB310"})
def holder_without_voice(index: DocumentIndex) -> Iterator[Offence]:
    """The holder of a stance that is said is not the source of the attribution that voices it.

    The holder is the source of the innermost voice (guideline S3), or the maker of the document that is that source, or
    `implicit`. There is no exception for groups: a member who speaks for a group, and a group that is said to speak for
    a member, hold what they say themselves, since the words decide (A10). Where somebody else holds the stance, either
    a voice is missing, or it is a deed. Nothing is said where the layer of entities, which stands for coreference, is
    marked none: then holder and source may be one under two ids.

    Bad:
        "stances": [{"id": "t1", "holder": "e2", "target": "e1"}]

    Good:
        "stances": [{"id": "t1", "holder": "e1", "target": "e2"}]
    """
    if index.document.layers.entities == "none":
        return
    for number, stance in enumerate(index.document.stances):
        if stance.basis == "deed":
            continue
        voice = ids.AUTHOR
        if stance.attribution is not None:
            voice = index.attributions[stance.attribution].source_entity
        if stance.holder not in (voice, ids.IMPLICIT) and index.agent(voice) != stance.holder:
            yield Offence(
                f"/stances/{number}/holder", f"{index.name(stance.holder)} holds what {index.name(voice)} voices"
            )


@rule("SB402", requires=_REFERRED)
def mention_of_another(index: DocumentIndex) -> Iterator[Offence]:
    """A mention that a stance gives for its holder or its target is a mention of something else.

    The mention says where the text names the holder or target beside the expression. If it is right, the entity is not.

    Bad:
        "stances": [{"id": "t1", "target_mention": "m3"}]

    Good:
        "stances": [{"id": "t1", "target_mention": "m2"}]
    """
    for number, stance in enumerate(index.document.stances):
        for role, agent, mention in _roles(stance):
            if mention is not None and agent in index.entities and index.mentions[mention].entity != agent:
                entity = index.mentions[mention].entity
                yield Offence(f"/stances/{number}/{role}_mention", f"{mention} mentions {entity}, not {agent}")


def _roles(stance: Stance) -> tuple[tuple[str, str, str | None], ...]:
    return (("holder", stance.holder, stance.holder_mention), ("target", stance.target, stance.target_mention))


@rule("SB403", severity="warning", requires=_REFERRED)
def holder_is_target(index: DocumentIndex) -> Iterator[Offence]:
    """The holder of a stance is its target, and no mention names the target there.

    It is mostly a slip of ids. Where people do blame, praise or contradict themselves, words say so: "I was too quick".

    Bad:
        "stances": [{"id": "t1", "target": "e1", "target_mention": null}]

    Good:
        "stances": [{"id": "t1", "target": "e2", "target_mention": "m2"}]
    """
    for number, stance in enumerate(index.document.stances):
        if stance.holder == stance.target != ids.IMPLICIT and stance.target_mention is None:
            yield Offence(f"/stances/{number}/target", f"{stance.target} is the holder as well")


@rule("SB404", requires=_REFERRED)
def missing_expression(index: DocumentIndex) -> Iterator[Offence]:
    """A stance that is not inferred has no words that express it.

    Can you underline it? If not, there is no stance (guidelines G3 and S1). Only a stance that follows from another one
    may go without. Where attributions are marked none, the document comes from a scheme that marks targets alone, and
    nothing is said.

    Bad:
        "stances": [{"id": "t1", "expression": []}]

    Good:
        "stances": [{"id": "t1", "expression": [], "inferred": true}]
    """
    if index.document.layers.attributions == "none":
        return
    for number, stance in enumerate(index.document.stances):
        if not stance.expression and not stance.inferred:
            yield Offence(f"/stances/{number}/expression", "no expression")


@rule("SB405", severity="warning", requires=_REFERRED | _PLACED)
def expression_outside_voice(index: DocumentIndex) -> Iterator[Offence]:
    """The expression of a stance that is said lies neither in the content nor in the cue of its attribution.

    A voice is answerable for its own words only (guideline S3). What stands outside them is the author's, or belongs to
    another attribution.

    Bad:
        "stances": [{"id": "t1", "expression": [{"start": 44, "end": 48}]}]

    Good:
        "stances": [{"id": "t1", "expression": [{"start": 28, "end": 38}]}]
    """
    for number, stance in enumerate(index.document.stances):
        if stance.attribution is None or stance.basis == "deed":
            continue
        voice = index.attributions[stance.attribution]
        if not covers((*voice.content, *voice.cue, *voice.source), stance.expression) and not _within_extent(
            stance.expression, (*voice.content, *voice.cue)
        ):
            yield Offence(
                f"/stances/{number}/expression", f"{index.quote(stance.expression)!r} is not in {stance.attribution}"
            )


def _within_extent(inner: tuple[Span, ...], outer: tuple[Span, ...]) -> bool:
    return bool(outer) and all(
        min(o.start for o in outer) <= i.start and i.end <= max(o.end for o in outer) for i in inner
    )


def _same_units(index: DocumentIndex) -> Iterator[tuple[int, Stance, list[Stance]]]:
    """Each stance after the first of a holder, target, attitude, expression and attribution.

    With it come the earlier ones, the first of each polarity.
    """
    seen: dict[object, dict[str, Stance]] = defaultdict(dict)
    for number, stance in enumerate(index.document.stances):
        earlier = seen[(stance.holder, stance.target, stance.attitude, offsets(stance.expression), stance.attribution)]
        if earlier:
            yield number, stance, list(earlier.values())
        earlier.setdefault(stance.polarity, stance)


def _contradicts(stance: Stance, other: Stance) -> bool:
    """Whether the same words are said to be for and against; without words they may stand at different places."""
    return (
        bool(stance.expression)
        and stance.polarity != other.polarity
        and "mixed"
        not in {
            stance.polarity,
            other.polarity,
        }
    )


@rule("SB406", requires=_REFERRED)
def stance_twice(index: DocumentIndex) -> Iterator[Offence]:
    """Two stances share holder, target, attitude, expression and attribution.

    That combination is the unit of annotation (guideline S4): twice the same would be counted as two stances. Where the
    two differ in polarity, it is SB407.

    Bad:
        "stances": [{"id": "t2", "holder": "e1", "target": "e2", "attitude": "sentiment", "polarity": "negative",
                     "intensity": "low", "expression": [{"start": 28, "end": 38}], "attribution": "a1"}]

    Good:
        "stances": [{"id": "t2", "holder": "e1", "target": "e2", "attitude": "agreement", "polarity": "negative",
                     "intensity": "low", "expression": [{"start": 28, "end": 38}], "attribution": "a1"}]
    """
    for number, stance, earlier in _same_units(index):
        if not any(_contradicts(stance, other) for other in earlier):
            yield Offence(f"/stances/{number}", f"{stance.id} says what {earlier[0].id} says")


@rule("SB407", requires=_REFERRED)
def contradicting_polarities(index: DocumentIndex) -> Iterator[Offence]:
    """Two stances that are alike in all else have different polarities, and neither is mixed.

    One expression can not be for and against the same target in the same respect. If it carries both, the polarity of
    the one stance is mixed (guideline S7).

    Bad:
        "stances": [{"id": "t2", "holder": "e1", "target": "e2", "attitude": "sentiment", "polarity": "positive",
                     "intensity": "low", "expression": [{"start": 28, "end": 38}], "attribution": "a1"}]

    Good:
        "stances": [{"id": "t1", "polarity": "mixed"}]
    """
    for number, stance, earlier in _same_units(index):
        for other in earlier:
            if _contradicts(stance, other):
                yield Offence(f"/stances/{number}/polarity", f"{stance.polarity}; {other.polarity} in {other.id}")
                break


@rule("SB408", severity="warning")
def intense_neutrality(index: DocumentIndex) -> Iterator[Offence]:
    """A neutral stance has an intensity other than low.

    Who takes no side takes none strongly (guideline S22). A neutral stance that seems strong has a side.

    Bad:
        "stances": [{"id": "t1", "polarity": "neutral", "intensity": "high"}]

    Good:
        "stances": [{"id": "t1", "polarity": "neutral", "intensity": "low"}]
    """
    for number, stance in enumerate(index.document.stances):
        if stance.polarity == "neutral" and stance.intensity != "low":
            yield Offence(f"/stances/{number}/intensity", f"{stance.intensity} beside a neutral polarity")


@rule("SB409", severity="warning", requires=_REFERRED)
def mention_of_the_unmentioned(index: DocumentIndex) -> Iterator[Offence]:
    """A stance gives a mention for the author, for something implicit, or for a proposition.

    Mentions are of entities (guidelines S18 and S19). If the text names the holder or target there, it is that entity.

    Bad:
        "stances": [{"id": "t1", "target": "implicit"}]

    Good:
        "stances": [{"id": "t1", "target": "implicit", "target_mention": null}]
    """
    for number, stance in enumerate(index.document.stances):
        for role, agent, mention in _roles(stance):
            if mention is not None and agent not in index.entities:
                yield Offence(f"/stances/{number}/{role}_mention", f"{mention} beside the {role} {agent}")
