"""Agreement corrected for chance: kappa (Cohen 1960, 1968; Fleiss 1971) and Krippendorff's alpha (2011).

Their counts add up over documents, so that expected agreement is that of the whole collection, as the definitions want
it. Where everybody used one label only nothing is to be agreed on, and the value is not determined.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import numpy as np
from msgspec import Struct

from stancebank.scoring.statistics import Array, Retrieval, divide

Level = Literal["nominal", "ordinal"]


class PairF1(Struct, frozen=True):
    """F1 of each annotator against the other, which is the same both ways (Hripcsak and Rothschild 2005).

    The sums are those of `Retrieval`, added up over all pairs of annotators.
    """

    size: ClassVar[int] = Retrieval.size
    main: ClassVar[str] = "f1"

    def values(self, sums: Array) -> dict[str, Array]:
        return {"f1": Retrieval().values(sums)["f1"]}

    def counts(self, sums: Array) -> dict[str, Any]:
        return {"first": int(sums[3]), "second": int(sums[1])}


class Agr(Struct, frozen=True):
    """The share of one annotator's spans that overlap one of the other's, both ways, and its mean (Wiebe et al. 2005).

    The sums are those of `spans.touching`.
    """

    size: ClassVar[int] = Retrieval.size
    main: ClassVar[str] = "agr"

    def values(self, sums: Array) -> dict[str, Array]:
        shares = Retrieval().values(sums)
        first, second = shares["recall"], shares["precision"]
        return {"agr": (first + second) / 2, "agr_first": first, "agr_second": second}

    def counts(self, sums: Array) -> dict[str, Any]:
        return {}


class Alpha(Struct, frozen=True):
    """Krippendorff's alpha; the sums are the coincidences of values, row by row (Krippendorff 2011)."""

    labels: tuple[str, ...]
    level: Level = "nominal"
    main: ClassVar[str] = "alpha"

    @property
    def size(self) -> int:
        return len(self.labels) ** 2

    def values(self, sums: Array) -> dict[str, Array]:
        coincidences = sums.reshape(*sums.shape[:-1], len(self.labels), len(self.labels))
        margins = coincidences.sum(axis=-1)
        total = margins.sum(axis=-1)
        distances = self._distances(margins)
        observed = (coincidences * distances).sum(axis=(-2, -1))
        expected = (margins[..., :, None] * margins[..., None, :] * distances).sum(axis=(-2, -1))
        return {"alpha": 1 - divide(observed * (total - 1), expected)}

    def _distances(self, margins: Array) -> Array:
        """The squared difference of each pair of values, given how often each occurs."""
        if self.level == "nominal":
            return 1 - np.eye(len(self.labels))
        before = np.cumsum(margins, axis=-1) - margins / 2
        distances: Array = (before[..., :, None] - before[..., None, :]) ** 2
        return distances

    def counts(self, sums: Array) -> dict[str, Any]:
        return {"pairable_values": round(float(sums.sum()))}


class Kappa(Struct, frozen=True):
    """Kappa of two annotators over the units that both labelled; the sums are the confusion matrix, row by row.

    Weighted linearly if `weighted`: the labels are in order, and one step apart is half as bad as two (Cohen 1968).
    """

    labels: tuple[str, ...]
    weighted: bool = False
    main: ClassVar[str] = "kappa"

    @property
    def size(self) -> int:
        return len(self.labels) ** 2

    def values(self, sums: Array) -> dict[str, Array]:
        number = len(self.labels)
        confusion = sums.reshape(*sums.shape[:-1], number, number)
        total = confusion.sum(axis=(-2, -1))
        steps = np.abs(np.subtract.outer(np.arange(number), np.arange(number))).astype(np.float64)
        weights = steps if self.weighted else np.sign(steps)
        observed = (confusion * weights).sum(axis=(-2, -1)) * total
        chance = confusion.sum(axis=-1)[..., :, None] * confusion.sum(axis=-2)[..., None, :]
        expected = (chance * weights).sum(axis=(-2, -1))
        agreement = divide(np.trace(confusion, axis1=-2, axis2=-1), total)
        return {"kappa": 1 - divide(observed, expected), "agreement": agreement}

    def counts(self, sums: Array) -> dict[str, Any]:
        number = len(self.labels)
        matrix = sums.reshape(number, number).astype(int)
        used = [n for n in range(number) if matrix[n].any() or matrix[:, n].any()]
        return {
            "units": int(sums.sum()),
            "labels": [self.labels[n] for n in used],
            "confusion": matrix[np.ix_(used, used)].tolist(),
        }


class FleissKappa(Struct, frozen=True):
    """Kappa of more annotators over the units that all labelled (Fleiss 1971).

    The sums are, of each label, how often it was given, then the agreement of each unit added up, then the units.
    """

    labels: tuple[str, ...]
    main: ClassVar[str] = "kappa"

    @property
    def size(self) -> int:
        return len(self.labels) + 2

    def values(self, sums: Array) -> dict[str, Array]:
        given, agreed, units = sums[..., :-2], sums[..., -2], sums[..., -1]
        observed = divide(agreed, units)
        shares = divide(given, given.sum(axis=-1, keepdims=True))
        expected = (shares**2).sum(axis=-1)
        return {"kappa": divide(observed - expected, 1 - expected), "agreement": observed}

    def counts(self, sums: Array) -> dict[str, Any]:
        return {"units": int(sums[-1])}


def coincidences(units: Sequence[Sequence[int]], labels: int) -> Array:
    """The sums for `Alpha` of units, each a list of the numbers of the labels given to it; gaps are left out."""
    matrix = np.zeros((labels, labels))
    for unit in units:
        if len(unit) > 1:
            given = np.bincount(unit, minlength=labels).astype(np.float64)
            matrix += (np.outer(given, given) - np.diag(given)) / (len(unit) - 1)
    return matrix.ravel()


def confusion(units: Sequence[Sequence[int]], labels: int) -> Array:
    """The sums for `Kappa`; each unit has two labels."""
    matrix = np.zeros((labels, labels))
    for left, right in units:
        matrix[left, right] += 1
    return matrix.ravel()


def fleiss_sums(units: Sequence[Sequence[int]], labels: int) -> Array:
    """The sums for `FleissKappa`; each unit has a label of every annotator."""
    sums = np.zeros(labels + 2)
    for unit in units:
        given = np.bincount(unit, minlength=labels)
        sums[:-2] += given
        sums[-2] += (given * (given - 1)).sum() / (len(unit) * (len(unit) - 1))
        sums[-1] += 1
    return sums
