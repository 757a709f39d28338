"""What a row is made of: a document, what the manifest says of it, and its passes."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from stancebank.manifest import ManifestEntry
from stancebank.model import Document


class Article(Struct, frozen=True):
    """A document with its text, what the manifest says of it, its passes by annotator; `withhold` leaves words out."""

    document: Document
    entry: ManifestEntry
    passes: Mapping[str, Document] = {}
    withhold: bool = False


def shared_fields(article: Article, part: str | None) -> dict[str, Any]:
    """The fields of `Row`; `part` is what the row is of, None for the document itself."""
    document = article.document
    return {
        "id": document.id if part is None else f"{document.id}/{part}",
        "document_id": document.id,
        "group": article.entry.group,
        "origin": article.entry.origin,
        "date": document.metadata.date,
        "publisher": document.metadata.publisher,
    }
