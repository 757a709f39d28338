"""Statistics whose counts add up over documents: a vector of sums for each, and the values that follow from it.

Because the counts add up, a sample of documents has its statistics from one weighted sum (see `bootstrap`). Every
statistic takes arrays whose last axis holds the sums, so that many samples are worked out at once. A value that the
sums do not determine, such as the precision of no prediction about no gold, is NaN, and null in reports.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Array = npt.NDArray[np.float64]


_ROWS_OF_A_BLOCK: Final = 256


class Statistic(Protocol):
    """How sums give values; `main` names the value that a report gives an interval for."""

    @property
    def size(self) -> int: ...

    @property
    def main(self) -> str: ...

    def values(self, sums: Array) -> dict[str, Array]:
        """The values by name; each has the shape of `sums` without its last axis."""
        ...

    def counts(self, sums: Array) -> dict[str, Any]:
        """What the values rest on, of one vector of sums, ready for JSON."""
        ...


Statistics = Mapping[str, Statistic]


def divide(numerator: Array, denominator: Array) -> Array:
    """The quotient, NaN where the denominator is zero."""
    quotient = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


class Retrieval(Struct, frozen=True):
    """Precision, recall and F1 from (hits among the predicted, predicted, hits among the gold, gold, see below).

    Where there are neither gold nor predicted units nothing is determined; where only one of the two is empty,
    precision, recall and F1 are 0. The fifth sum is how many of the gold units count for recall only (`recall_only`).
    """

    size: ClassVar[int] = 5
    main: ClassVar[str] = "f1"

    def values(self, sums: Array) -> dict[str, Array]:
        predicted_hits, predicted, gold_hits, gold, for_recall = np.moveaxis(sums, -1, 0)
        precision = divide(predicted_hits, predicted)
        recall = divide(gold_hits, gold)
        precision = np.where((predicted == 0) & (gold > for_recall), 0.0, precision)
        recall = np.where((gold == 0) & (predicted > 0), 0.0, recall)
        f1 = np.where(precision + recall == 0, 0.0, divide(2 * precision * recall, precision + recall))
        return {"precision": precision, "recall": recall, "f1": f1}

    def counts(self, sums: Array) -> dict[str, Any]:
        return {"gold": _number(sums[3]), "predicted": _number(sums[1])}


class Mean(Struct, frozen=True):
    """The mean of the F1 scores of several retrievals, over those that are determined."""

    parts: int
    main: ClassVar[str] = "f1"

    @property
    def size(self) -> int:
        return Retrieval.size * self.parts

    def values(self, sums: Array) -> dict[str, Array]:
        split = sums.reshape(*sums.shape[:-1], self.parts, Retrieval.size)
        f1 = Retrieval().values(split)["f1"]
        known = ~np.isnan(f1)
        return {"f1": divide(np.where(known, f1, 0.0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))}

    def counts(self, sums: Array) -> dict[str, Any]:
        return {}


def retrieval(hits: float, predicted: float, gold: float) -> Array:
    """The sums of a retrieval in which each hit is one predicted and one gold unit."""
    return retrieval_of(hits, predicted, hits, gold)


def retrieval_of(predicted_hits: float, predicted: float, gold_hits: float, gold: float) -> Array:
    """The sums of a retrieval whose hits are not the same number on both sides."""
    return np.array([predicted_hits, predicted, gold_hits, gold, 0.0])


def recall_only(sums: Array) -> Array:
    """The sums of one or more retrievals without what tells of precision."""
    kept = sums.reshape(-1, Retrieval.size).copy()
    kept[:, :2] = 0
    kept[:, 4] = kept[:, 3]
    return kept.ravel()


class Result(Struct, frozen=True):
    """A statistic of a collection: its values by name, the bootstrap interval of the main one, and the counts."""

    main: str
    values: dict[str, float | None]
    interval: tuple[float, float] | None
    counts: dict[str, Any]

    @property
    def value(self) -> float | None:
        return self.values[self.main]


class Tally:
    """Sums for each group of documents and each statistic, kept as one row of numbers a group."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics
        self._places: dict[str, slice] = {}
        self._width = 0
        for name, statistic in statistics.items():
            self._places[name] = slice(self._width, self._width + statistic.size)
            self._width += statistic.size
        self._numbers: dict[str, int] = {}
        self._blocks: list[Array] = []

    def add(self, group: str, counts: Iterable[tuple[str, Array]]) -> None:
        """Add the counts of a document, by the names of the statistics, to those of its group."""
        block, number = divmod(self._numbers.setdefault(group, len(self._numbers)), _ROWS_OF_A_BLOCK)
        if block == len(self._blocks):
            self._blocks.append(np.zeros((_ROWS_OF_A_BLOCK, self._width)))
        row = self._blocks[block][number]
        for name, sums in counts:
            row[self._places[name]] += sums

    @property
    def groups(self) -> int:
        return len(self._numbers)

    def combine(self, weights: npt.NDArray[np.int64]) -> Array:
        """The sums over all groups, one row for each row of weights, which has one for each group."""
        total = np.zeros((len(weights), self._width))
        for number, block in enumerate(self._blocks):
            part = weights[:, number * _ROWS_OF_A_BLOCK : (number + 1) * _ROWS_OF_A_BLOCK]
            total += part.astype(np.float64) @ block[: part.shape[1]]
        return total

    def select(self, name: str, sums: Array) -> Array:
        """The part of rows of sums that belongs to one statistic."""
        return sums[..., self._places[name]]


def known(value: float) -> float | None:
    """A value for a report: null where it is not determined."""
    return None if np.isnan(value) else float(value)


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)
