"""The configs: what a row of each is, and how an article gives its rows."""

from collections.abc import Callable, Iterator
from typing import Final

from stancebank.tables.articles import Article
from stancebank.tables.layers import attribution_rows, document_rows, entity_rows, stance_rows
from stancebank.tables.passes import pass_rows
from stancebank.tables.rows import (
    AttributionRow,
    DocumentRow,
    EntityRow,
    PassRow,
    Row,
    SentenceRow,
    StanceRow,
    TargetRow,
)
from stancebank.tables.sentences import sentence_rows, target_rows

CONFIGS: Final[dict[str, tuple[type[Row], Callable[[Article], Iterator[Row]]]]] = {
    "documents": (DocumentRow, document_rows),
    "sentences": (SentenceRow, sentence_rows),
    "entities": (EntityRow, entity_rows),
    "attributions": (AttributionRow, attribution_rows),
    "stances": (StanceRow, stance_rows),
    "targets": (TargetRow, target_rows),
    "passes": (PassRow, pass_rows),
}
