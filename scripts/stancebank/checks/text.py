"""SB1xx: the text, and the spans over it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from stancebank import manifest, units
from stancebank.checks.catalogue import Offence, rule
from stancebank.checks.graphemes import cuts_cluster
from stancebank.index import DocumentIndex, spans_of, stretches
from stancebank.spans import Span
from stancebank.tokens import tokenize

_FOREIGN_LINE_END: Final = re.compile("\r|\ufeff")


@rule("SB101")
def no_text(index: DocumentIndex) -> Iterator[Offence]:
    """The document has no text, and its article was not found, so that nothing can be checked against it.

    Annotations in `corpus/` stand off from their articles. Without the article a span is a pair of numbers, and a shift
    by one character can not be seen.

    Bad:
        "text": null, "sha256": "ea7240cf538ccb1938ab8f29b3186a9c35ecdb969ffced0aec1acdf387587027"

    Good:
        "text": "Ada Brook said the ferry is a disgrace. She left."
    """
    if index.document.text is None:
        yield Offence("/text", "no text here, and no article of this id in seeds/; name its folder with --seeds")


@rule("SB102", requires={"SB101"})
def changed_text(index: DocumentIndex) -> Iterator[Offence]:
    """The text is not the one that was annotated: its SHA-256 differs, so that no offset can be trusted.

    A corrected typo, another normal form of an accent or other line ends move everything after them. Annotate the
    text anew, or put the old text back; never put in the new checksum alone.

    Bad:
        "sha256": "ea7240cf538ccb1938ab8f29b3186a9c35ecdb969ffced0aec1acdf387587027"

    Good:
        "text": "Ada Brook said the ferry is a disgrace. She left."
    """
    actual = manifest.sha256(index.text)
    if actual != index.document.sha256:
        yield Offence("/sha256", f"the text was changed: its SHA-256 is {actual}")


@rule("SB103", requires={"SB101"})
def foreign_line_end(index: DocumentIndex) -> Iterator[Offence]:
    """The text holds a carriage return or a byte order mark; tools drop them silently, which moves every offset.

    Readers that open files in text mode turn CR LF into LF, and many drop a byte order mark. The same span is then
    other words on other machines.

    Bad:
        "text": "Ada Brook said the ferry is a disgrace.\\rShe left."

    Good:
        "text": "Ada Brook said the ferry is a disgrace.\\nShe left."
    """
    match = _FOREIGN_LINE_END.search(index.text)
    if match:
        yield Offence("/text", f"{match.group()!r} at {match.start()}")


_TEXT: Final = frozenset({"SB101", "SB102", "SB117"})


@rule("SB110", requires=_TEXT)
def empty_span(index: DocumentIndex) -> Iterator[Offence]:
    """A span has no code point: its end is not after its start.

    Spans are half open: `end` is one past the last code point. A tool that counts the last one in gives an empty span
    for every single letter, and cuts the last letter of everything else.

    Bad:
        "stances": [{"id": "t1", "expression": [{"start": 28, "end": 28}]}]

    Good:
        "stances": [{"id": "t1", "expression": [{"start": 28, "end": 38}]}]
    """
    for pointer, span in stretches(index.document):
        if span.end <= span.start:
            yield Offence(pointer, f"{span.start} to {span.end} holds nothing")


@rule("SB111", requires=_TEXT)
def span_out_of_bounds(index: DocumentIndex) -> Iterator[Offence]:
    """A span ends after the text does.

    Either the annotation is of another text, or its offsets are counted in something else than code points.

    Bad:
        "sentences": [{"id": "s2", "start": 40, "end": 50}]

    Good:
        "sentences": [{"id": "s2", "start": 40, "end": 49}]
    """
    for pointer, span in stretches(index.document):
        if span.end > len(index.text):
            yield Offence(pointer, f"{span.start} to {span.end} in a text of {len(index.text)} code points")


_PLACED: Final = _TEXT | {"SB110", "SB111"}
_HINTS: Final = 100
"""How many quotes that differ are looked for elsewhere; each costs a search of the whole text."""


@rule(
    "SB112",
    requires=_PLACED,
    fix="with `--fix-quotes`: the quote is taken anew from the offsets, unless they cut a token",
)
def quote_differs_from_text(index: DocumentIndex) -> Iterator[Offence]:
    """The quote that a span stores is not the text at its offsets, so that one of the two is wrong.

    The quote is there to catch offsets that have moved. Which of the two is right only a reader can say, hence the
    place where the quote does stand is told, and the offsets are believed only on request.

    Bad:
        "stances": [{"id": "t1", "expression": [{"start": 27, "end": 37, "text": "a disgrace"}]}]

    Good:
        "stances": [{"id": "t1", "expression": [{"start": 28, "end": 38, "text": "a disgrace"}]}]
    """
    hints = _HINTS
    for pointer, span in stretches(index.document):
        actual = index.text[span.start : span.end]
        if span.text is not None and span.text != actual:
            message = f"{span.text!r}, but the text at {span.start} to {span.end} is {actual!r}"
            start = index.text.find(span.text) if span.text and hints else -1
            hints = max(hints - 1, 0)
            if start >= 0 and index.text.find(span.text, start + 1) < 0:
                message += f"; this quote occurs at {start} to {start + len(span.text)}"
            yield Offence(pointer, message)


@rule("SB113", requires=_PLACED, fix="sorts fragments that do not overlap")
def unsorted_spans(index: DocumentIndex) -> Iterator[Offence]:
    """The fragments of a discontinuous span are out of order, or overlap.

    The same words would then be written in several ways, and two annotators who agree would count as disagreeing.

    Bad:
        "attributions": [{"id": "a1", "content": [{"start": 25, "end": 38}, {"start": 15, "end": 24}]}]

    Good:
        "attributions": [{"id": "a1", "content": [{"start": 15, "end": 24}, {"start": 25, "end": 38}]}]
    """
    for pointer, spans, _ in spans_of(index.document):
        for number, (left, right) in enumerate(pairwise(spans)):
            if right.start < left.end:
                yield Offence(f"{pointer}/{number + 1}", f"starts at {right.start}, before {left.end}")


@rule("SB114", requires=_PLACED | {"SB112"}, fix="trims the span")
def white_space_at_edge(index: DocumentIndex) -> Iterator[Offence]:
    """A span begins or ends with white space, which says nothing and makes equal spans differ.

    Exact-match scores would count a blank as an error. Guideline T6 keeps white space out of all edges.

    Bad:
        "attributions": [{"id": "a1", "cue": [{"start": 9, "end": 14}]}]

    Good:
        "attributions": [{"id": "a1", "cue": [{"start": 10, "end": 14}]}]
    """
    for pointer, span in stretches(index.document):
        actual = index.text[span.start : span.end]
        if actual != actual.strip():
            yield Offence(pointer, f"{actual!r} has white space at its edge")


@rule("SB115", severity="warning", requires=_PLACED | {"SB103", "SB112", "SB114"})
def cut_token(index: DocumentIndex) -> Iterator[Offence]:
    """A span starts or ends inside a token, so that no model that works on tokens can find it.

    Guideline T6 lets a span divide a contraction before "n’t" and a possessive before "’s", and no other word. It is a
    warning because other schemes annotate parts of words. A cut through a single character is SB116.

    Bad:
        "mentions": [{"id": "m2", "spans": [{"start": 15, "end": 23}], "head": {"start": 19, "end": 23}}]

    Good:
        "mentions": [{"id": "m2", "spans": [{"start": 15, "end": 24}], "head": {"start": 19, "end": 24}}]
    """
    tokens = tokenize(index.text)
    starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
    for pointer, span in stretches(index.document):
        if (span.start not in starts or span.end not in ends) and not _cut(index.text, span):
            around = index.text[max(span.start - 12, 0) : span.end + 12]
            yield Offence(pointer, f"{index.text[span.start : span.end]!r} cuts a token of {around!r}")


@rule("SB116", severity="warning", requires=_PLACED | {"SB103", "SB112", "SB114"})
def cut_character(index: DocumentIndex) -> Iterator[Offence]:
    """A span starts or ends inside what a reader sees as one character.

    A letter and its combining accent, an emoji and its skin colour, the two halves of a flag are several code points
    and one grapheme cluster (UAX #29). Nobody can mark a part of one, so offsets that do were moved by a program.

    Bad:
        "text": "Ada Brook said the ferry is a disgrace\\u0301. She left.",
        "sentences": [{"id": "s2", "start": 41, "end": 50}], "mentions": [], "paragraphs": []

    Good:
        "text": "Ada Brook said the ferry is a disgrace\\u0301. She left.",
        "sentences": [{"id": "s2", "start": 41, "end": 50}], "mentions": [], "paragraphs": [],
        "attributions": [{"id": "a1", "content": [{"start": 15, "end": 39}]}],
        "stances": [{"id": "t1", "holder_mention": null, "target_mention": null,
                     "expression": [{"start": 28, "end": 39}]}]
    """
    for pointer, span in stretches(index.document):
        if offset := _cut(index.text, span):
            around = index.text[max(offset - 12, 0) : offset + 12]
            yield Offence(pointer, f"{span.start} to {span.end} cuts a character of {around!r} at {offset}")


def _cut(text: str, span: Span) -> int:
    """The edge of a span that parts a character; 0 where neither does."""
    return next((offset for offset in (span.start, span.end) if cuts_cluster(text, offset)), 0)


@rule("SB117", requires={"SB101", "SB102"}, fix="converts all offsets to code points")
def offsets_in_another_unit(index: DocumentIndex) -> Iterator[Offence]:
    """The offsets are counted in UTF-16 units or in bytes instead of code points.

    Each emoji is two UTF-16 units and four bytes, each typographic quotation mark three bytes, so that the spans after
    it point at other words. JavaScript and Java count UTF-16 units, MPQA counts bytes. The unit is recognised by the
    quotes: all of them fit the text in that unit, and some do not in code points.

    Bad:
        "text": "🎉 Go", "paragraphs": [], "entities": [], "attributions": [], "stances": [],
        "sentences": [], "layers": {"sentences": "partial", "paragraphs": "partial"},
        "mentions": [], "propositions": [{"id": "p1", "spans": [{"start": 3, "end": 5, "text": "Go"}], "kind": "plan"}]

    Good:
        "text": "🎉 Go", "paragraphs": [], "entities": [], "attributions": [], "stances": [],
        "sentences": [], "layers": {"sentences": "partial", "paragraphs": "partial"},
        "mentions": [], "propositions": [{"id": "p1", "spans": [{"start": 2, "end": 4, "text": "Go"}], "kind": "plan"}]
    """
    quoted = [(pointer, span) for pointer, span in stretches(index.document) if span.text is not None]
    unit = units.recognize(index.text, (span for _, span in quoted))
    if unit is not None:
        wrong = [pointer for pointer, span in quoted if index.text[span.start : span.end] != span.text]
        yield Offence(wrong[0], f"offsets count {_UNIT_NAMES[unit]}, not code points; {len(wrong)} quotes do not fit")


_UNIT_NAMES: Final[dict[units.Unit, str]] = {"utf16": "UTF-16 units", "byte": "UTF-8 bytes"}
