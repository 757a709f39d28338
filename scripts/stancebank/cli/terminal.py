"""Where text for people goes."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

_UNWRAPPED = 10_000


def console() -> Console:
    """Standard output: wrapped to the width of a terminal, and whole lines in a pipe or a file."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNWRAPPED)


def table(rows: Sequence[Sequence[str]]) -> Table:
    """Rows of cells, the header first; numbers to the right, and what stands in the first column once."""
    found = Table(box=None, pad_edge=False)
    for name in rows[0]:
        is_number = name not in ("", "label", "old", "new")
        found.add_column(name, justify="right" if is_number else "left")
    before = ""
    for first, *rest in rows[1:]:
        found.add_row("" if first == before else first, *rest)
        before = first
    return found
