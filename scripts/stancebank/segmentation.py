"""Proposals for the paragraphs and sentences of a plain text; annotators may correct them."""

import re
from typing import Final

Span = tuple[int, int]

# A reference mark after a full stop belongs to the sentence it supports: `rose.[3] [note 2] It then fell.`
# Splitters made for prose without references give it to the sentence that follows.
_REFERENCES: Final = re.compile(r"\[\d{1,3}\](?:\s?\[[^\[\]\n]{1,24}\])*(?!\S)")


class SplitterMismatch(RuntimeError):
    """The sentence splitter returned spans that do not fit the text it was given; a fault of the library."""


def propose_paragraphs(text: str) -> list[Span]:
    """Spans of the blocks between blank lines or, if no blank line parts two blocks, of the lines with text.

    Half-open offsets in code points, in order, without white space at an edge; every non-space code point
    is in exactly one. Lines end where `str.splitlines` ends them.
    """
    blocks: list[Span] = []
    lines: list[Span] = []
    start = 0
    after_blank = True
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if stripped := _strip(text, start, end):
            lines.append(stripped)
            if after_blank:
                blocks.append(stripped)
            else:
                blocks[-1] = blocks[-1][0], stripped[1]
        after_blank = not stripped
        start = end
    return blocks if len(blocks) > 1 else lines


def propose_sentences(text: str) -> list[Span]:
    """Spans of the sentences of each proposed paragraph; a headline without a full stop is a sentence.

    Half-open offsets in code points, in order, without white space at an edge, never across paragraphs;
    every non-space code point is in exactly one. Raises SplitterMismatch if the library breaks this.
    Source: nupunkt, Punkt with the model for English that it carries.
    """
    sentences: list[Span] = []
    for start, end in propose_paragraphs(text):
        sentences.extend(_split(text, start, end))
    return sentences


def _split(text: str, start: int, end: int) -> list[Span]:
    """Sentences of the paragraph `text[start:end]`."""
    from nupunkt import sent_spans  # loading its model takes longer than most commands that need no sentences

    sentences: list[Span] = []
    reached = start
    for first, last in sent_spans(text[start:end]):
        begin, stop = start + first, start + last
        if not reached <= begin <= stop <= end or text[reached:begin].strip():
            raise SplitterMismatch(f"the span [{begin}, {stop}) does not follow the text up to {reached}")
        reached = stop
        inner = _strip(text, begin, stop)
        if sentences and inner and (references := _REFERENCES.match(text, *inner)):
            begin = references.end()
            sentences[-1] = sentences[-1][0], begin
        if stripped := _strip(text, begin, stop):
            sentences.append(stripped)
    if text[reached:end].strip():
        raise SplitterMismatch(f"no sentence covers the text from {reached} to {end}")
    return sentences


def _strip(text: str, start: int, end: int) -> Span | None:
    """`[start, end)` without the white space at its edges, or None if nothing is left."""
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    return (first, start + len(part.rstrip())) if first < end else None
