"""One-to-one matching of greatest weight: each unit of one side with at most one of the other."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

Left = TypeVar("Left")
Right = TypeVar("Right")
Unit = TypeVar("Unit")

TIER = 1e6
"""Weight of what counts before all else: more than all the lesser weights of a document together."""


def match(weights: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of a one-to-one matching with the greatest total weight, in order (Kuhn 1955).

    `weights` holds the pairs that may match, all with a weight above 0.
    """
    lefts = Counter(left for left, _ in weights)
    rights = Counter(right for _, right in weights)
    if len(lefts) == len(weights) == len(rights):
        return sorted(weights)
    rows = {left: row for row, left in enumerate(sorted(lefts))}
    columns = {right: column for column, right in enumerate(sorted(rights))}
    matrix = np.zeros((len(rows), len(columns)))
    for (left, right), weight in weights.items():
        matrix[rows[left], columns[right]] = weight
    from scipy.optimize import linear_sum_assignment  # takes most of a second to import, and is seldom needed

    matched = zip(*linear_sum_assignment(matrix, maximize=True), strict=True)
    lefts_by_row, rights_by_column = list(rows), list(columns)
    return [(lefts_by_row[row], rights_by_column[column]) for row, column in matched if matrix[row, column] > 0]


def match_units(
    left: Sequence[Left], right: Sequence[Right], weigh: Callable[[Left, Right], float]
) -> list[tuple[int, int]]:
    """`match` over all pairs of two lists; pairs that `weigh` gives 0 do not match."""
    weights = {(i, j): weight for i, a in enumerate(left) for j, b in enumerate(right) if (weight := weigh(a, b)) > 0}
    return match(weights)


def match_equal(
    left: Sequence[Unit], right: Sequence[Unit], *keys: Callable[[Unit], Hashable]
) -> list[tuple[int, int]]:
    """Pairs of units that are equal by the first key, then, of those left over, by the next; in order."""
    pairs: list[tuple[int, int]] = []
    free_left, free_right = list(range(len(left))), list(range(len(right)))
    for key in keys:
        places: dict[Hashable, list[int]] = defaultdict(list)
        for position in reversed(free_right):
            places[key(right[position])].append(position)
        found = {position: at.pop() for position in free_left if (at := places.get(key(left[position])))}
        pairs += found.items()
        taken = set(found.values())
        free_left = [position for position in free_left if position not in found]
        free_right = [position for position in free_right if position not in taken]
    return pairs
