"""Mending of a document's JSON where no information can be lost; whatever is not mended keeps its bytes.

A fault is mended only where one reading of it is left, and the result is always a document that decodes.
"""

import difflib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from stancebank import manifest, places, standoff, units
from stancebank.findings import InvalidContent
from stancebank.index import spans_of, stretches
from stancebank.model import LAYERS, Annotator, Document, Paragraph, Sentence
from stancebank.spans import Span
from stancebank.tokens import tokenize

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]|[^\s{}\[\],:"]+')
_CHARACTER: Final = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]")

_Stretch = Span | Paragraph | Sentence
_Edit = tuple[int, int, str]


class _Source:
    """The JSON of a document, and where in it each value stands, which is looked up once something changes."""

    def __init__(self, data: bytes) -> None:
        self.json = data.decode()

    @cached_property
    def _starts(self) -> dict[str, int]:
        return places.survey(self.json).offsets

    @cached_property
    def _ends(self) -> dict[int, int]:
        ends: dict[int, int] = {}
        opened: list[int] = []
        for match in _TOKEN.finditer(self.json):
            if match.group() in "{[":
                opened.append(match.start())
            else:
                start = opened.pop() if match.group() in "}]" else match.start()
                ends[start] = match.end()
        return ends

    def extent(self, pointer: str) -> tuple[int, int]:
        """Where the value at a JSON Pointer starts, and one past its end."""
        start = self._starts[pointer]
        return start, self._ends[start]

    def value(self, pointer: str) -> str:
        """The value at a JSON Pointer, as it is written."""
        start, end = self.extent(pointer)
        return self.json[start:end]

    def changed(self, edits: Iterable[_Edit]) -> bytes:
        """The JSON with each of these stretches, which do not overlap, replaced."""
        parts: list[str] = []
        position = 0
        for start, end, replacement in sorted(edits):
            parts += self.json[position:start], replacement
            position = end
        return "".join((*parts, self.json[position:])).encode()


_Step = Callable[[_Source, Document, str], list[_Edit]]


def repair(data: bytes, text: str | None, *, refill_quotes: bool = False) -> bytes:
    """The JSON of one document with its faults of a safe kind mended, byte-identical wherever there is none.

    Drops exact copies of annotations and spans, converts offsets of another unit (SB117), takes white space off the
    edges of spans (SB114), and sorts fragments, sentences and paragraphs that do not overlap (SB113, SB210, SB211).
    With `refill_quotes` a quote that differs from the text gives way to the text at its offsets (SB112), where these
    cut no token. `text` is the article's, and counts only where the document embeds none. Returned unchanged is what
    does not decode, and a document without the text that it was annotated on. A second repair changes nothing.
    """
    return repair_found(data, lambda _: text, refill_quotes=refill_quotes)


def repair_found(data: bytes, text_of: Callable[[str], str | None], *, refill_quotes: bool = False) -> bytes:
    """As `repair`, with the text that `text_of` finds by the id of the document, asked only where it embeds none."""
    try:
        document = standoff.decode(data)
    except InvalidContent:
        return data
    text = text_of(document.id) if document.text is None else document.text
    return _mend(data, document, text, refill_quotes)


def repair_lines(data: bytes, text_of: Callable[[str], str | None], *, refill_quotes: bool = False) -> bytes:
    """JSONL with the document of each line repaired by itself; the other lines, and all line ends, stay as they are.

    `text_of` finds an article's text by the id of its document, and is asked only where a line embeds none.
    """
    return b"\n".join(repair_found(line, text_of, refill_quotes=refill_quotes) for line in data.split(b"\n"))


def diff(before: bytes, after: bytes, path: str) -> str:
    """What a repair changes as a unified diff of `path`, with the headers a/ and b/; empty where it changes nothing."""
    name = path.lstrip("/")
    old, new = (list(io.StringIO(data.decode(errors="replace"), newline="\n")) for data in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _mend(data: bytes, document: Document, text: str | None, refill_quotes: bool) -> bytes:
    if text is None or manifest.sha256(text) != document.sha256:
        return data
    steps: list[_Step] = [_drop_spans, _drop_items, _convert, *([_refill] if refill_quotes else []), _trim, _sort]
    while True:
        source = _Source(data)
        edits = next((edits for step in steps if (edits := step(source, document, text))), None)
        if edits is None:
            return data
        data = source.changed(edits)
        document = standoff.decode(data)


def _is_placed(span: Span, text: str) -> bool:
    return span.start < span.end <= len(text)


def _fits(span: Span, text: str) -> bool:
    return span.text is None or span.text == text[span.start : span.end]


def _drop_spans(source: _Source, document: Document, text: str) -> list[_Edit]:
    return [edit for pointer, spans, _ in spans_of(document) for edit in _drop(source, pointer, spans)]


def _drop_items(source: _Source, document: Document, text: str) -> list[_Edit]:
    annotators: tuple[Annotator, ...] = document.provenance.annotators
    edits = _drop(source, "/provenance/annotators", annotators)
    for layer in LAYERS:
        edits += _drop(source, f"/{layer}", getattr(document, layer))
    return edits


def _drop(source: _Source, pointer: str, items: Sequence[object]) -> list[_Edit]:
    """Take out each item that equals an earlier one, with the comma before it."""
    edits: list[_Edit] = []
    seen: set[object] = set()
    for number, item in enumerate(items):
        if item in seen:
            edits.append((source.extent(f"{pointer}/{number - 1}")[1], source.extent(f"{pointer}/{number}")[1], ""))
        seen.add(item)
    return edits


def _convert(source: _Source, document: Document, text: str) -> list[_Edit]:
    """Convert every offset of the document, or none."""
    placed = list(stretches(document))
    unit = units.recognize(text, (span for _, span in placed))
    if unit is None:
        return []
    converter = units.Converter(text, unit)
    converted = [span for _, before in placed if (span := converter.span(before))]
    if len(converted) < len(placed):
        return []
    pairs = [(pointer, before, after) for (pointer, before), after in zip(placed, converted, strict=True)]
    unquoted = [(before, after) for _, before, after in pairs if before.text is None]
    was_clean = all(_is_clean(before, text) for before, _ in unquoted)
    if was_clean and not all(_is_clean(after, text) for _, after in unquoted):
        return []
    return [edit for pointer, before, after in pairs for edit in _move(source, pointer, before, after.start, after.end)]


def _is_clean(span: Span, text: str) -> bool:
    quote = text[span.start : span.end]
    return _is_placed(span, text) and quote == quote.strip()


def _move(source: _Source, pointer: str, span: Span, start: int, end: int) -> Iterator[_Edit]:
    for name, old, new in (("start", span.start, start), ("end", span.end, end)):
        if old != new:
            yield *source.extent(f"{pointer}/{name}"), str(new)


def _refill(source: _Source, document: Document, text: str) -> list[_Edit]:
    """Write the text at a span's offsets over a quote that differs, unless it is the offsets that look wrong."""
    placed = list(stretches(document))
    differing = [(pointer, span) for pointer, span in placed if _is_placed(span, text) and not _fits(span, text)]
    if not differing or units.recognize(text, (span for _, span in placed)) is not None:
        return []
    tokens = tokenize(text)
    starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
    return [
        (*source.extent(f"{pointer}/text"), json.dumps(text[span.start : span.end], ensure_ascii=False))
        for pointer, span in differing
        for before, after in [_white_space(span, text)]
        if span.start + before in starts and span.end - after in ends
    ]


def _white_space(span: Span, text: str) -> tuple[int, int]:
    """How much white space is at either edge of a span."""
    words = text[span.start : span.end]
    return len(words) - len(words.lstrip()), len(words) - len(words.rstrip())


def _trim(source: _Source, document: Document, text: str) -> list[_Edit]:
    """Move edges inward over white space, where nothing in the document speaks against its offsets."""
    placed = list(stretches(document))
    if not all(_is_placed(span, text) and _fits(span, text) for _, span in placed):
        return []
    edits: list[_Edit] = []
    for pointer, span in placed:
        before, after = _white_space(span, text)
        if before + after == 0 or before == span.end - span.start:
            continue
        edits += _move(source, pointer, span, span.start + before, span.end - after)
        if span.text is not None:
            characters = _CHARACTER.findall(source.value(f"{pointer}/text")[1:-1])
            kept = "".join(characters[before : len(characters) - after])
            edits.append((*source.extent(f"{pointer}/text"), f'"{kept}"'))
    return edits


def _sort(source: _Source, document: Document, text: str) -> list[_Edit]:
    edits = [
        *_sort_list(source, "/paragraphs", document.paragraphs),
        *_sort_list(source, "/sentences", document.sentences),
    ]
    for pointer, spans, _ in spans_of(document):
        edits += _sort_list(source, pointer, spans)
    return edits


def _sort_list(source: _Source, pointer: str, stretches: Sequence[_Stretch]) -> list[_Edit]:
    """Put stretches that are out of order, and neither empty nor overlapping, into each other's places."""
    order = sorted(range(len(stretches)), key=lambda number: stretches[number].start)
    sorted_ = [stretches[number] for number in order]
    if any(s.end <= s.start for s in sorted_) or any(right.start < left.end for left, right in pairwise(sorted_)):
        return []
    return [
        (*source.extent(f"{pointer}/{place}"), source.value(f"{pointer}/{number}"))
        for place, number in enumerate(order)
        if place != number
    ]
