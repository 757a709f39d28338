"""Results as plain data for JSON, and as rows of a table."""

from collections.abc import Mapping
from typing import Any

from stancebank.scoring.statistics import Result


def nest(results: Mapping[str, Result]) -> dict[str, Any]:
    """Results by name, `layer.measure`, as nested dictionaries; a measure named after its value joins its parent.

    Beside a measure's main value, `x`, stands its interval, `x_interval`, a pair or null.
    """
    tree: dict[str, Any] = {}
    for name, result in results.items():
        *path, last = name.split(".")
        place = tree
        for part in path if last == result.main else (*path, last):
            place = place.setdefault(part, {})
        place |= result.values
        place[f"{result.main}_interval"] = result.interval
        place |= result.counts
    return tree


def value_cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def interval_cell(result: Result) -> str:
    return "–" if result.interval is None else f"{result.interval[0]:.3f}–{result.interval[1]:.3f}"
