"""Agreement and disagreements, for people and for programs."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from stancebank.agreement.comparison import Agreement
from stancebank.agreement.disagreements import Disagreement, Side
from stancebank.report import count
from stancebank.scoring.joining import name_some
from stancebank.scoring.rendering import explain_intervals, interval_cell, nest, value_cell

_INDENT = " " * 4


def plain(agreement: Agreement) -> dict[str, Any]:
    """The agreement as data for JSON: what it is of, then a key for each layer."""
    fields: dict[str, Any] = msgspec.to_builtins(agreement)
    del fields["results"]
    return fields | nest(agreement.results)


def rows(agreement: Agreement) -> list[list[str]]:
    """The agreement as rows of cells, the header first; a measure is named as in JSON."""
    level = f"{agreement.bootstrap.level:.0%} interval"
    header = ["", "measure", "value", level, "units"]
    cells = []
    for name, result in agreement.results.items():
        layer, _, measure = name.partition(".")
        cells.append([layer, measure, value_cell(result.value), interval_cell(result), _units(result.counts)])
    return [header, *cells]


def explain(agreement: Agreement) -> str:
    """What the figures rest on, in a line or two."""
    lines = [
        f"{' and '.join(agreement.annotators)}: {count(agreement.documents, 'document')} "
        f"in {count(agreement.groups, 'group')}",
        explain_intervals(agreement.groups, agreement.bootstrap),
    ]
    if agreement.left_out:
        lines.append(f"left out, since one annotator only has them: {name_some(agreement.left_out)}")
    return "\n".join(lines)


def _units(counts: dict[str, Any]) -> str:
    if "first" in counts:
        return f"{counts['first']} | {counts['second']}"
    return str(counts.get("units", counts.get("pairable_values", "")))


def describe(found: Iterable[Disagreement]) -> Iterator[str]:
    """Disagreements as lines, under the sentence that each is in."""
    for (document_id, sentence_id, sentence), group in groupby(
        found, key=lambda one: (one.document_id, one.sentence_id, one.sentence)
    ):
        yield f"{document_id} {sentence_id or '–'}  {_on_one_line(sentence or '')}"
        for one in group:
            rules = f"  (rule {', '.join(one.rules)})" if one.rules else ""
            yield f"  {one.layer} {one.start}–{one.end} “{_on_one_line(_text(one))}”{rules}"
            width = max(map(len, one.sides))
            for annotator, side in one.sides.items():
                yield f"{_INDENT}{annotator:<{width}}  {_on_one_line(_reading(side, one))}"
        yield ""


def _text(one: Disagreement) -> str:
    return next(side.text for side in one.sides.values() if side is not None)


def _reading(side: Side | None, one: Disagreement) -> str:
    """What one annotator has: the fields that differ, or, where another has nothing, all that are set."""
    if side is None:
        return "nothing"
    is_whole = None in one.sides.values()
    shown = {
        field: value
        for field, value in side.values.items()
        if field in one.fields or (is_whole and value not in ("–", "false"))
    }
    return f"{side.id} " + ", ".join(f"{field} {value}" for field, value in shown.items())


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
