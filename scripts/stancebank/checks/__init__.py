"""The rules that a document is checked by."""

from stancebank.checks import attributions, entities, stances, structure, text
from stancebank.checks.catalogue import RULES, Rule, check_document

__all__ = ["RULES", "Rule", "attributions", "check_document", "entities", "stances", "structure", "text"]
