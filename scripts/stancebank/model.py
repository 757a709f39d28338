"""The typed model: what a document of the corpus holds.

It is the one source of truth. The JSON Schema, the Arrow schema and the Hugging Face features derive from these
structs and from `stancebank.labels`. Field order is the order of keys in canonical JSON.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from stancebank import ids
from stancebank.labels import (
    AnnotatorKind,
    Attitude,
    AttributionKind,
    Basis,
    Belief,
    Completeness,
    Engagement,
    EntitySubtype,
    EntityType,
    Intensity,
    MentionForm,
    NilReason,
    Phenomenon,
    Polarity,
    PropositionKind,
    SentenceRole,
)
from stancebank.spans import Offset, Span

SCHEMA_VERSION: Final = "1.0"

DocumentId = Annotated[str, Meta(pattern=ids.DOCUMENT, description="Identifies the document; never a path.")]
Sha256 = Annotated[str, Meta(pattern=ids.SHA256)]
SentenceId = Annotated[str, Meta(pattern=ids.SENTENCE)]
EntityId = Annotated[str, Meta(pattern=ids.ENTITY)]
MentionId = Annotated[str, Meta(pattern=ids.MENTION)]
PropositionId = Annotated[str, Meta(pattern=ids.PROPOSITION)]
AttributionId = Annotated[str, Meta(pattern=ids.ATTRIBUTION)]
StanceId = Annotated[str, Meta(pattern=ids.STANCE)]
AgentId = Annotated[str, Meta(pattern=ids.AGENT)]
TargetId = Annotated[str, Meta(pattern=ids.TARGET)]
AnnotatorId = Annotated[str, Meta(pattern=ids.NAME)]


class _Annotation(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Change(_Annotation, frozen=True, kw_only=True):
    """One intended difference between a contrast twin and the document that it is the twin of."""

    spans: Annotated[tuple[Span, ...], Meta(description="Where this document differs; empty for a deletion.")] = ()
    description: Annotated[str, Meta(description="Which annotated fact changes, and how.")]


class Metadata(_Annotation, frozen=True, kw_only=True):
    """What is known of the article beyond its text. Names are those of Dublin Core where it has one."""

    title: Annotated[str | None, Meta(description="The headline.")] = None
    publisher: Annotated[str | None, Meta(description="The outlet; null where unknown.")] = None
    date: Annotated[
        Annotated[str, Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$(?!\n)")] | None,
        Meta(description="Date of publication, ISO 8601 to the day, month or year; null where unknown."),
    ] = None
    url: Annotated[str | None, Meta(description="Where the article was published.")] = None
    language: Annotated[str, Meta(description="Language of the text, a BCP 47 tag.")] = "en"
    topic: Annotated[str | None, Meta(description="What the article is about, in a word or two.")] = None
    phenomena: Annotated[tuple[Phenomenon, ...], Meta(description="Phenomena of the guidelines that occur.")] = ()
    twin_of: Annotated[DocumentId | None, Meta(description="The document that this is a contrast twin of.")] = None
    changes: Annotated[tuple[Change, ...], Meta(description="For a twin: what differs, and where.")] = ()


class Layers(_Annotation, frozen=True, kw_only=True):
    """How complete each layer is, so that a layer nobody annotated does not read as one without content."""

    paragraphs: Annotated[Completeness, Meta(description="Paragraphs.")] = "none"
    sentences: Annotated[Completeness, Meta(description="Sentences.")] = "none"
    entities: Annotated[Completeness, Meta(description="Entities: coreference, types and keys.")] = "none"
    mentions: Annotated[Completeness, Meta(description="Mentions of entities.")] = "none"
    propositions: Annotated[Completeness, Meta(description="Propositions that stances are taken toward.")] = "none"
    attributions: Annotated[Completeness, Meta(description="Attributions.")] = "none"
    stances: Annotated[Completeness, Meta(description="Stances.")] = "none"


LAYERS: Final = Layers.__struct_fields__
"""The names of the layers, which are also the names of their lists in a document."""


class Annotator(_Annotation, frozen=True, kw_only=True):
    """Who annotated."""

    id: Annotated[AnnotatorId, Meta(description="Identifies the annotator in this document and in passes/.")]
    kind: Annotated[AnnotatorKind, Meta(description="A person, a language model or a rule-based program.")]
    name: Annotated[str, Meta(description="Name and version, as far as known.")]


class Decision(_Annotation, frozen=True, kw_only=True):
    """What the adjudicator decided where the passes differ, or where the guidelines leave room."""

    about: Annotated[
        tuple[Annotated[str, Meta(pattern=ids.ANNOTATION)], ...],
        Meta(description="Ids of the annotations that came of it; empty where something was left out."),
    ] = ()
    chosen: Annotated[
        AnnotatorId | None,
        Meta(description="The annotator whose reading was taken; null where it is the adjudicator's own."),
    ] = None
    rule: Annotated[str | None, Meta(description="The rule of the guidelines that decided.")] = None
    reason: Annotated[str, Meta(description="Why, in a sentence.")]


class Provenance(_Annotation, frozen=True, kw_only=True):
    """How the annotation came about."""

    annotators: Annotated[tuple[Annotator, ...], Meta(description="Everybody who annotated.")] = ()
    passes: Annotated[
        tuple[AnnotatorId, ...], Meta(description="Annotators of the independent passes behind this document.")
    ] = ()
    adjudicated_by: Annotated[
        AnnotatorId | None, Meta(description="The annotator who made one document of the passes; null for a pass.")
    ] = None
    decisions: Annotated[tuple[Decision, ...], Meta(description="The adjudicator's decisions worth a reason.")] = ()
    guidelines: Annotated[str | None, Meta(description="Version of the guidelines that were followed.")] = None


class Paragraph(_Annotation, frozen=True, kw_only=True, gc=False):
    """A paragraph of the text (CoNLL-U `newpar`)."""

    start: Annotated[Offset, Meta(description="First code point of the paragraph.")]
    end: Annotated[Offset, Meta(description="One past its last code point.")]


class Sentence(_Annotation, frozen=True, kw_only=True, gc=False):
    """A sentence (CoNLL-U `sent_id`); headlines are sentences, as in PolNeAR."""

    id: Annotated[SentenceId, Meta(description="Identifies the sentence.")]
    start: Annotated[Offset, Meta(description="First code point of the sentence.")]
    end: Annotated[Offset, Meta(description="One past its last code point.")]
    role: Annotated[SentenceRole, Meta(description="The part that the sentence plays in the article.")] = "body"


class Entity(_Annotation, frozen=True, kw_only=True):
    """Something in the world that the text speaks of. Types are CorefUD's; linking is on the entity."""

    id: Annotated[EntityId, Meta(description="Identifies the entity in this document.")]
    type: Annotated[EntityType, Meta(description="What kind of thing it is (CorefUD).")]
    subtype: Annotated[
        EntitySubtype | None, Meta(description="`gpe` for a place with a government (ACE, ERE), since states act.")
    ] = None
    name: Annotated[str, Meta(description="Canonical name, or a short description of what has none.")]
    key: Annotated[
        Annotated[str, Meta(pattern=ids.KEY)] | None,
        Meta(description="Wikidata QID, or an id `NIL-…` that is the same in every document (TAC KBP)."),
    ] = None
    nil_reason: Annotated[NilReason | None, Meta(description="Why the key is a NIL id; null for a QID.")] = None
    member_of: Annotated[
        tuple[EntityId, ...], Meta(description="Plural entities that this is a subset or a conjunct of.")
    ] = ()
    issuer: Annotated[
        AgentId | None, Meta(description="Who made this document or statement; null for what is none.")
    ] = None
    denotes: Annotated[
        Annotated[str, Meta(pattern=ids.DENOTATION)] | None,
        Meta(description="The attribution or proposition that the entity is, as 'his comments' is what he said."),
    ] = None


class Mention(_Annotation, frozen=True, kw_only=True):
    """A place in the text where an entity is mentioned (ACE and ERE mention levels, CorefUD head)."""

    id: Annotated[MentionId, Meta(description="Identifies the mention.")]
    entity: Annotated[EntityId, Meta(description="The entity mentioned.")]
    spans: Annotated[tuple[Span, ...], Meta(min_length=1, description="The full noun phrase.")]
    head: Annotated[Span, Meta(description="The head of the phrase, inside one of the spans.")]
    form: Annotated[MentionForm, Meta(description="Name (NAM), nominal (NOM) or pronoun (PRO).")]


class Proposition(_Annotation, frozen=True, kw_only=True):
    """A clause that a stance is taken toward (MPQA 3.0 sTarget; BeSt event and relation targets)."""

    id: Annotated[PropositionId, Meta(description="Identifies the proposition.")]
    spans: Annotated[tuple[Span, ...], Meta(min_length=1, description="The clause.")]
    kind: Annotated[PropositionKind, Meta(description="An event, a claim or a plan.")]


class Attribution(_Annotation, frozen=True, kw_only=True):
    """Content attributed to a source (PARC 3.0, PolNeAR), nested as in MPQA. The forest is rooted in the author."""

    id: Annotated[AttributionId, Meta(description="Identifies the attribution.")]
    source: Annotated[
        tuple[Span, ...], Meta(description="The words that name the source; empty for `author` and `implicit`.")
    ] = ()
    source_entity: Annotated[AgentId, Meta(description="The source: an entity id, `author` or `implicit`.")]
    cue: Annotated[tuple[Span, ...], Meta(description="The words that attribute.")] = ()
    content: Annotated[tuple[Span, ...], Meta(description="What is attributed; empty for a refusal to comment.")] = ()
    parent: Annotated[
        AttributionId | None, Meta(description="The attribution that reports this one; null at the author's level.")
    ] = None
    kind: Annotated[AttributionKind, Meta(description="What the source does with the content.")]
    negated: Annotated[bool, Meta(description="Whether the cue is negated: 'has not confirmed'.")] = False
    belief: Annotated[
        Belief,
        Meta(description="The source's commitment to the content (BeSt): committed, non-committed, not applicable."),
    ]
    engagement: Annotated[
        Engagement,
        Meta(description="How the reporting voice stands to the content (Martin and White 2005)."),
    ] = "acknowledge"
    time: Annotated[EntityId | None, Meta(description="The time entity that dates the attribution.")] = None


class Stance(_Annotation, frozen=True, kw_only=True):
    """A stance of a holder toward a target (MPQA attitudes; SemEval-2022 Task 10 holder, target, expression)."""

    id: Annotated[StanceId, Meta(description="Identifies the stance.")]
    holder: Annotated[AgentId, Meta(description="Whose stance: an entity id, `author` or `implicit`.")]
    holder_mention: Annotated[
        MentionId | None, Meta(description="The mention that names the holder there; null where none does.")
    ] = None
    target: Annotated[TargetId, Meta(description="Toward what: an entity or proposition id, or `implicit`.")]
    target_mention: Annotated[
        MentionId | None, Meta(description="The mention that names the target there; null where none does.")
    ] = None
    attitude: Annotated[Attitude, Meta(description="Kind of attitude (MPQA).")]
    polarity: Annotated[Polarity, Meta(description="For, against, engaged without a side, or both.")]
    intensity: Annotated[Intensity, Meta(description="How strongly it is put.")]
    expression: Annotated[tuple[Span, ...], Meta(description="The words that express the stance.")] = ()
    attribution: Annotated[
        AttributionId | None, Meta(description="The innermost attribution that voices it; null at the author's level.")
    ] = None
    basis: Annotated[Basis, Meta(description="Whether it is said, or shown by a deed that is narrated.")] = "said"
    inferred: Annotated[bool, Meta(description="Whether it follows from another stance.")] = False
    hedged: Annotated[bool, Meta(description="Whether its expression is weakened.")] = False
    hypothetical: Annotated[bool, Meta(description="Whether it holds under a condition only.")] = False
    ironic: Annotated[bool, Meta(description="Whether it is meant otherwise than worded.")] = False
    uncertain: Annotated[bool, Meta(description="Whether the annotator doubts it.")] = False
    time: Annotated[EntityId | None, Meta(description="The time entity that dates the stance.")] = None


class Document(_Annotation, frozen=True, kw_only=True):
    """An annotated article. `text` is null only where the article's text is kept elsewhere and was not found."""

    schema_version: Annotated[Literal["1.0"], Meta(description="Version of this format.")]
    id: DocumentId
    sha256: Annotated[Sha256, Meta(description="SHA-256 of the text in UTF-8, in hexadecimal.")]
    text: Annotated[
        str | None, Meta(description="The text, with LF line ends and no BOM; null in stand-off files.")
    ] = None
    metadata: Annotated[Metadata, Meta(description="About the article.")] = Metadata()
    layers: Annotated[Layers, Meta(description="How complete each layer is.")]
    provenance: Annotated[Provenance, Meta(description="How the annotation came about.")] = Provenance()
    paragraphs: Annotated[tuple[Paragraph, ...], Meta(description="Paragraphs, in order.")] = ()
    sentences: Annotated[tuple[Sentence, ...], Meta(description="Sentences, in order.")] = ()
    entities: Annotated[tuple[Entity, ...], Meta(description="Entities.")] = ()
    mentions: Annotated[tuple[Mention, ...], Meta(description="Mentions, in order of the text.")] = ()
    propositions: Annotated[tuple[Proposition, ...], Meta(description="Propositions.")] = ()
    attributions: Annotated[tuple[Attribution, ...], Meta(description="Attributions.")] = ()
    stances: Annotated[tuple[Stance, ...], Meta(description="Stances.")] = ()


class DocumentFile(Document, frozen=True, kw_only=True):
    """A document as a JSON file holds it, with the file's own pointer to the JSON Schema."""

    schema_uri: Annotated[
        str | None, Meta(description="Where an editor finds the JSON Schema, relative to this file.")
    ] = field(default=None, name="$schema")
