"""Documents of several collections, joined by their ids."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from stancebank.errors import UsageError

Item = TypeVar("Item")

_NAMES_SHOWN = 10


def join(
    collections: Sequence[tuple[Path | str, Iterable[Item]]], name: Callable[[Item], str]
) -> Iterator[dict[int, Item]]:
    """Items of the same name, by the number of their collection: complete ones as they come, the others at the end.

    Collections are read side by side, and only what still waits for its counterpart is kept. Raises `UsageError`
    where a name stands twice in a collection.
    """
    waiting: dict[str, dict[int, Item]] = {}
    seen: list[set[str]] = [set() for _ in collections]
    for row in zip_longest(*(items for _, items in collections)):
        for number, item in enumerate(row):
            if item is None:
                continue
            key = name(item)
            if key in seen[number]:
                raise UsageError(f"{key} stands twice in {collections[number][0]}")
            seen[number].add(key)
            found = waiting.setdefault(key, {})
            found[number] = item
            if len(found) == len(collections):
                yield waiting.pop(key)
    yield from waiting.values()


def name_some(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
