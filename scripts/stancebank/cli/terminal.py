"""Where text for people goes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn
from rich.table import Table

_UNWRAPPED = 10_000

Item = TypeVar("Item")


def console() -> Console:
    """Standard output: wrapped to the width of a terminal, and whole lines in a pipe or a file."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNWRAPPED)


def table(rows: Sequence[Sequence[str]], gap: int = 2) -> Table:
    """Rows of cells, the header first, with blanks between; the first column groups the rows, and is not repeated."""
    made = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0))
    for name in rows[0]:
        is_number = name not in ("", "label", "measure", "old", "new")
        made.add_column(name, justify="right" if is_number else "left")
    before = ""
    for first, *rest in rows[1:]:
        made.add_row("" if first == before else first, *rest)
        before = first
    return made


def track(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, counted on standard error as they come, where that is a terminal."""
    columns = (SpinnerColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        yield from progress.track(items, total=None)
