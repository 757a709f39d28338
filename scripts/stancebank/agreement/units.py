"""The same annotation in several readings, put together as one unit."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from stancebank.model import Attribution, Entity, Mention, Proposition, Sentence, Stance
from stancebank.scoring import attributions, stances
from stancebank.scoring.matching import match_equal, match_units
from stancebank.scoring.readings import Pair, Reading, dice
from stancebank.spans import offsets

Annotation = TypeVar("Annotation", Attribution, Entity, Mention, Proposition, Sentence, Stance)
Unit = dict[int, Annotation]
"""An annotation by the number of the reading that has it."""

Pairs = dict[tuple[int, int], Pair]


def pairs(readings: Sequence[Reading]) -> Pairs:
    """Each two readings, by their numbers, the lower one first."""
    return {(i, j): Pair(readings[i], readings[j]) for i in range(len(readings)) for j in range(i + 1, len(readings))}


def mention_units(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Mention]]:
    """Mentions with equal spans."""

    def align(pair: Pair) -> list[tuple[Mention, Mention]]:
        left, right = pair.gold.document.mentions, pair.predicted.document.mentions
        found = match_equal(left, right, lambda mention: offsets(mention.spans))
        return [(left[i], right[j]) for i, j in found]

    return _units([reading.document.mentions for reading in readings], couples, align)


def attribution_units(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Attribution]]:
    """Attributions about the same cue (`scoring.attributions.align`)."""
    return _units([reading.document.attributions for reading in readings], couples, attributions.align)


def stance_units(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Stance]]:
    """Stances with the same holder and target and overlapping expressions (`scoring.stances.matches`)."""
    return _units([reading.document.stances for reading in readings], couples, stances.matches)


def _sentences(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Sentence]]:
    """Sentences with the same start and end."""

    def align(pair: Pair) -> list[tuple[Sentence, Sentence]]:
        left, right = pair.gold.document.sentences, pair.predicted.document.sentences
        found = match_equal(left, right, lambda sentence: (sentence.start, sentence.end))
        return [(left[i], right[j]) for i, j in found]

    return _units([reading.document.sentences for reading in readings], couples, align)


def _mentions(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Mention]]:
    """Mentions with equal spans or heads (`Pair.mentions`)."""

    def align(pair: Pair) -> list[tuple[Mention, Mention]]:
        here, there = pair.gold.index.mentions, pair.predicted.index.mentions
        return [(here[left], there[right]) for left, right in pair.mentions.items()]

    return _units([reading.document.mentions for reading in readings], couples, align)


def _entities(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Entity]]:
    """Entities that CEAFe's alignment pairs (`Pair.entities`)."""

    def align(pair: Pair) -> list[tuple[Entity, Entity]]:
        here, there = pair.gold.index.entities, pair.predicted.index.entities
        return [(here[left], there[right]) for left, right in pair.entities.items()]

    return _units([reading.document.entities for reading in readings], couples, align)


def _propositions(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Proposition]]:
    """Propositions that share tokens, one-to-one."""

    def align(pair: Pair) -> list[tuple[Proposition, Proposition]]:
        here, there = pair.gold.propositions, pair.predicted.propositions
        left, right = pair.gold.document.propositions, pair.predicted.document.propositions
        found = match_units(left, right, lambda a, b: dice(here[a.id], there[b.id]))
        return [(left[i], right[j]) for i, j in found]

    return _units([reading.document.propositions for reading in readings], couples, align)


def _loose_stances(readings: Sequence[Reading], couples: Pairs) -> list[Unit[Stance]]:
    """Stances whose expressions overlap, the most alike first (`scoring.stances.align`)."""
    return _units([reading.document.stances for reading in readings], couples, stances.align)


def _units(
    layers: Sequence[Sequence[Annotation]],
    couples: Pairs,
    align: Callable[[Pair], list[tuple[Annotation, Annotation]]],
) -> list[Unit[Annotation]]:
    """Units in the order of the first reading that has each.

    With more than two readings each annotation joins the unit of the earliest reading that it is aligned with and that
    has no annotation of its own reading yet.
    """
    units: list[Unit[Annotation]] = []
    homes: dict[tuple[int, str], Unit[Annotation]] = {}
    aligned = {(j, right.id, i): left.id for (i, j), pair in couples.items() for left, right in align(pair)}
    for j, layer in enumerate(layers):
        for annotation in layer:
            found = (homes[i, aligned[j, annotation.id, i]] for i in range(j) if (j, annotation.id, i) in aligned)
            unit = next((unit for unit in found if j not in unit), None)
            if unit is None:
                units.append(unit := {})
            unit[j] = annotation
            homes[j, annotation.id] = unit
    return units


ALIGNMENTS: Final[dict[str, Callable[[Sequence[Reading], Pairs], list[Unit[Any]]]]] = {
    "sentences": _sentences,
    "mentions": _mentions,
    "entities": _entities,
    "propositions": _propositions,
    "attributions": attribution_units,
    "stances": _loose_stances,
}
"""How the annotations of each layer are put together where the readings are to be seen side by side."""
