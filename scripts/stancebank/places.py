"""Where things stand in a JSON text: JSON Pointers (RFC 6901) to offsets, and offsets to lines and columns."""

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeVar

from msgspec import Struct

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
MAX_DEPTH: Final = 64
"""Levels of nesting that are read; a document has less than ten. Parsers that recurse are safe with it."""

_INTEGER: Final = re.compile(r"-?[0-9]+")


Place = TypeVar("Place")


class Survey(Struct):
    """What a look through a JSON text finds. Offsets are code points from its start."""

    offsets: dict[str, int]
    duplicate_keys: list[tuple[str, int]]
    lone_surrogates: list[tuple[str, int]]
    not_integers: list[tuple[str, int, str]]


class Lines:
    """Lines and columns of a text, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def escape(key: str) -> str:
    """A key as a part of a JSON Pointer."""
    return printable(key).replace("~", "~0").replace("/", "~1")


def printable(text: str) -> str:
    """The text, with half a surrogate pair, which no file or terminal takes, as its escape."""
    return text.encode(errors="backslashreplace").decode()


def too_deep(text: str) -> int | None:
    """Where a JSON text, well formed or not, goes deeper than any document does; None where it does not."""
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        depth += token in "{["
        depth -= token in "}]"
        if depth > MAX_DEPTH:
            return match.start()
    return None


def point(parts: Iterable[str | int]) -> str:
    """The JSON Pointer to the value under these keys and indices."""
    return "".join(f"/{escape(str(part))}" for part in parts)


def nearest(pointer: str, known: Mapping[str, Place]) -> Place:
    """What is known of the value that `pointer` names, or of the innermost one around it that anything is known of."""
    while pointer not in known:
        if not pointer:
            raise KeyError(pointer)
        pointer = pointer.rpartition("/")[0]
    return known[pointer]


def _with_parents(pointers: Iterable[str]) -> set[str]:
    wanted = {""}
    for pointer in pointers:
        while pointer not in wanted:
            wanted.add(pointer)
            pointer = pointer.rpartition("/")[0]
    return wanted


def survey(text: str, pointers: Collection[str] | None = None) -> Survey:
    """Walk a well-formed JSON text once, without recursion; `pointers` limits whose offsets are kept."""
    wanted = None if pointers is None else _with_parents(pointers)
    found = Survey(offsets={}, duplicate_keys=[], lone_surrogates=[], not_integers=[])
    parents: list[str] = []
    keys: list[set[str] | None] = []
    counts: list[int] = []
    pointer = ""
    expecting_key = False
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == ":":
            expecting_key = False
        elif token == ",":
            if keys[-1] is None:
                counts[-1] += 1
                pointer = f"{parents[-1]}/{counts[-1]}"
            else:
                expecting_key = True
        elif token in "}]":
            parents.pop(), keys.pop(), counts.pop()
            expecting_key = False
        elif expecting_key:
            key = json.loads(token)
            pointer = f"{parents[-1]}/{escape(key)}"
            seen = keys[-1]
            assert seen is not None
            if key in seen:
                found.duplicate_keys.append((pointer, match.start()))
            seen.add(key)
        else:
            if wanted is None or pointer in wanted:
                found.offsets.setdefault(pointer, match.start())
            if token == "{" or token == "[":
                parents.append(pointer)
                keys.append(set() if token == "{" else None)
                counts.append(0)
                expecting_key = token == "{"
                pointer = pointer if expecting_key else f"{pointer}/0"
            elif token[0] == '"':
                if "\\u" in token and not _encodable(json.loads(token)):
                    found.lone_surrogates.append((pointer, match.start()))
            elif token not in ("true", "false", "null") and not _INTEGER.fullmatch(token):
                found.not_integers.append((pointer, match.start(), token))
    return found


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
