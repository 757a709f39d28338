"""StanceBank: who takes which stance toward whom or what, who says so, and where in the text.

`read` and `documents` give typed documents from any form, `validate` gives findings, `write` writes; `score` measures
predictions against the gold, `agree` annotators against each other.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stancebank.agreement import agree
    from stancebank.collection import documents, read
    from stancebank.conversion import write
    from stancebank.errors import UsageError
    from stancebank.findings import Finding, InvalidContent
    from stancebank.model import Document
    from stancebank.scoring import score
    from stancebank.validation import validate

__all__ = [
    "Document",
    "Finding",
    "InvalidContent",
    "UsageError",
    "agree",
    "documents",
    "read",
    "score",
    "validate",
    "write",
]

_HOMES = {
    "Document": "model",
    "Finding": "findings",
    "InvalidContent": "findings",
    "UsageError": "errors",
    "agree": "agreement",
    "documents": "collection",
    "read": "collection",
    "score": "scoring",
    "validate": "validation",
    "write": "conversion",
}


def __getattr__(name: str) -> Any:
    """Import on first use: reading a document should not cost what publishing a corpus does."""
    if name not in _HOMES:
        raise AttributeError(f"module 'stancebank' has no attribute {name!r}")
    return getattr(import_module(f"stancebank.{_HOMES[name]}"), name)
