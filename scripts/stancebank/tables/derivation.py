"""From a document to the rows of each config."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from stancebank import ids
from stancebank.index import DocumentIndex
from stancebank.labels import STANCE_OF_POLARITY, AnnotatorKind, EntityType, Origin, PolarityOrNone
from stancebank.manifest import ManifestEntry
from stancebank.model import Attribution, Document, Mention, Sentence, Stance
from stancebank.spans import Span, covers, extent, offsets, overlap
from stancebank.tables.rows import (
    AttributionInSentence,
    AttributionRow,
    DocumentRow,
    EntityRow,
    MentionInSentence,
    MentionOfEntity,
    NerTag,
    PassRow,
    Row,
    SentenceRow,
    StanceInSentence,
    StanceRow,
    TargetKind,
    TargetRow,
)
from stancebank.tokens import tokenize


class Article(Struct, frozen=True):
    """A document, what the manifest says of it, and its passes by annotator."""

    document: Document
    entry: ManifestEntry
    passes: Mapping[str, Document] = {}


def document_rows(article: Article) -> Iterator[DocumentRow]:
    document, entry = article.document, article.entry
    fields = {name: getattr(document, name) for name in Document.__struct_fields__ if name != "id"}
    yield DocumentRow(**_common(article, None), **fields, license=entry.license, redistribute=entry.redistribute)


def sentence_rows(article: Article) -> Iterator[SentenceRow]:
    index = DocumentIndex(article.document)
    paragraphs = article.document.paragraphs
    for number, sentence in enumerate(article.document.sentences):
        text = index.text[sentence.start : sentence.end]
        tokens = tokenize(text)
        mentions = [mention for mention in article.document.mentions if _is_within(mention.spans, sentence)]
        yield SentenceRow(
            **_common(article, sentence.id),
            sentence_id=sentence.id,
            number=number,
            paragraph=next((n for n, p in enumerate(paragraphs) if p.start <= sentence.start < p.end), None),
            role=sentence.role,
            start=sentence.start,
            text=text,
            tokens=tuple(text[start:end] for start, end in tokens),
            token_starts=tuple(start for start, _ in tokens),
            ner_tags=_ner_tags(index, sentence, tokens, mentions),
            mentions=tuple(_mention_in_sentence(index, mention, sentence) for mention in mentions),
            attributions=tuple(
                _attribution_in_sentence(attribution, sentence)
                for attribution in article.document.attributions
                if _home(index, attribution.cue or attribution.content) is sentence
            ),
            stances=tuple(
                _stance_in_sentence(index, stance, sentence)
                for stance in article.document.stances
                if _home(index, stance.expression) is sentence
            ),
        )


def entity_rows(article: Article) -> Iterator[EntityRow]:
    index = DocumentIndex(article.document)
    for entity in article.document.entities:
        mentions = tuple(
            MentionOfEntity(
                id=mention.id,
                text=index.quote(mention.spans),
                spans=mention.spans,
                head=mention.head,
                form=mention.form,
                sentence_id=_sentence_id(index, mention.spans),
            )
            for mention in index.mentions_of[entity.id]
        )
        fields = {name: getattr(entity, name) for name in entity.__struct_fields__ if name != "id"}
        yield EntityRow(**_common(article, entity.id), entity_id=entity.id, **fields, mentions=mentions)


def attribution_rows(article: Article) -> Iterator[AttributionRow]:
    index = DocumentIndex(article.document)
    for attribution in article.document.attributions:
        source, agent = attribution.source_entity, index.agent(attribution.source_entity)
        chain = index.chain(attribution.id)
        touched = (*attribution.source, *attribution.cue, *attribution.content)
        yield AttributionRow(
            **_common(article, attribution.id),
            attribution_id=attribution.id,
            sentence_ids=tuple(sentence.id for sentence in index.sentences_of(touched)),
            source=source,
            source_text=index.quote(attribution.source) or None,
            source_form=index.source_form(attribution),
            source_name=index.name(source),
            source_key=_key(index, source),
            source_type=_type(index, source),
            source_agent=agent,
            source_agent_name=index.name(agent),
            source_agent_key=_key(index, agent),
            cue_text=index.quote(attribution.cue),
            content_text=index.quote(attribution.content),
            source_spans=attribution.source,
            cue_spans=attribution.cue,
            content_spans=attribution.content,
            kind=attribution.kind,
            negated=attribution.negated,
            belief=attribution.belief,
            engagement=attribution.engagement,
            quotation=index.quotation(attribution),
            parent=attribution.parent,
            chain=tuple(index.name(link.source_entity) for link in chain),
            depth=len(chain),
            time=index.name(attribution.time) if attribution.time else None,
        )


def stance_rows(article: Article) -> Iterator[StanceRow]:
    index = DocumentIndex(article.document)
    for stance in article.document.stances:
        chain = index.chain(stance.attribution)
        holder_mention = index.mentions.get(stance.holder_mention or "")
        target_mention = index.mentions.get(stance.target_mention or "")
        target_spans = target_mention.spans if target_mention else ()
        if stance.target in index.propositions:
            target_spans = index.propositions[stance.target].spans
        sentence = _home(index, stance.expression)
        before, after = _neighbours(index, sentence)
        yield StanceRow(
            **_common(article, stance.id),
            stance_id=stance.id,
            holder=stance.holder,
            holder_name=index.name(stance.holder),
            holder_key=_key(index, stance.holder),
            holder_type=_type(index, stance.holder),
            holder_agent_name=index.name(index.agent(stance.holder)),
            holder_text=index.quote(holder_mention.spans) if holder_mention else None,
            holder_spans=holder_mention.spans if holder_mention else (),
            target=stance.target,
            target_kind=_target_kind(stance.target),
            target_name=index.name(stance.target),
            target_key=_key(index, stance.target),
            target_type=_type(index, stance.target),
            target_text=index.quote(target_spans) or None,
            target_spans=target_spans,
            attitude=stance.attitude,
            polarity=stance.polarity,
            stance=STANCE_OF_POLARITY[stance.polarity],
            intensity=stance.intensity,
            expression_text=index.quote(stance.expression),
            expression_spans=stance.expression,
            sentence_id=sentence.id if sentence else None,
            sentence=_text(index, sentence),
            sentence_start=sentence.start if sentence else None,
            previous_sentence=_text(index, before),
            next_sentence=_text(index, after),
            attribution=stance.attribution,
            chain=tuple(index.name(link.source_entity) for link in chain),
            chain_text=" > ".join(_link_text(index, link) for link in chain),
            depth=len(chain),
            basis=stance.basis,
            inferred=stance.inferred,
            hedged=stance.hedged,
            hypothetical=stance.hypothetical,
            ironic=stance.ironic,
            uncertain=stance.uncertain,
            time=index.name(stance.time) if stance.time else None,
        )


def target_rows(article: Article) -> Iterator[TargetRow]:
    index = DocumentIndex(article.document)
    for mention in article.document.mentions:
        sentence = _home(index, mention.spans)
        if sentence is None or not _is_within(mention.spans, sentence):
            continue
        entity = index.entities[mention.entity]
        stances = [
            stance
            for stance in article.document.stances
            if stance.target_mention == mention.id and _home(index, stance.expression) is sentence
        ]
        yield TargetRow(
            **_common(article, mention.id),
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


_PASS_ATTRIBUTES: Final = {
    "mentions": ("form",),
    "attributions": ("kind", "negated", "belief", "engagement"),
    "stances": ("attitude", "polarity", "intensity", "basis", "inferred", "hedged", "hypothetical", "ironic"),
}


def pass_rows(article: Article) -> Iterator[PassRow]:
    for annotator, document in article.passes.items():
        index = DocumentIndex(document)
        kinds: dict[str, AnnotatorKind] = {one.id: one.kind for one in document.provenance.annotators}
        for layer, annotation, spans, labels in _units(index):
            unit = f"{layer}:{','.join(f'{start}-{end}' for start, end in offsets(spans))}"
            for attribute, label in labels.items():
                yield PassRow(
                    **_common(article, f"{annotator}/{annotation.id}/{attribute}"),
                    annotator=annotator,
                    annotator_kind=kinds.get(annotator),
                    layer=layer,
                    unit=unit,
                    text=index.quote(spans),
                    spans=spans,
                    attribute=attribute,
                    label=label,
                )


def _units(index: DocumentIndex) -> Iterator[tuple[Any, Any, tuple[Span, ...], dict[str, str | None]]]:
    """Layer, annotation, the spans that make the unit (of an attribution its cue), and its labels."""
    for mention in index.document.mentions:
        entity = index.entities[mention.entity]
        labels = {"entity": entity.name, "type": entity.type, "key": entity.key}
        yield "mentions", mention, mention.spans, {**labels, **_labels("mentions", mention)}
    for attribution in index.document.attributions:
        roles = {
            "source": index.quote(attribution.source) or attribution.source_entity,
            "content": index.quote(attribution.content) or None,
            "parent": index.quote(index.attributions[attribution.parent].cue) if attribution.parent else None,
        }
        yield "attributions", attribution, attribution.cue, {**roles, **_labels("attributions", attribution)}
    for stance in index.document.stances:
        roles = {"holder": index.name(stance.holder), "target": index.name(stance.target)}
        yield "stances", stance, stance.expression, {**roles, **_labels("stances", stance)}


def _labels(layer: str, annotation: Any) -> dict[str, str | None]:
    return {name: str(getattr(annotation, name)).replace("True", "true").replace("False", "false")
            for name in _PASS_ATTRIBUTES[layer]}  # fmt: skip


CONFIGS: Final[dict[str, tuple[type[Row], Callable[[Article], Iterator[Row]]]]] = {
    "documents": (DocumentRow, document_rows),
    "sentences": (SentenceRow, sentence_rows),
    "entities": (EntityRow, entity_rows),
    "attributions": (AttributionRow, attribution_rows),
    "stances": (StanceRow, stance_rows),
    "targets": (TargetRow, target_rows),
    "passes": (PassRow, pass_rows),
}


def _common(article: Article, part: str | None) -> dict[str, Any]:
    document = article.document
    origin: Origin = article.entry.origin
    return {
        "id": document.id if part is None else f"{document.id}/{part}",
        "document_id": document.id,
        "group": article.entry.group,
        "origin": origin,
        "date": document.metadata.date,
        "publisher": document.metadata.publisher,
    }


def _home(index: DocumentIndex, spans: Sequence[Span]) -> Sentence | None:
    """The sentence that an annotation belongs to: that of its first span."""
    return index.sentence_at(spans[0].start) if spans else None


def _sentence_id(index: DocumentIndex, spans: Sequence[Span]) -> str | None:
    home = _home(index, spans)
    return home.id if home else None


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
    holder, target = (index.mentions.get(name or "") for name in (stance.holder_mention, stance.target_mention))
    whole = {
        "holder_spans": holder.spans if holder else (),
        "target_spans": target.spans if target else (),
        "expression": stance.expression,
    }
    if stance.target in index.propositions:
        whole["target_spans"] = index.propositions[stance.target].spans
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


def _key(index: DocumentIndex, agent: str) -> str | None:
    return index.entities[agent].key if agent in index.entities else None


def _type(index: DocumentIndex, agent: str) -> EntityType | None:
    return index.entities[agent].type if agent in index.entities else None


def _target_kind(target: str) -> TargetKind:
    if target == ids.IMPLICIT:
        return "implicit"
    return "proposition" if target.startswith("p") else "entity"


def _neighbours(index: DocumentIndex, sentence: Sentence | None) -> tuple[Sentence | None, Sentence | None]:
    if sentence is None:
        return None, None
    around = (None, *index.document.sentences, None)
    number = around.index(sentence)
    return around[number - 1], around[number + 1]


def _text(index: DocumentIndex, sentence: Sentence | None) -> str | None:
    return index.text[sentence.start : sentence.end] if sentence else None


def _link_text(index: DocumentIndex, attribution: Attribution) -> str:
    return f"{index.name(attribution.source_entity)}: {index.quote(attribution.cue)}"
