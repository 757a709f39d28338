"""Results as plain data for JSON, and as rows of a table."""

from collections.abc import Mapping
from typing import Any

import msgspec

from stancebank.report import count
from stancebank.scoring import sentiment_graph
from stancebank.scoring.bootstrap import Bootstrap
from stancebank.scoring.scorer import Scores
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


def plain(scores: Scores) -> dict[str, Any]:
    """The scores as data for JSON: what they are of, the keys `sentiment_graph_…`, then a key for each part."""
    fields: dict[str, Any] = msgspec.to_builtins(scores)
    del fields["results"]
    for name in sentiment_graph.STATISTICS:
        result = scores.results[name]
        fields |= {f"{name}_{key}": value for key, value in result.values.items()}
        fields[f"{name}_f1_interval"] = result.interval
    tuples = scores.results[sentiment_graph.NAME].counts
    fields |= {f"{sentiment_graph.NAME}_{key}": value for key, value in tuples.items()}
    return fields | nest({name: one for name, one in scores.results.items() if name not in sentiment_graph.STATISTICS})


def rows(scores: Scores) -> list[list[str]]:
    """The scores as rows of cells, the header first; a measure is named as in JSON."""
    header = ["", "measure", "P", "R", "F1", f"{scores.bootstrap.level:.0%} interval", "gold", "pred."]
    cells = []
    for name, result in scores.results.items():
        if "f1" not in result.values:
            continue
        graph = sentiment_graph.NAME
        part, measure = (graph, name[len(graph) + 1 :]) if name.startswith(graph) else name.split(".", 1)
        shown = ("precision", "recall", "f1")
        values = [value_cell(result.values[key]) if key in result.values else "" for key in shown]
        counts = [str(result.counts.get(key, "")) for key in ("gold", "predicted")]
        cells.append([part, measure, *values, interval_cell(result), *counts])
    return [header, *cells]


def confusion_rows(scores: Scores) -> list[list[str]]:
    """Polarity of the gold by that of the prediction as rows of cells, the header first; empty without stances."""
    confusion = scores.results.get("stances.confusion")
    if confusion is None or not any(map(any, confusion.counts["matrix"])):
        return []
    labels = confusion.counts["labels"]
    cells = [["gold", label, *map(str, row)] for label, row in zip(labels, confusion.counts["matrix"], strict=True)]
    return [["", "label", *labels], *cells]


def explain(scores: Scores) -> str:
    """What the scores rest on: documents and groups, the intervals, and the layers that were not scored throughout."""
    lines = [f"{count(scores.documents, scores.units.removesuffix('s'))} in {count(scores.groups, 'group')}"]
    lines.append(explain_intervals(scores.groups, scores.bootstrap))
    for part, coverage in scores.layers.items():
        notes = {
            "marked none in the gold": coverage.none_in_gold,
            "marked none in the prediction": coverage.none_in_predicted,
            "scored for recall only, since the gold is partial": coverage.recall_only,
        }
        if said := [f"{note} in {count(number, 'document')}" for note, number in notes.items() if number]:
            lines.append(f"{part}: scored in {count(coverage.scored, 'document')}; {'; '.join(said)}")
    return "\n".join(lines)


def explain_intervals(groups: int, bootstrap: Bootstrap) -> str:
    if groups < 2 or not bootstrap.resamples:
        return "no intervals: they are from bootstrap samples of groups of documents, and need two groups"
    return f"intervals: {count(bootstrap.resamples, 'bootstrap sample')} of groups, seed {bootstrap.seed}"


def value_cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def interval_cell(result: Result) -> str:
    return "–" if result.interval is None else f"{result.interval[0]:.3f}–{result.interval[1]:.3f}"
