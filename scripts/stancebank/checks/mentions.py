"""SB230 to SB239: mentions, and the words that may not run over a sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.model import Mention
from stancebank.spans import Span, covers, cross, extent, offsets

_REFERRED: Final = frozenset({"SB201", "SB202"})
_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111", "SB112"})


@rule("SB230", requires=_REFERRED | _PLACED)
def head_outside_mention(index: DocumentIndex) -> Iterator[Offence]:
    """The head of a mention is not inside one of its spans.

    The head is the word that a scorer matches where annotators disagree about modifiers; it is one of the words of the
    mention (guideline E20).

    Bad:
        "mentions": [{"id": "m2", "head": {"start": 28, "end": 38}}]

    Good:
        "mentions": [{"id": "m2", "head": {"start": 19, "end": 24}}]
    """
    for number, mention in enumerate(index.document.mentions):
        if not covers(mention.spans, (mention.head,)):
            yield Offence(f"/mentions/{number}/head", f"{mention.head.start} to {mention.head.end} is outside")


@rule("SB231", requires=_REFERRED | _PLACED)
def mention_twice(index: DocumentIndex) -> Iterator[Offence]:
    """Two mentions have the same spans. One phrase mentions one entity.

    Where a phrase seems to name two things, guideline E9 says which it is. With both, every count of mentions and every
    coreference score counts the phrase twice. Where entities are marked none there is no coreference that could suffer,
    and nothing is said.

    Bad:
        "mentions": [{"id": "m4", "entity": "e2", "spans": [{"start": 0, "end": 9}],
                      "head": {"start": 0, "end": 9}, "form": "name"}]

    Good:
        "mentions": [{"id": "m2", "entity": "e1"}]
    """
    if index.document.layers.entities == "none":
        return
    seen: dict[tuple[tuple[int, int], ...], str] = {}
    for number, mention in enumerate(index.document.mentions):
        place = offsets(mention.spans)
        if place in seen:
            yield Offence(f"/mentions/{number}", f"{index.quote(mention.spans)!r} is mention {seen[place]} already")
        seen.setdefault(place, mention.id)


@rule("SB232", requires=_REFERRED | _PLACED | {"SB113"})
def crossing_mentions(index: DocumentIndex) -> Iterator[Offence]:
    """Two mentions of one entity cross: they overlap with neither inside the other.

    Noun phrases nest and do not cross (guideline E9), so one of the two has a wrong edge.

    Bad:
        "mentions": [{"id": "m4", "entity": "e1", "spans": [{"start": 4, "end": 14}],
                      "head": {"start": 4, "end": 9}, "form": "name"}]

    Good:
        "mentions": [{"id": "m4", "entity": "e2", "spans": [{"start": 4, "end": 14}],
                      "head": {"start": 4, "end": 9}, "form": "name"}]
    """
    numbers = {mention.id: number for number, mention in enumerate(index.document.mentions)}
    for mentions in index.mentions_of.values():
        for (span, mention), (other, around) in _overlapping(mentions):
            if cross(other, span):
                yield Offence(f"/mentions/{numbers[mention.id]}", f"{mention.id} crosses {around.id}")


Piece = tuple[Span, Mention]


def _overlapping(mentions: Iterable[Mention]) -> Iterator[tuple[Piece, Piece]]:
    """Each span of a mention with each span of another that starts before it and reaches into it."""
    pieces = sorted(((span, mention) for mention in mentions for span in mention.spans), key=_place)
    open_pieces: list[Piece] = []
    for piece in pieces:
        open_pieces = [other for other in open_pieces if other[0].end > piece[0].start]
        for other in open_pieces:
            if other[1].id != piece[1].id:
                yield piece, other
        open_pieces.append(piece)


def _place(piece: Piece) -> tuple[int, int]:
    return piece[0].start, -piece[0].end


@rule("SB233", severity="warning", requires=_REFERRED | _PLACED | {"SB210"})
def mention_across_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """A mention runs over the end of a sentence.

    No noun phrase is longer than its sentence. In tables of sentences such a mention is cut off.

    Bad:
        "mentions": [{"id": "m2", "spans": [{"start": 15, "end": 43}]}]

    Good:
        "mentions": [{"id": "m2", "spans": [{"start": 15, "end": 24}]}]
    """
    for number, mention in enumerate(index.document.mentions):
        first, last = extent(mention.spans)
        if message := _past_sentence(index, first, last):
            yield Offence(f"/mentions/{number}/spans", message)


@rule("SB234", severity="warning", requires=_REFERRED | _PLACED | {"SB230"})
def form_against_text(index: DocumentIndex) -> Iterator[Offence]:
    """The form of a mention does not fit its words: a pronoun marked as a name, a name without a capital.

    Whether a source is named, described or anonymous is read from the forms of its mentions (guideline E21).

    Bad:
        "mentions": [{"id": "m3", "form": "name"}]

    Good:
        "mentions": [{"id": "m3", "form": "pronoun"}]
    """
    for number, mention in enumerate(index.document.mentions):
        head, words = index.quote((mention.head,)), index.quote(mention.spans)
        if mention.form == "name":
            is_unfit = _is_common(head) or (words.casefold() in _PRONOUNS and not _is_acronym(words))
        elif mention.form == "pronoun":
            is_unfit = head.isascii() and head.casefold() not in _PRONOUNS and not _QUANTIFIER.match(head)
        else:
            is_number = index.entities[mention.entity].type == "number"
            is_unfit = words.casefold() in _PRONOUNS and not is_number
        if is_unfit:
            yield Offence(f"/mentions/{number}/form", f"{words!r} is marked as a {mention.form}")


def _is_common(head: str) -> bool:
    """Whether a head without a capital is a word, and not a handle or a date, as in "@orme" or "the 20th"."""
    return head.islower() and head[0].isalpha()


def _is_acronym(word: str) -> bool:
    """Whether a pronoun's letters may stand for a name, as in "US" or "WHO"."""
    return len(word) > 1 and word.isupper()


_PRONOUNS: Final = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers "
    "herself it its itself they them their theirs themselves who whom whose which that this these those one another "
    "everyone everybody everything someone somebody something anyone anybody anything nobody nothing none "
    "whoever whomever whatever whichever themself ourself".split()
)
_QUANTIFIER: Final = re.compile(
    r"(all|any|both|some|several|many|more|most|much|few|each|neither|either|no one|one|others?|such"
    r"|where|when|then|there|here)\b",
    re.IGNORECASE,
)


_PARTITIVE: Final = re.compile(r"\bof\s+$", re.IGNORECASE)


def _is_own_phrase(index: DocumentIndex, inner: Mention, outer: Mention) -> bool:
    """Whether a nested mention is a phrase by itself: behind the head of the outer one, or the whole of its part."""
    start = inner.spans[0].start
    before = index.text[outer.spans[0].start : start]
    return start >= outer.head.end or _PARTITIVE.search(before) is not None


@rule("SB235", severity="warning", requires=_REFERRED | _PLACED | {"SB113", "SB231"})
def mention_in_its_own_entity(index: DocumentIndex) -> Iterator[Offence]:
    """A mention lies within a mention of the same entity, and is no pronoun.

    A title or a modifier belongs to the phrase and is no mention beside it (guidelines E8 and E14). A pronoun may stand
    in a phrase of its own entity, as "who" does in "the officers who want him out" (E9), and so may what follows "of"
    or stands behind the head: "all of her votes", "a baker who posts as @flour".

    Bad:
        "mentions": [{"id": "m4", "entity": "e1", "spans": [{"start": 4, "end": 9}],
                      "head": {"start": 4, "end": 9}, "form": "name"}]

    Good:
        "mentions": [{"id": "m4", "entity": "e1", "spans": [{"start": 4, "end": 9}],
                      "head": {"start": 4, "end": 9}, "form": "pronoun"}]
    """
    numbers = {mention.id: number for number, mention in enumerate(index.document.mentions)}
    for mentions in index.mentions_of.values():
        nested: dict[str, list[Mention]] = defaultdict(list)
        for (_, inner), (_, outer) in _overlapping(mentions):
            if inner.form != "pronoun" and covers(outer.spans, inner.spans) and not _is_own_phrase(index, inner, outer):
                nested[inner.id].append(outer)
        for mention_id, around in nested.items():
            message = f"{mention_id} lies within {around[0].id}, a mention of {around[0].entity} as well"
            yield Offence(f"/mentions/{numbers[mention_id]}", message)


@rule("SB236", severity="warning", requires=_REFERRED | _PLACED | {"SB210"})
def words_across_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """A single span of a source, a cue or an expression runs over the end of a sentence.

    Only content may: a quotation is as long as it is. A cue that goes on in the next sentence has a span in each.

    Bad:
        "attributions": [{"id": "a1", "cue": [{"start": 25, "end": 43}]}]

    Good:
        "attributions": [{"id": "a1", "cue": [{"start": 25, "end": 27}, {"start": 40, "end": 43}]}]
    """
    for layer, fields in (("attributions", ("source", "cue")), ("stances", ("expression",))):
        for number, annotation in enumerate(getattr(index.document, layer)):
            for field in fields:
                for position, span in enumerate(getattr(annotation, field)):
                    if message := _past_sentence(index, span.start, span.end):
                        yield Offence(f"/{layer}/{number}/{field}/{position}", message)


def _past_sentence(index: DocumentIndex, first: int, last: int) -> str | None:
    sentence = index.sentence_at(first)
    if sentence is None or last <= sentence.end:
        return None
    return f"runs past the end of {sentence.id} at {sentence.end}"
