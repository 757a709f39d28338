"""Kappa and alpha against the libraries that people use, and against the examples of the papers."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance
from sklearn.metrics import cohen_kappa_score

from stancebank.agreement import coefficients
from stancebank.agreement.coefficients import Alpha, FleissKappa, Kappa

LABELS = ("low", "medium", "high")
Unit = list[int]


def units(annotators: int, gaps: bool = False) -> st.SearchStrategy[list[list[int | None]]]:
    label = st.integers(0, len(LABELS) - 1)
    given_label = st.none() | label if gaps else label
    return st.lists(st.lists(given_label, min_size=annotators, max_size=annotators), min_size=2, max_size=30)


def without_gaps(rows: list[list[int | None]]) -> list[Unit]:
    return [[value for value in row if value is not None] for row in rows]


def triples(rows: list[list[int | None]]) -> list[tuple[str, str, int]]:
    return [(str(a), str(u), v) for u, row in enumerate(rows) for a, v in enumerate(row) if v is not None]


def alpha(rows: list[list[int | None]], level: coefficients.Level = "nominal") -> float:
    sums = coefficients.coincidences(without_gaps(rows), len(LABELS))
    return float(Alpha(LABELS, level).values(sums)["alpha"])


@given(units(2))
def test_kappa_is_that_of_scikit_learn(rows: list[Unit]) -> None:
    left, right = zip(*rows, strict=True)
    assume(len({*left, *right}) > 1)
    sums = coefficients.confusion(rows, len(LABELS))
    assert Kappa(LABELS).values(sums)["kappa"] == pytest.approx(cohen_kappa_score(left, right))
    weighted = cohen_kappa_score(left, right, labels=[0, 1, 2], weights="linear")
    assert Kappa(LABELS, weighted=True).values(sums)["kappa"] == pytest.approx(weighted)


@given(units(3))
def test_fleiss_kappa_is_that_of_nltk(rows: list[Unit]) -> None:
    assume(len({value for row in rows for value in row}) > 1)
    sums = coefficients.fleiss_sums(rows, len(LABELS))
    expected = AnnotationTask(triples(rows), distance=binary_distance).multi_kappa()
    fleiss = _fleiss(rows)
    assert FleissKappa(LABELS).values(sums)["kappa"] == pytest.approx(fleiss)
    if len({tuple(sorted(Counter(column).items())) for column in zip(*rows, strict=True)}) == 1:
        assert fleiss == pytest.approx(expected)  # Davies and Fleiss (1982) keep each annotator's own distribution


def _fleiss(rows: list[Unit]) -> float:
    """Fleiss 1971, formulas 1 to 7, written out."""
    n, big_n = len(rows[0]), len(rows)
    p = [sum(row.count(j) for row in rows) / (big_n * n) for j in range(len(LABELS))]
    mean = sum((sum(row.count(j) ** 2 for j in range(len(LABELS))) - n) / (n * (n - 1)) for row in rows) / big_n
    expected = sum(share**2 for share in p)
    return (mean - expected) / (1 - expected)


@given(units(4, gaps=True))
def test_alpha_is_that_of_nltk(rows: list[list[int | None]]) -> None:
    pairable = [row for row in rows if sum(value is not None for value in row) > 1]
    assume(len({value for row in pairable for value in row if value is not None}) > 1)
    expected = AnnotationTask(triples(pairable), distance=binary_distance).alpha()
    assert alpha(rows) == pytest.approx(expected)


def test_alpha_of_the_example_of_krippendorff() -> None:
    """Krippendorff 2011, C: four observers, twelve units, five values, missing data; 0.743 and 0.815."""
    nothing = None
    by_observer = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nothing, nothing, nothing],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nothing, 3],
        [nothing, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nothing],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nothing],
    ]
    rows = [[value - 1 for value in row if value is not None] for row in zip(*by_observer, strict=True)]
    sums = coefficients.coincidences(rows, 5)
    labels = tuple("12345")
    assert Alpha(labels).values(sums)["alpha"] == pytest.approx(0.743, abs=0.0005)
    assert Alpha(labels, "ordinal").values(sums)["alpha"] == pytest.approx(0.815, abs=0.0005)


def test_kappa_of_the_example_of_fleiss() -> None:
    """The worked example of ten units and fourteen annotators that textbooks give: 0.210."""
    table = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    rows = [[label for label, times in enumerate(row) for _ in range(times)] for row in table]
    sums = coefficients.fleiss_sums(rows, 5)
    assert FleissKappa(tuple("12345")).values(sums)["kappa"] == pytest.approx(0.210, abs=0.0005)


def test_one_label_only_determines_nothing() -> None:
    rows = [[1, 1], [1, 1]]
    assert np.isnan(Kappa(LABELS).values(coefficients.confusion(rows, 3))["kappa"])
    assert np.isnan(Alpha(LABELS).values(coefficients.coincidences(rows, 3))["alpha"])
    assert np.isnan(FleissKappa(LABELS).values(coefficients.fleiss_sums(rows, 3))["kappa"])
