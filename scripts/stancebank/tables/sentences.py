"""Rows of the configs that go by sentences, with offsets that count from the start of the sentence."""

from collections.abc import Iterator, Sequence
from typing import Any

from stancebank import manifest
from stancebank.index import DocumentIndex
from stancebank.labels import PolarityOrNone
from stancebank.model import Attribution, Mention, Sentence, Stance
from stancebank.spans import Span, covers, extent, overlap
from stancebank.tables.articles import Article, shared_fields
from stancebank.tables.rows import (
    AttributionInSentence,
    MentionInSentence,
    NerTag,
    SentenceRow,
    StanceInSentence,
    TargetRow,
)
from stancebank.tokens import tokenize


def sentence_rows(article: Article) -> Iterator[SentenceRow]:
    index = DocumentIndex(article.document)
    paragraphs = article.document.paragraphs
    for number, sentence in enumerate(article.document.sentences):
        text = index.text[sentence.start : sentence.end]
        tokens = tokenize(text)
        mentions = [mention for mention in article.document.mentions if _is_within(mention.spans, sentence)]
        yield SentenceRow(
            **shared_fields(article, sentence.id),
            sentence_id=sentence.id,
            number=number,
            paragraph=next((n for n, p in enumerate(paragraphs) if p.start <= sentence.start < p.end), None),
            role=sentence.role,
            start=sentence.start,
            text=text,
            sha256=manifest.sha256(text),
            tokens=tuple(text[start:end] for start, end in tokens),
            token_starts=tuple(start for start, _ in tokens),
            ner_tags=_ner_tags(index, sentence, tokens, mentions),
            mentions=tuple(_mention_in_sentence(index, mention, sentence) for mention in mentions),
            attributions=tuple(
                _attribution_in_sentence(attribution, sentence)
                for attribution in article.document.attributions
                if index.home(attribution.cue or attribution.content) is sentence
            ),
            stances=tuple(
                _stance_in_sentence(index, stance, sentence)
                for stance in article.document.stances
                if index.home(stance.expression) is sentence
            ),
        )


def target_rows(article: Article) -> Iterator[TargetRow]:
    index = DocumentIndex(article.document)
    for mention in article.document.mentions:
        sentence = index.home(mention.spans)
        if sentence is None or not _is_within(mention.spans, sentence):
            continue
        entity = index.entities[mention.entity]
        stances = [
            stance
            for stance in article.document.stances
            if stance.target_mention == mention.id and index.home(stance.expression) is sentence
        ]
        yield TargetRow(
            **shared_fields(article, mention.id),
            sentence_id=sentence.id,
            mention_id=mention.id,
            text=index.text[sentence.start : sentence.end],
            mention=index.quote(mention.spans),
            spans=_moved(mention.spans, sentence),
            form=mention.form,
            entity_id=entity.id,
            name=entity.name,
            key=entity.key,
            type=entity.type,
            polarity=_polarity(stances),
            holders=tuple(dict.fromkeys(index.name(stance.holder) for stance in stances)),
            stance_ids=tuple(stance.id for stance in stances),
        )


def _is_within(spans: Sequence[Span], sentence: Sentence) -> bool:
    first, last = extent(spans)
    return sentence.start <= first and last <= sentence.end


def _moved(spans: Sequence[Span], sentence: Sentence) -> tuple[Span, ...]:
    """The spans inside a sentence, counted from its start."""
    return tuple(
        Span(start=span.start - sentence.start, end=span.end - sentence.start, text=span.text)
        for span in spans
        if _is_within((span,), sentence)
    )


def _mention_in_sentence(index: DocumentIndex, mention: Mention, sentence: Sentence) -> MentionInSentence:
    entity = index.entities[mention.entity]
    return MentionInSentence(
        id=mention.id,
        entity=entity.id,
        name=entity.name,
        key=entity.key,
        type=entity.type,
        form=mention.form,
        spans=_moved(mention.spans, sentence),
        head=_moved((mention.head,), sentence)[0],
    )


def _attribution_in_sentence(attribution: Attribution, sentence: Sentence) -> AttributionInSentence:
    parts = {name: _moved(getattr(attribution, name), sentence) for name in ("source", "cue", "content")}
    return AttributionInSentence(
        id=attribution.id,
        source_entity=attribution.source_entity,
        kind=attribution.kind,
        negated=attribution.negated,
        belief=attribution.belief,
        engagement=attribution.engagement,
        parent=attribution.parent,
        truncated=any(len(spans) < len(getattr(attribution, name)) for name, spans in parts.items()),
        **parts,
    )


def _stance_in_sentence(index: DocumentIndex, stance: Stance, sentence: Sentence) -> StanceInSentence:
    whole = {
        "holder_spans": index.holder_spans(stance),
        "target_spans": index.target_spans(stance),
        "expression": stance.expression,
    }
    parts = {name: _moved(spans, sentence) for name, spans in whole.items()}
    return StanceInSentence(
        id=stance.id,
        holder=stance.holder,
        target=stance.target,
        attitude=stance.attitude,
        polarity=stance.polarity,
        intensity=stance.intensity,
        attribution=stance.attribution,
        truncated=any(len(parts[name]) < len(spans) for name, spans in whole.items()),
        **parts,
    )


def _ner_tags(
    index: DocumentIndex, sentence: Sentence, tokens: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> tuple[NerTag, ...]:
    """BIO tags over the tokens of a sentence; of nested names the outermost counts."""
    names = [mention for mention in mentions if mention.form == "name" and len(mention.spans) == 1]
    outermost = [
        mention
        for mention in names
        if not any(other is not mention and covers(other.spans, mention.spans) for other in names)
    ]
    tags: list[Any] = ["O"] * len(tokens)
    for mention in outermost:
        entity_type = index.entities[mention.entity].type
        prefix = "B"
        for number, (start, end) in enumerate(tokens):
            token = Span(start=start + sentence.start, end=end + sentence.start)
            if overlap((token,), mention.spans):
                tags[number] = f"{prefix}-{entity_type}"
                prefix = "I"
    return tuple(tags)


def _polarity(stances: Sequence[Stance]) -> PolarityOrNone:
    """One polarity of several: a side taken beats none taken, and two sides are mixed."""
    found = {stance.polarity for stance in stances}
    sides = found - {"neutral"} or found
    if not sides:
        return "none"
    return next(iter(sides)) if len(sides) == 1 else "mixed"
