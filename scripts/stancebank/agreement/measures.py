"""What agreement is measured in, layer by layer: the names of the measures, and their counts in one document."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, get_args

import numpy as np
from msgspec import Struct

from stancebank import labels
from stancebank.agreement import units
from stancebank.agreement.coefficients import (
    Agr,
    Alpha,
    FleissKappa,
    Kappa,
    Level,
    PairF1,
    coincidences,
    confusion,
    fleiss_sums,
)
from stancebank.labels import spell
from stancebank.scoring import attributions, coreference, layers, mentions, spans, stances
from stancebank.scoring.attributions import ROLES
from stancebank.scoring.readings import Reading, Tokens
from stancebank.scoring.statistics import Array, Mean, Statistic, Statistics

Counts = Iterator[tuple[str, Array]]

_FLAG: Final = ("false", "true")
_IN_OUT: Final = ("out", "in")
_TOKEN_ROLES: Final = ("none", *ROLES)


class Labelling(Struct, frozen=True):
    """A label that annotators give to a unit; an ordered one has a weighted kappa and an ordinal alpha."""

    values: tuple[str, ...]
    ordered: bool = False


_LABELS: Final[dict[str, dict[str, Labelling]]] = {
    "mentions": {
        "type": Labelling(get_args(labels.EntityType)),
        "form": Labelling(get_args(labels.MentionForm)),
    },
    "attributions": {
        "kind": Labelling(get_args(labels.AttributionKind)),
        "belief": Labelling(get_args(labels.Belief)),
        "engagement": Labelling(get_args(labels.Engagement)),
        "negated": Labelling(_FLAG),
    },
    "stances": {
        "polarity": Labelling(get_args(labels.Polarity)),
        "attitude": Labelling(get_args(labels.Attitude)),
        "intensity": Labelling(get_args(labels.Intensity), ordered=True),
        "basis": Labelling(get_args(labels.Basis)),
        **{flag: Labelling(_FLAG) for flag in ("inferred", "hedged", "hypothetical", "ironic")},
    },
}

_RETRIEVALS: Final = {
    "sentences": ("exact",),
    "mentions": ("exact", "head", "agr"),
    "coreference": (*coreference.METRICS,),
    "attributions": (
        *(f"{role}.{score}" for role in ROLES for score in ("exact", "tokens")),
        *("agr", "whole.exact", "whole.overlap", "whole.chain"),
    ),
    "stances": ("expression.exact", "expression.tokens", "agr", "tuple", "nonpolar"),
}


def statistics(annotators: int) -> Statistics:
    """Every measure by its name, `layer.measure`, for so many annotators."""
    found: dict[str, Statistic] = {}
    for layer, names in _RETRIEVALS.items():
        found |= {f"{layer}.{name}": Agr() if name == "agr" else PairF1() for name in names}
    found["coreference.conll"] = Mean(len(coreference.CONLL))
    found["mentions.token_alpha"] = Alpha(_IN_OUT)
    found["attributions.token_alpha"] = Alpha(_TOKEN_ROLES)
    found |= {f"attributions.{role}.token_alpha": Alpha(_IN_OUT) for role in ROLES}
    found["stances.token_alpha"] = Alpha(_IN_OUT)
    for layer, labellings in _LABELS.items():
        for field, labelling in labellings.items():
            level: Level = "ordinal" if labelling.ordered else "nominal"
            kappa = Kappa(labelling.values, labelling.ordered) if annotators == 2 else FleissKappa(labelling.values)
            found[f"{layer}.{field}.kappa"] = kappa
            found[f"{layer}.{field}.alpha"] = Alpha(labelling.values, level)
    order = list(_RETRIEVALS)
    return dict(sorted(found.items(), key=lambda item: order.index(item[0].partition(".")[0])))


def counts(readings: Sequence[Reading], annotators: int) -> Counts:
    """The counts of one document; a layer that a reading leaves out is compared among the others."""
    for layer, of_layer in _LAYERS.items():
        present = [reading for reading in readings if layers.is_annotated(reading.document, layer)]
        if len(present) > 1:
            for name, sums in of_layer(present, annotators):
                yield f"{layer}.{name}", sums


def _sentences(readings: Sequence[Reading], annotators: int) -> Counts:
    for pair in units.pairs(readings).values():
        yield "exact", layers.sentence_counts(pair)["exact"]


def _mentions(readings: Sequence[Reading], annotators: int) -> Counts:
    couples = units.pairs(readings)
    tokens = [[reading.tokens(mention.spans) for mention in reading.document.mentions] for reading in readings]
    for (i, j), pair in couples.items():
        yield from ((name, sums) for name, sums in mentions.counts(pair) if name in ("exact", "head"))
        yield "agr", spans.touching(tokens[i], tokens[j])
    yield "token_alpha", _token_alpha(readings, tokens)
    found = units.mention_units(readings, couples)

    def label(reading: Reading, field: str, mention: Any) -> str:
        owner = reading.index.entities[mention.entity] if field == "type" else mention
        return str(getattr(owner, field))

    yield from _label_counts("mentions", readings, found, annotators, label)


def _coreference(readings: Sequence[Reading], annotators: int) -> Counts:
    for pair in units.pairs(readings).values():
        yield from layers.coreference_counts(pair)


def _attributions(readings: Sequence[Reading], annotators: int) -> Counts:
    couples = units.pairs(readings)
    roles = [
        [[reading.roles[a.id][number] for a in reading.document.attributions] for number in range(len(ROLES))]
        for reading in readings
    ]
    for (i, j), pair in couples.items():
        yield from attributions.counts(pair)
        yield "agr", spans.touching(roles[i][ROLES.index("cue")], roles[j][ROLES.index("cue")])
    for number, role in enumerate(ROLES):
        yield f"{role}.token_alpha", _token_alpha(readings, [of_reading[number] for of_reading in roles])
    yield "token_alpha", _univocal_alpha(readings, roles)
    found = units.attribution_units(readings, couples)
    yield from _label_counts("attributions", readings, found, annotators, _own_label)


def _stances(readings: Sequence[Reading], annotators: int) -> Counts:
    couples = units.pairs(readings)
    tokens = [list(reading.expressions.values()) for reading in readings]
    for (i, j), pair in couples.items():
        yield from ((name, sums) for name, sums in stances.counts(pair) if name in _RETRIEVALS["stances"])
        yield "agr", spans.touching(tokens[i], tokens[j])
    yield "token_alpha", _token_alpha(readings, tokens)
    found = units.stance_units(readings, couples)
    yield from _label_counts("stances", readings, found, annotators, _own_label)


_LAYERS: Final[dict[str, Callable[[Sequence[Reading], int], Counts]]] = {
    "sentences": _sentences,
    "mentions": _mentions,
    "coreference": _coreference,
    "attributions": _attributions,
    "stances": _stances,
}


def _own_label(reading: Reading, field: str, annotation: Any) -> str:
    return spell(getattr(annotation, field))


def _label_counts(
    layer: str,
    readings: Sequence[Reading],
    found: Sequence[units.Unit[Any]],
    annotators: int,
    label: Callable[[Reading, str, Any], str],
) -> Counts:
    for field, labelling in _LABELS[layer].items():
        numbers = {value: number for number, value in enumerate(labelling.values)}
        given = [
            [numbers[label(readings[i], field, annotation)] for i, annotation in sorted(unit.items())] for unit in found
        ]
        by_all = [unit for unit in given if len(unit) == annotators]
        sums = confusion if annotators == 2 else fleiss_sums
        yield f"{field}.kappa", sums(by_all, len(numbers))
        yield f"{field}.alpha", coincidences(given, len(numbers))


def _token_alpha(readings: Sequence[Reading], tokens: Sequence[Sequence[Tokens]]) -> Array:
    """Whether each token is in any of the spans, by reading."""
    given = np.zeros((len(readings), readings[0].token_count), dtype=np.int64)
    for row, spans_of_reading in zip(given, tokens, strict=True):
        row[list(frozenset[int]().union(*spans_of_reading))] = 1
    return _token_coincidences(given, len(_IN_OUT))


def _univocal_alpha(readings: Sequence[Reading], roles: Sequence[Sequence[Sequence[Tokens]]]) -> Array:
    """One label for each token, as PolNeAR has it: cue before source before content before none.

    Attributions nest here and do not in PolNeAR: the words of a nested attribution are content of the one around it.
    """
    given = np.zeros((len(readings), readings[0].token_count), dtype=np.int64)
    for row, of_reading in zip(given, roles, strict=True):
        for role in ("content", "source", "cue"):
            row[list(frozenset[int]().union(*of_reading[ROLES.index(role)]))] = _TOKEN_ROLES.index(role)
    return _token_coincidences(given, len(_TOKEN_ROLES))


def _token_coincidences(given: Any, number: int) -> Array:
    """`coincidences` of tokens: few kinds of units, each many times."""
    kinds, times = np.unique(given, axis=1, return_counts=True)
    matrix = np.zeros(number * number)
    for kind, repeats in zip(kinds.T, times, strict=True):
        matrix += repeats * coincidences([kind.tolist()], number)
    return matrix
