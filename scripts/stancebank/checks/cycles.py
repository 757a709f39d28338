"""Cycles among annotations that refer to one another."""

from collections.abc import Iterator, Mapping, Sequence


def cycles(references: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Cycles that have no id in common, so that a knot of several is told once; an id that refers to itself is one."""
    done: set[str] = set()
    told: set[str] = set()
    for start in references:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(references[start])}
        while path:
            current = next(reversed(path))
            following = next(path[current], None)
            if following is None:
                path.popitem()
                done.add(current)
            elif following in path:
                ids = list(path)
                cycle = ids[ids.index(following) :]
                if told.isdisjoint(cycle):
                    told.update(cycle)
                    yield cycle
            elif following not in done:
                path[following] = iter(references.get(following, ()))
