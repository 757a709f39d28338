"""A document's annotations by id and by place, and what follows from them: chains, agents, quotation."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final

from stancebank import ids
from stancebank.labels import Quotation, SourceForm
from stancebank.model import Attribution, Document, Entity, Mention, Paragraph, Proposition, Sentence, Stance
from stancebank.spans import Span, extent, offsets, quote

_OPENING_QUOTES: Final = "\"“„«‘'"
_CLOSING_QUOTES: Final = "\"”“»’'"


class DocumentIndex:
    """Look-ups over one document. Where an id stands twice the last one is found; validation reports it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def text(self) -> str:
        """The text; asking for that of a document without one is a bug of the caller."""
        assert self.document.text is not None, f"{self.document.id} has no text"
        return self.document.text

    @cached_property
    def sentences(self) -> dict[str, Sentence]:
        return {sentence.id: sentence for sentence in self.document.sentences}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.document.entities}

    @cached_property
    def mentions(self) -> dict[str, Mention]:
        return {mention.id: mention for mention in self.document.mentions}

    @cached_property
    def propositions(self) -> dict[str, Proposition]:
        return {proposition.id: proposition for proposition in self.document.propositions}

    @cached_property
    def attributions(self) -> dict[str, Attribution]:
        return {attribution.id: attribution for attribution in self.document.attributions}

    @cached_property
    def stances(self) -> dict[str, Stance]:
        return {stance.id: stance for stance in self.document.stances}

    @cached_property
    def mentions_of(self) -> dict[str, list[Mention]]:
        """Mentions by the entity that they mention, in the order of the document."""
        groups: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.document.mentions:
            groups[mention.entity].append(mention)
        return groups

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.document.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence around a code point; None between sentences. Sentences must be in order."""
        number = bisect_right(self._sentence_starts, offset) - 1
        if number < 0:
            return None
        sentence = self.document.sentences[number]
        return sentence if offset < sentence.end else None

    def home(self, spans: Sequence[Span]) -> Sentence | None:
        """The sentence that an annotation belongs to: that of its first span."""
        return self.sentence_at(spans[0].start) if spans else None

    def sentences_of(self, spans: Sequence[Span]) -> list[Sentence]:
        """The sentences that the spans touch, in order."""
        first, last = extent(spans) if spans else (0, 0)
        start = max(bisect_right(self._sentence_starts, first) - 1, 0)
        found = []
        for sentence in self.document.sentences[start:]:
            if sentence.start >= last:
                break
            if any(span.start < sentence.end and sentence.start < span.end for span in spans):
                found.append(sentence)
        return found

    def quote(self, spans: Sequence[Span]) -> str:
        return quote(self.text, spans)

    def name(self, agent: str) -> str:
        """What to call an entity, a proposition, `author` or `implicit`."""
        if agent in self.entities:
            return self.entities[agent].name
        if agent in self.propositions:
            return self.quote(self.propositions[agent].spans)
        return agent

    def holder_spans(self, stance: Stance) -> tuple[Span, ...]:
        """The words that name the holder of a stance there."""
        mention = self.mentions.get(stance.holder_mention or "")
        return mention.spans if mention else ()

    def target_spans(self, stance: Stance) -> tuple[Span, ...]:
        """The words that name the target of a stance there: of a mention, or those of a proposition."""
        named = self.propositions.get(stance.target) or self.mentions.get(stance.target_mention or "")
        return named.spans if named else ()

    def chain(self, attribution_id: str | None) -> tuple[Attribution, ...]:
        """The attributions from the outermost to this one. A cycle ends where it closes."""
        found: list[Attribution] = []
        seen: set[str] = set()
        while attribution_id is not None and attribution_id not in seen:
            seen.add(attribution_id)
            attribution = self.attributions[attribution_id]
            found.append(attribution)
            attribution_id = attribution.parent
        return tuple(reversed(found))

    def agent(self, agent: str) -> str:
        """Who speaks: the issuer of a document or statement, followed to its end, else the agent itself."""
        seen = {agent}
        while agent in self.entities:
            issuer = self.entities[agent].issuer
            if issuer is None or issuer in seen:
                break
            seen.add(issuer)
            agent = issuer
        return agent

    def source_form(self, attribution: Attribution) -> SourceForm:
        """Named where the source or its maker has a name, unnamed where it is only described, else anonymous."""
        agent = self.agent(attribution.source_entity)
        if agent == ids.AUTHOR:
            return "named"
        entities = [self.entities[name] for name in (attribution.source_entity, agent) if name in self.entities]
        if not entities:
            return "anonymous"
        mentions = [mention for entity in entities for mention in self.mentions_of[entity.id]]
        return "named" if any(mention.form == "name" for mention in mentions) else "unnamed"

    def quotation(self, attribution: Attribution) -> Quotation:
        """Direct where the content is all within quotation marks, mixed where a part of it is, else indirect."""
        if not attribution.content:
            return "indirect"
        quoted = [self._is_quoted(span) for span in attribution.content]
        if all(quoted):
            return "direct"
        inside = (self.text[span.start : span.end] for span in attribution.content)
        return "mixed" if any(quoted) or any(mark in part for part in inside for mark in '"“”„«»') else "indirect"

    def _is_quoted(self, span: Span) -> bool:
        inside = self.text[span.start : span.end]
        before = self.text[max(span.start - 3, 0) : span.start].rstrip()[-1:]
        after = self.text[span.end : span.end + 3].lstrip(".,;!?")[:1]
        around = before != "" and before in _OPENING_QUOTES and after != "" and after in _CLOSING_QUOTES
        return around or (inside[:1] in _OPENING_QUOTES and inside.rstrip(".,;!?")[-1:] in _CLOSING_QUOTES)

    def spans_at(self, pointer: str) -> tuple[Span, ...]:
        """The words that a JSON Pointer into the document is about: its own, or those of the annotation around it."""
        value: Any = self.document
        trail = []
        for part in pointer.split("/")[1:]:
            value = value[int(part)] if isinstance(value, tuple) else getattr(value, part, None)
            trail.append(value)
        return next((spans for spans in map(_words, reversed(trail)) if spans), ())

    def mention_at(self, entity: str, spans: Sequence[Span]) -> Mention | None:
        """The mention of an entity with just these offsets."""
        return self._mentions_at.get((entity, offsets(spans)))

    @cached_property
    def _mentions_at(self) -> dict[tuple[str, tuple[tuple[int, int], ...]], Mention]:
        return {(mention.entity, offsets(mention.spans)): mention for mention in self.document.mentions}


def _words(value: Any) -> tuple[Span, ...]:
    match value:
        case Span():
            return (value,)
        case Mention() | Proposition():
            return value.spans
        case Attribution():
            return value.cue or value.content
        case Stance():
            return value.expression
        case Sentence() | Paragraph():
            return (Span(start=value.start, end=value.end),)
        case (Span(), *_):
            return tuple(value)
    return ()


def spans_of(document: Document) -> Iterator[tuple[str, tuple[Span, ...], str]]:
    """Every list of spans of a document with its JSON Pointer, and what it is: mention, head, source, ..."""
    for number, change in enumerate(document.metadata.changes):
        yield f"/metadata/changes/{number}/spans", change.spans, "change"
    for number, mention in enumerate(document.mentions):
        yield f"/mentions/{number}/spans", mention.spans, "mention"
        yield f"/mentions/{number}/head", (mention.head,), "head"
    for number, proposition in enumerate(document.propositions):
        yield f"/propositions/{number}/spans", proposition.spans, "proposition"
    for number, attribution in enumerate(document.attributions):
        yield f"/attributions/{number}/source", attribution.source, "source"
        yield f"/attributions/{number}/cue", attribution.cue, "cue"
        yield f"/attributions/{number}/content", attribution.content, "content"
    for number, stance in enumerate(document.stances):
        yield f"/stances/{number}/expression", stance.expression, "expression"


def stretches(document: Document) -> Iterator[tuple[str, Span]]:
    """Whatever has offsets, with its JSON Pointer: each span of each list, heads, paragraphs and sentences."""
    for pointer, spans, kind in spans_of(document):
        for number, span in enumerate(spans):
            yield (pointer if kind == "head" else f"{pointer}/{number}"), span
    for layer in ("paragraphs", "sentences"):
        parts: tuple[Paragraph | Sentence, ...] = getattr(document, layer)
        for number, part in enumerate(parts):
            yield f"/{layer}/{number}", Span(start=part.start, end=part.end)
