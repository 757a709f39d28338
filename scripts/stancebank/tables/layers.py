"""Rows of the configs that take a whole layer: documents, entities, attributions, stances."""

from collections.abc import Iterator

from stancebank import ids
from stancebank.index import DocumentIndex
from stancebank.labels import STANCE_OF_POLARITY, EntityType
from stancebank.model import Attribution, Document, Sentence
from stancebank.tables.articles import Article, shared_fields
from stancebank.tables.rows import AttributionRow, DocumentRow, EntityRow, MentionOfEntity, StanceRow, TargetKind


def document_rows(article: Article) -> Iterator[DocumentRow]:
    document, entry = article.document, article.entry
    fields = {name: getattr(document, name) for name in Document.__struct_fields__ if name != "id"}
    yield DocumentRow(**shared_fields(article, None), **fields, license=entry.license, redistribute=entry.redistribute)


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
                sentence_id=home.id if (home := index.home(mention.spans)) else None,
            )
            for mention in index.mentions_of[entity.id]
        )
        fields = {name: getattr(entity, name) for name in entity.__struct_fields__ if name != "id"}
        yield EntityRow(**shared_fields(article, entity.id), entity_id=entity.id, **fields, mentions=mentions)


def attribution_rows(article: Article) -> Iterator[AttributionRow]:
    index = DocumentIndex(article.document)
    for attribution in article.document.attributions:
        source, agent = attribution.source_entity, index.agent(attribution.source_entity)
        chain = index.chain(attribution.id)
        touched = (*attribution.source, *attribution.cue, *attribution.content)
        yield AttributionRow(
            **shared_fields(article, attribution.id),
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
        holder_spans, target_spans = index.holder_spans(stance), index.target_spans(stance)
        sentence = index.home(stance.expression)
        before, after = _neighbours(index, sentence)
        kind = _target_kind(stance.target)
        yield StanceRow(
            **shared_fields(article, stance.id),
            stance_id=stance.id,
            holder=stance.holder,
            holder_name=index.name(stance.holder),
            holder_key=_key(index, stance.holder),
            holder_type=_type(index, stance.holder),
            holder_agent_name=index.name(index.agent(stance.holder)),
            holder_text=index.quote(holder_spans) or None,
            holder_spans=holder_spans,
            target=stance.target,
            target_kind=kind,
            target_name=None if article.withhold and kind == "proposition" else index.name(stance.target),
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
