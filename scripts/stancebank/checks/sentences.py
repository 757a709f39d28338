"""SB210 to SB219: sentences and paragraphs."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex

_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111"})


@rule("SB210", requires=_PLACED, fix="sorts sentences that do not overlap")
def unordered_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """Sentences are out of order, or overlap.

    Each word stands in one sentence at most. Where sentences overlap, the stance at a word belongs to two rows of every
    table of sentences, and is trained on twice.

    Bad:
        "sentences": [{"id": "s2", "start": 28, "end": 49}]

    Good:
        "sentences": [{"id": "s2", "start": 40, "end": 49}]
    """
    yield from _unordered("sentences", index.document.sentences)


@rule("SB211", requires=_PLACED, fix="sorts paragraphs that do not overlap")
def unordered_paragraphs(index: DocumentIndex) -> Iterator[Offence]:
    """Paragraphs are out of order, or overlap.

    A paragraph is a block between blank lines (guideline T2), so that no two of them share a word.

    Bad:
        "paragraphs": [{"start": 0, "end": 45}, {"start": 40, "end": 49}]

    Good:
        "paragraphs": [{"start": 0, "end": 39}, {"start": 40, "end": 49}]
    """
    yield from _unordered("paragraphs", index.document.paragraphs)


def _unordered(layer: str, stretches: Iterable[Any]) -> Iterator[Offence]:
    for number, (left, right) in enumerate(pairwise(stretches)):
        if right.start < left.end:
            yield Offence(f"/{layer}/{number + 1}", f"starts at {right.start}, before {left.end}")


@rule("SB212", requires=_PLACED | {"SB103", "SB210"})
def text_outside_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """Text stands outside every sentence, although the layer is marked complete.

    What is in no sentence is in no row of the tables of sentences: a headline that is left out takes its stances along.

    Bad:
        "sentences": [{"id": "s2", "start": 44, "end": 49}]

    Good:
        "sentences": [{"id": "s2", "start": 40, "end": 49}]
    """
    if index.document.layers.sentences == "complete":
        yield from _outside(index.text, "sentence", index.document.sentences)


@rule("SB213", severity="warning", requires=_PLACED | {"SB114", "SB210", "SB211"})
def sentence_across_paragraphs(index: DocumentIndex) -> Iterator[Offence]:
    """A sentence starts before its paragraph, or runs over the end of it.

    The end of a paragraph ends a sentence (guideline T3). It is a warning because a quotation may be set as a paragraph
    of its own in the middle of a sentence.

    Bad:
        "paragraphs": [{"start": 0, "end": 38}, {"start": 40, "end": 49}]

    Good:
        "paragraphs": [{"start": 0, "end": 39}, {"start": 40, "end": 49}]
    """
    paragraphs = index.document.paragraphs
    ends = [paragraph.end for paragraph in paragraphs]
    for number, sentence in enumerate(index.document.sentences):
        position = bisect_right(ends, sentence.start)
        if position == len(paragraphs) or sentence.end <= paragraphs[position].start:
            continue
        paragraph = paragraphs[position]
        if sentence.start < paragraph.start:
            yield Offence(f"/sentences/{number}", f"starts before its paragraph, which starts at {paragraph.start}")
        elif sentence.end > paragraph.end:
            yield Offence(f"/sentences/{number}", f"runs past the end of a paragraph at {paragraph.end}")


@rule("SB214", requires=_PLACED | {"SB103", "SB211"})
def text_outside_paragraphs(index: DocumentIndex) -> Iterator[Offence]:
    """Text stands outside every paragraph, although the layer is marked complete.

    A complete layer of paragraphs accounts for every word: headline, byline and captions are blocks like the others
    (guideline T2).

    Bad:
        "paragraphs": [{"start": 0, "end": 39}]

    Good:
        "paragraphs": [{"start": 0, "end": 39}, {"start": 40, "end": 49}]
    """
    if index.document.layers.paragraphs == "complete":
        yield from _outside(index.text, "paragraph", index.document.paragraphs)


def _outside(text: str, name: str, stretches: tuple[Any, ...]) -> Iterator[Offence]:
    cursor = 0
    for number, stretch in enumerate((*stretches, None)):
        end = len(text) if stretch is None else stretch.start
        between = text[cursor:end].strip()
        if between:
            pointer = f"/{name}s/{max(number - 1, 0)}" if stretches else f"/{name}s"
            yield Offence(pointer, f"{between[:60]!r} is in no {name}")
        cursor = end if stretch is None else stretch.end
