"""One struct for the rows of each config. Offsets are code points; those of a sentence's parts count from its start."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from stancebank.labels import (
    AnnotatorKind,
    Attitude,
    AttributionKind,
    Basis,
    Belief,
    Engagement,
    EntitySubtype,
    EntityType,
    Intensity,
    MentionForm,
    NilReason,
    Origin,
    Polarity,
    PolarityOrNone,
    Quotation,
    SentenceRole,
    SourceForm,
    StanceLabel,
)
from stancebank.model import (
    Attribution,
    Entity,
    Layers,
    Mention,
    Metadata,
    Paragraph,
    Proposition,
    Provenance,
    Sentence,
    Stance,
)
from stancebank.spans import Span, Words

NerTag = Literal[
    "O",
    "B-person",
    "I-person",
    "B-place",
    "I-place",
    "B-organization",
    "I-organization",
    "B-animal",
    "I-animal",
    "B-plant",
    "I-plant",
    "B-object",
    "I-object",
    "B-substance",
    "I-substance",
    "B-time",
    "I-time",
    "B-number",
    "I-number",
    "B-abstract",
    "I-abstract",
    "B-event",
    "I-event",
    "B-other",
    "I-other",
]
Layer = Literal["mentions", "attributions", "stances"]
TargetKind = Literal["entity", "proposition", "implicit"]

_RowId = Annotated[str, Meta(description="Identifies the row: the document's id, and the annotation's after a slash.")]
_Spans = tuple[Span, ...]


class Row(Struct, frozen=True, kw_only=True):
    """What every config carries, so that nobody has to join."""

    id: _RowId
    document_id: str
    group: Annotated[str, Meta(description="Documents that share a split: an article and its contrast twin.")]
    origin: Origin
    date: str | None
    publisher: str | None


class DocumentRow(Row, frozen=True, kw_only=True):
    """A document with every layer nested, in the form of the model."""

    license: str
    redistribute: bool
    schema_version: str
    sha256: str
    text: Words
    metadata: Metadata
    layers: Layers
    provenance: Provenance
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    propositions: tuple[Proposition, ...]
    attributions: tuple[Attribution, ...]
    stances: tuple[Stance, ...]


class MentionInSentence(Struct, frozen=True, kw_only=True):
    id: str
    entity: str
    name: str
    key: str | None
    type: EntityType
    form: MentionForm
    spans: _Spans
    head: Span


class AttributionInSentence(Struct, frozen=True, kw_only=True):
    id: str
    source_entity: str
    source: _Spans
    cue: _Spans
    content: _Spans
    kind: AttributionKind
    negated: bool
    belief: Belief
    engagement: Engagement
    parent: str | None
    truncated: Annotated[bool, Meta(description="Whether spans in other sentences were left out.")]


class StanceInSentence(Struct, frozen=True, kw_only=True):
    id: str
    holder: str
    holder_spans: _Spans
    target: str
    target_spans: _Spans
    expression: _Spans
    attitude: Attitude
    polarity: Polarity
    intensity: Intensity
    attribution: str | None
    truncated: Annotated[bool, Meta(description="Whether spans in other sentences were left out.")]


class SentenceRow(Row, frozen=True, kw_only=True):
    """A sentence with tokens, tags and what is annotated in it."""

    sentence_id: str
    number: Annotated[int, Meta(description="Position in the document, from 0.")]
    paragraph: Annotated[int | None, Meta(description="Position of its paragraph, from 0; null outside paragraphs.")]
    role: SentenceRole
    start: Annotated[int, Meta(description="Offset of the sentence in the document.")]
    text: Words
    sha256: Annotated[str, Meta(description="SHA-256 of the text of the sentence in UTF-8.")]
    tokens: tuple[Words, ...]
    token_starts: tuple[int, ...]
    ner_tags: Annotated[tuple[NerTag, ...], Meta(description="BIO tags of the outermost mentions that are names.")]
    mentions: tuple[MentionInSentence, ...]
    attributions: tuple[AttributionInSentence, ...]
    stances: tuple[StanceInSentence, ...]


class MentionOfEntity(Struct, frozen=True, kw_only=True):
    id: str
    text: Words
    spans: _Spans
    head: Span
    form: MentionForm
    sentence_id: str | None


class EntityRow(Row, frozen=True, kw_only=True):
    """An entity with its mentions."""

    entity_id: str
    type: EntityType
    subtype: EntitySubtype | None
    name: str
    key: str | None
    nil_reason: NilReason | None
    member_of: tuple[str, ...]
    issuer: str | None
    denotes: str | None
    mentions: tuple[MentionOfEntity, ...]


class AttributionRow(Row, frozen=True, kw_only=True):
    """An attribution with its source, and the chain of sources that it comes through."""

    attribution_id: str
    sentence_ids: tuple[str, ...]
    source: str
    source_text: Words
    source_form: SourceForm
    source_name: str
    source_key: str | None
    source_type: EntityType | None
    source_agent: Annotated[str, Meta(description="Who speaks: of a document its issuer, else the source.")]
    source_agent_name: str
    source_agent_key: str | None
    cue_text: Words
    content_text: Words
    source_spans: _Spans
    cue_spans: _Spans
    content_spans: _Spans
    kind: AttributionKind
    negated: bool
    belief: Belief
    engagement: Engagement
    quotation: Quotation
    parent: str | None
    chain: Annotated[tuple[str, ...], Meta(description="Names of the sources from the outermost to this one.")]
    depth: Annotated[int, Meta(description="Attributions from the author's level to this one, itself included.")]
    time: Annotated[str | None, Meta(description="Name of the time entity.")]


class StanceRow(Row, frozen=True, kw_only=True):
    """A stance: who, toward whom or what, in which words, and through whose voices."""

    stance_id: str
    holder: str
    holder_name: str
    holder_key: str | None
    holder_type: EntityType | None
    holder_agent_name: str
    holder_text: Words
    holder_spans: _Spans
    target: str
    target_kind: TargetKind
    target_name: Annotated[str | None, Meta(description="Of a proposition its words; null if they are left out.")]
    target_key: str | None
    target_type: EntityType | None
    target_text: Words
    target_spans: _Spans
    attitude: Attitude
    polarity: Polarity
    stance: Annotated[StanceLabel, Meta(description="FAVOR, AGAINST or NONE; `mixed` and `neutral` are NONE.")]
    intensity: Intensity
    expression_text: Words
    expression_spans: _Spans
    sentence_id: str | None
    sentence: Words
    sentence_start: int | None
    previous_sentence: Words
    next_sentence: Words
    attribution: str | None
    chain: Annotated[tuple[str, ...], Meta(description="Sources from the outermost to the voice of this stance.")]
    chain_text: Annotated[Words, Meta(description="The chain in words: source and cue, outermost first.")]
    depth: Annotated[int, Meta(description="Length of the chain; 0 at the author's level.")]
    basis: Basis
    inferred: bool
    hedged: bool
    hypothetical: bool
    ironic: bool
    uncertain: bool
    time: Annotated[str | None, Meta(description="Name of the time entity.")]


class TargetRow(Row, frozen=True, kw_only=True):
    """A sentence and one entity mention in it, with the polarity toward it, or none."""

    sentence_id: str
    mention_id: str
    text: Annotated[Words, Meta(description="The sentence.")]
    mention: Annotated[Words, Meta(description="What the mention says.")]
    spans: _Spans
    form: MentionForm
    entity_id: str
    name: str
    key: str | None
    type: EntityType
    polarity: Annotated[
        PolarityOrNone,
        Meta(description="Toward this mention; `mixed` where stances differ, `none` where there is none."),
    ]
    holders: Annotated[tuple[str, ...], Meta(description="Names of those who take the stances.")]
    stance_ids: tuple[str, ...]


class PassRow(Row, frozen=True, kw_only=True):
    """One annotator's label for one attribute of one unit, before adjudication."""

    annotator: str
    annotator_kind: AnnotatorKind | None
    layer: Layer
    unit: Annotated[str, Meta(description="Where the unit is: the same for annotators who marked the same text.")]
    text: Words
    spans: _Spans
    attribute: str
    label: str | None
    label_spans: Annotated[_Spans, Meta(description="The words that the label quotes; empty where it is none.")]
