"""SB1xx: the text, and the spans over it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stancebank import manifest
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex, spans_of
from stancebank.spans import Span
from stancebank.tokens import tokenize

_FOREIGN_LINE_END: Final = re.compile("\r|\ufeff")


@rule("SB101")
def no_text(index: DocumentIndex) -> Iterator[Offence]:
    """The document has no text, and its article was not found, so that nothing can be checked against it."""
    if index.document.text is None:
        yield Offence("/text", "no text here, and no article of this id in seeds/; name its folder with --seeds")


@rule("SB102", requires={"SB101"})
def changed_text(index: DocumentIndex) -> Iterator[Offence]:
    """The text is not the one that was annotated: its SHA-256 differs, so that no offset can be trusted."""
    actual = manifest.sha256(index.text)
    if actual != index.document.sha256:
        yield Offence("/sha256", f"the text was changed: its SHA-256 is {actual}")


@rule("SB103", requires={"SB101"})
def foreign_line_end(index: DocumentIndex) -> Iterator[Offence]:
    """The text holds a carriage return or a byte order mark; tools drop them silently, which moves every offset."""
    match = _FOREIGN_LINE_END.search(index.text)
    if match:
        yield Offence("/text", f"{match.group()!r} at {match.start()}")


_TEXT: Final = frozenset({"SB101", "SB102"})


@rule("SB110", requires=_TEXT)
def empty_span(index: DocumentIndex) -> Iterator[Offence]:
    """A span has no code point: its end is not after its start."""
    for pointer, span in _all_spans(index):
        if span.end <= span.start:
            yield Offence(pointer, f"{span.start} to {span.end} holds nothing")


@rule("SB111", requires=_TEXT)
def span_out_of_bounds(index: DocumentIndex) -> Iterator[Offence]:
    """A span ends after the text does."""
    for pointer, span in _all_spans(index):
        if span.end > len(index.text):
            yield Offence(pointer, f"{span.start} to {span.end} in a text of {len(index.text)} code points")


_PLACED: Final = _TEXT | {"SB110", "SB111"}


@rule("SB112", requires=_PLACED)
def quote_differs_from_text(index: DocumentIndex) -> Iterator[Offence]:
    """The quote that a span stores is not the text at its offsets, so that one of the two is wrong."""
    for pointer, span in _all_spans(index):
        actual = index.text[span.start : span.end]
        if span.text is not None and span.text != actual:
            yield Offence(pointer, f"{span.text!r}, but the text at {span.start} to {span.end} is {actual!r}")


@rule("SB113", requires=_PLACED)
def unsorted_spans(index: DocumentIndex) -> Iterator[Offence]:
    """The fragments of a discontinuous span are out of order, or overlap."""
    for pointer, spans, _ in spans_of(index.document):
        for number, (left, right) in enumerate(pairwise(spans)):
            if right.start < left.end:
                yield Offence(f"{pointer}/{number + 1}", f"starts at {right.start}, before {left.end}")


@rule("SB114", requires=_PLACED | {"SB112"})
def white_space_at_edge(index: DocumentIndex) -> Iterator[Offence]:
    """A span begins or ends with white space, which says nothing and makes equal spans differ."""
    for pointer, span in _all_spans(index):
        actual = index.text[span.start : span.end]
        if actual != actual.strip():
            yield Offence(pointer, f"{actual!r} has white space at its edge")


@rule("SB115", severity="warning", requires=_PLACED | {"SB103", "SB112", "SB114"})
def cut_token(index: DocumentIndex) -> Iterator[Offence]:
    """A span starts or ends inside a token, so that no model that works on tokens can find it."""
    tokens = tokenize(index.text)
    starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
    for pointer, span in _all_spans(index):
        if span.start not in starts or span.end not in ends:
            around = index.text[max(span.start - 12, 0) : span.end + 12]
            yield Offence(pointer, f"{index.text[span.start : span.end]!r} cuts a token of {around!r}")


def _all_spans(index: DocumentIndex) -> Iterator[tuple[str, Span]]:
    for pointer, spans, kind in spans_of(index.document):
        for number, span in enumerate(spans):
            yield (pointer if kind == "head" else f"{pointer}/{number}"), span
    for number, paragraph in enumerate(index.document.paragraphs):
        yield f"/paragraphs/{number}", Span(start=paragraph.start, end=paragraph.end)
    for number, sentence in enumerate(index.document.sentences):
        yield f"/sentences/{number}", Span(start=sentence.start, end=sentence.end)
