"""The closed label sets, one Literal each.

The order of a Literal is the order in which `ClassLabel` numbers it in published files: append, never reorder.
"""

from typing import Literal

SentenceRole = Literal["headline", "body", "caption", "byline", "other"]
EntityType = Literal[
    "person",
    "place",
    "organization",
    "animal",
    "plant",
    "object",
    "substance",
    "time",
    "number",
    "abstract",
    "event",
    "other",
]
EntitySubtype = Literal["gpe"]
NilReason = Literal["no_entry", "unidentified", "generic", "uncertain"]
MentionForm = Literal["name", "nominal", "pronoun"]
PropositionKind = Literal["event", "claim", "plan"]
AttributionKind = Literal["statement", "decree", "intention", "knowledge", "attitude"]
Belief = Literal["CB", "NCB", "NA"]
Engagement = Literal["acknowledge", "distance", "endorse"]
Attitude = Literal["sentiment", "arguing", "agreement", "intention", "speculation"]
Polarity = Literal["positive", "negative", "neutral", "mixed"]
Intensity = Literal["low", "medium", "high"]
Basis = Literal["said", "deed"]
Completeness = Literal["complete", "partial", "none"]
AnnotatorKind = Literal["human", "model", "rule"]
Phenomenon = Literal[
    "nested_attribution",
    "denial",
    "refusal_to_comment",
    "anonymous_source",
    "collective_holder",
    "author_holder",
    "implicit_holder",
    "irony",
    "hypothetical_stance",
    "stance_change",
    "opposed_holders",
    "opposed_parts",
    "proposition_target",
    "event_target",
    "claim_target",
    "epistemic_stance",
    "intention",
    "inferred_stance",
    "negated_expression",
    "weakened_headline",
    "quotation_across_paragraphs",
    "discontinuous_content",
    "evaluative_cue",
    "document_source",
    "diacritics",
    "emoji_and_rtl",
    "epithet",
]

Origin = Literal["seed", "companion", "external"]
Split = Literal["train", "validation", "test"]

Quotation = Literal["direct", "indirect", "mixed"]
SourceForm = Literal["named", "unnamed", "anonymous"]
StanceLabel = Literal["FAVOR", "AGAINST", "NONE"]
PolarityOrNone = Literal["positive", "negative", "neutral", "mixed", "none"]

STANCE_OF_POLARITY: dict[Polarity, StanceLabel] = {
    "positive": "FAVOR",
    "negative": "AGAINST",
    "neutral": "NONE",
    "mixed": "NONE",
}


SYNONYMS: dict[str, str] = {
    "against": "negative",
    "anti": "negative",
    "oppose": "negative",
    "favor": "positive",
    "favour": "positive",
    "support": "positive",
    "both": "mixed",
    "none": "neutral",
    "per": "person",
    "loc": "place",
    "location": "place",
    "gpe": "place",
    "org": "organization",
    "date": "time",
    "quantity": "number",
    "nam": "name",
    "nom": "nominal",
    "title": "headline",
}
"""Labels of other schemes that people write, and what is meant by them here."""


def spell(value: str | bool | None) -> str:
    """A label, a flag or nothing at all as one word."""
    return str(value).lower() if isinstance(value, bool | None) else value
