"""The trials as tables in Markdown."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from stancebank.baselines.figures import ITEMS, PAIRS, Baselines, Figure, Trial
from stancebank.baselines.rows import PARTS

_TITLES: Final = {
    "targets": "Polarity toward a mention, or none",
    "stances": "Polarity of a stance whose parts are given",
    "attributions": "Cue, source and content of attributions",
}


def render(found: Baselines) -> str:
    """A page with a table for each task: mean ± standard deviation over the seeds, in percent."""
    parts = ", ".join(f"{part} {number}" for part, number in found.documents.items())
    lines = [
        "Made by `stancebank baseline`: trained on `train`, tried on `test`, mean ± standard deviation over "
        f"{found.seeds} seeds, F1 of the official scorer in percent. Documents: {parts}. “Both” is the share of "
        "the contrast items (in brackets how many), which differ between a document and its twin, of which both "
        "sides are right.",
        "",
    ]
    for task, trials in groupby(found.trials, key=lambda trial: trial.task):
        lines += [f"**{_TITLES[task]}**", "", *_table(list(trials)), ""]
    lines += [
        "A classifier of words that was trained on the other pairs takes the twin for the twin in "
        f"{found.twins_told} of {found.twin_pairs} pairs; chance is half of them.",
        "",
    ]
    return "\n".join(lines)


def _table(trials: list[Trial]) -> Iterator[str]:
    columns = [
        (part, measure) for part in (*PARTS, PAIRS) for measure in trials[0].figures.get(part, {}) if measure != ITEMS
    ]
    items = trials[0].figures.get(PAIRS, {}).get(ITEMS)
    titles = {PAIRS: f"{PAIRS} ({items.mean:.0f})"} if items else {}
    names = [f"{titles.get(part, part)}: {measure.split('.', 1)[-1].replace('.', ' ')}" for part, measure in columns]
    yield f"| system | {' | '.join(names)} |"
    yield f"| --- |{' --- |' * len(columns)}"
    for trial in trials:
        cells = [_cell(trial.figures[part][measure]) for part, measure in columns]
        yield f"| {trial.system} | {' | '.join(cells)} |"


def _cell(figure: Figure) -> str:
    if figure.mean is None or figure.deviation is None:
        return "–"
    return f"{figure.mean:.1%} ± {figure.deviation:.1%}".replace("%", "")
