"""What the baselines reached."""

from typing import Final

from msgspec import Struct

PAIRS: Final = "contrast pairs"
ITEMS: Final = "items"


class Figure(Struct, frozen=True):
    """A score: its mean over the seeds and the standard deviation; null where the gold has nothing to score."""

    mean: float | None
    deviation: float | None


class Trial(Struct, frozen=True):
    """How one system did in one task: figures by part of `test`, then by measure.

    The part `contrast pairs` has the measure `both`: of the `items` that differ between a document and its twin, the
    share of those of which both sides are right.
    """

    task: str
    system: str
    figures: dict[str, dict[str, Figure]]


class Baselines(Struct, frozen=True):
    """The trials, and in how many pairs of original and twin a classifier of words takes the twin for the twin."""

    seeds: int
    documents: dict[str, int]
    trials: list[Trial]
    twin_pairs: int
    twins_told: int
