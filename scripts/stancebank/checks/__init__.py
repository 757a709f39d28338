"""The rules that a document is checked by."""

from stancebank.checks import (
    attributions,
    corpus,
    documents,
    duplicates,
    engagement,
    entities,
    mentions,
    phenomena,
    quotation,
    sentences,
    stances,
    structure,
    text,
)
from stancebank.checks.catalogue import RULES, Rule, check_document

__all__ = [
    "RULES",
    "Rule",
    "attributions",
    "check_document",
    "corpus",
    "documents",
    "duplicates",
    "engagement",
    "entities",
    "mentions",
    "phenomena",
    "quotation",
    "sentences",
    "stances",
    "structure",
    "text",
]
