"""Spans of text: half open, `[start, end)`, in Unicode code points from the start of the document."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

MAX_INTEGER: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exact (RFC 8259, section 6)."""

Offset = Annotated[int, Meta(ge=0, le=MAX_INTEGER)]


WORDS: Final = "words"
"""Marks a type whose values are words of the article, which a build without text leaves out."""

Words = Annotated[str | None, WORDS]


class Span(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A stretch of the document's text. `document.text[start:end] == text` holds wherever `text` is stored."""

    start: Annotated[Offset, Meta(description="First code point of the span.")]
    end: Annotated[Offset, Meta(description="One past the last code point of the span.")]
    text: Annotated[Words, Meta(description="The quoted text; null where the article may not be redistributed.")] = None


Spans = tuple[Span, ...]


def covers(outer: Sequence[Span], inner: Iterable[Span]) -> bool:
    """Whether each span of `inner` lies within a single span of `outer`."""
    return all(any(o.start <= i.start and i.end <= o.end for o in outer) for i in inner)


def overlap(left: Iterable[Span], right: Sequence[Span]) -> bool:
    """Whether the two have a code point in common."""
    return any(a.start < b.end and b.start < a.end for a in left for b in right)


def cross(left: Span, right: Span) -> bool:
    """Whether the two overlap with neither inside the other."""
    return left.start < right.start < left.end < right.end or right.start < left.start < right.end < left.end


def offsets(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """The bare offsets: what identifies spans, whether or not their text is stored."""
    return tuple((span.start, span.end) for span in spans)


def extent(spans: Sequence[Span]) -> tuple[int, int]:
    """From the start of the first span to the end of the last; `spans` is not empty."""
    return min(span.start for span in spans), max(span.end for span in spans)


def around(text: str, span: Span, width: int = 30) -> tuple[str, int, int]:
    """The text from `width` code points before a span to as many after it, and where the span is in that."""
    first, last = max(span.start - width, 0), min(span.end + width, len(text))
    return text[first:last], span.start - first, min(span.end, len(text)) - first


def quote(text: str, spans: Sequence[Span], gap: str = " … ") -> str:
    """What the spans say, fragments joined by `gap`."""
    return gap.join(text[span.start : span.end] for span in spans)
