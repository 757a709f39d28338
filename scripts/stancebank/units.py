"""Offsets that were counted in another unit: recognised by the quotes that they come with, and converted."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import Final, Literal

from stancebank.spans import Span

Unit = Literal["utf16", "byte"]
UNITS: Final[tuple[Unit, ...]] = ("utf16", "byte")

_ENCODINGS: Final[dict[Unit, tuple[str, int]]] = {"utf16": ("utf-16-le", 2), "byte": ("utf-8", 1)}


class Converter:
    """Offsets in UTF-16 units or UTF-8 bytes to code points of a text."""

    def __init__(self, text: str, unit: Unit) -> None:
        encoding, size = _ENCODINGS[unit]
        self._positions = [0, *accumulate(len(character.encode(encoding)) // size for character in text)]

    def code_point(self, offset: int) -> int | None:
        """The code point that starts at `offset`; None inside a character or past the end of the text."""
        found = bisect_left(self._positions, offset)
        return found if found < len(self._positions) and self._positions[found] == offset else None

    def span(self, span: Span) -> Span | None:
        """The span in code points; None where one of its ends is none."""
        start, end = self.code_point(span.start), self.code_point(span.end)
        return None if start is None or end is None else Span(start=start, end=end, text=span.text)


def recognize(text: str, spans: Iterable[Span]) -> Unit | None:
    """The unit in which every quoted span fits the text, where in code points one does not; None where none does."""
    quoted = [span for span in spans if span.text is not None]
    if all(text[span.start : span.end] == span.text for span in quoted):
        return None
    for unit in UNITS:
        converter = Converter(text, unit)
        if all(
            converted is not None and text[converted.start : converted.end] == span.text
            for span in quoted
            for converted in [converter.span(span)]
        ):
            return unit
    return None
