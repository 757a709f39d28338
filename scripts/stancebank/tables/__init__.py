"""Documents to Arrow tables, one for each config, and back."""

from stancebank.tables.arrow import DOCUMENTS, Files, SplitFile, read_articles, read_documents, schemas, tables, write
from stancebank.tables.articles import Article
from stancebank.tables.configs import CONFIGS

__all__ = [
    "CONFIGS",
    "DOCUMENTS",
    "Article",
    "Files",
    "SplitFile",
    "read_articles",
    "read_documents",
    "schemas",
    "tables",
    "write",
]
