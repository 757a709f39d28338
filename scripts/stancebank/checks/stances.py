"""SB4xx: stances, and the voices that they are taken by."""

from collections.abc import Iterator
from typing import Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.spans import covers, offsets

_REFERRED: Final = frozenset({"SB201", "SB202"})
_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111", "SB112", "SB113"})


@rule("SB401", requires=_REFERRED | {"SB301"})
def holder_without_voice(index: DocumentIndex) -> Iterator[Offence]:
    """The holder of a stance that is said is not the source of the attribution that voices it."""
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
    """A mention that a stance gives for its holder or its target is a mention of something else."""
    for number, stance in enumerate(index.document.stances):
        for role, agent, mention in (
            ("holder", stance.holder, stance.holder_mention),
            ("target", stance.target, stance.target_mention),
        ):
            if mention is not None and index.mentions[mention].entity != agent:
                entity = index.mentions[mention].entity
                yield Offence(f"/stances/{number}/{role}_mention", f"{mention} mentions {entity}, not {agent}")


@rule("SB403", requires=_REFERRED)
def holder_is_target(index: DocumentIndex) -> Iterator[Offence]:
    """The holder of a stance is its target."""
    for number, stance in enumerate(index.document.stances):
        if stance.holder == stance.target and stance.holder != ids.IMPLICIT:
            yield Offence(f"/stances/{number}/target", f"{stance.target} is the holder as well")


@rule("SB404", requires=_REFERRED)
def missing_expression(index: DocumentIndex) -> Iterator[Offence]:
    """A stance that is not inferred has no words that express it."""
    for number, stance in enumerate(index.document.stances):
        if not stance.expression and not stance.inferred:
            yield Offence(f"/stances/{number}/expression", "no expression")


@rule("SB405", severity="warning", requires=_REFERRED | _PLACED)
def expression_outside_voice(index: DocumentIndex) -> Iterator[Offence]:
    """The expression of a stance that is said lies neither in the content nor in the cue of its attribution."""
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


def _within_extent(inner: tuple, outer: tuple) -> bool:  # type: ignore[type-arg]
    return bool(outer) and all(
        min(o.start for o in outer) <= i.start and i.end <= max(o.end for o in outer) for i in inner
    )


@rule("SB406", requires=_REFERRED)
def stance_twice(index: DocumentIndex) -> Iterator[Offence]:
    """Two stances share holder, target, attitude, expression and attribution."""
    seen: dict[object, str] = {}
    for number, stance in enumerate(index.document.stances):
        unit = (stance.holder, stance.target, stance.attitude, offsets(stance.expression), stance.attribution)
        if unit in seen:
            yield Offence(f"/stances/{number}", f"{stance.id} says what {seen[unit]} says")
        seen.setdefault(unit, stance.id)
