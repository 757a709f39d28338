"""Where text for people goes."""

import sys

from rich.console import Console

_UNWRAPPED = 10_000


def console() -> Console:
    """Standard output: wrapped to the width of a terminal, and whole lines in a pipe or a file."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNWRAPPED)
