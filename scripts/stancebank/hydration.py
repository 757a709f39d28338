"""Texts back into a build that was made without them."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from msgspec.structs import replace

from stancebank import card, exchange, recovery, repository, standoff, tables
from stancebank.checks import check_document
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent
from stancebank.index import DocumentIndex
from stancebank.labels import Split
from stancebank.model import Document
from stancebank.spans import Span, quote
from stancebank.tables import Article


class Hydrated(Struct, frozen=True):
    """A document that has its text again, and what was mended of the file to get it."""

    document_id: str
    path: Path
    mended: tuple[str, ...]


def hydrate(build: Path, texts: Path, out: Path) -> list[Hydrated]:
    """Write to `out` the build that `build` would be with its texts, byte for byte; `texts` has a file ID.txt for each.

    A text is taken if its checksum is that of the text that was annotated, mended where that gets it there. Raises
    `InvalidContent` where one is another text, with the first difference of each, and `UsageError` where one is missing
    or nothing is left out; nothing is written then.
    """
    repository.verify(build)
    repository.check_ownership(out)
    articles = {split: list(_articles(build, split)) for split in get_args(Split)}
    documents = [article.document for found in articles.values() for article in found]
    withheld = [document for document in documents if document.text is None]
    if not withheld:
        raise UsageError(f"{build} has all its texts")
    done, recovered = _recover(withheld, texts, _sentence_checksums(build))
    contents = {}
    for split, found in articles.items():
        whole = [replace(article, document=recovered.get(article.document.id, article.document)) for article in found]
        contents[split] = {**tables.tables(whole), "passes": _passes(build, split, recovered)}
    front, body = card.read(build / repository.CARD)
    body = body.removeprefix(card.notice(len(withheld), len(documents)))
    attachments = repository.attachments(build)
    with exchange.staged(out.resolve()) as staging:
        repository.write(staging, front, body, contents, attachments)
    return done


def _articles(build: Path, split: Split) -> Iterable[Article]:
    for path in _files(build, tables.DOCUMENTS, split):
        yield from tables.read_articles(path, split)


def _files(build: Path, config: str, split: Split) -> list[Path]:
    return sorted((build / "data" / config).glob(f"{split}-*.parquet"))


def _sentence_checksums(build: Path) -> dict[str, dict[str, str]]:
    """SHA-256 of each sentence, by document, then by id."""
    checksums: dict[str, dict[str, str]] = {}
    for path in sorted((build / "data" / "sentences").glob("*.parquet")):
        for row in pq.read_table(path, columns=["document_id", "sentence_id", "sha256"]).to_pylist():
            checksums.setdefault(row["document_id"], {})[row["sentence_id"]] = row["sha256"]
    return checksums


def _recover(
    withheld: Iterable[Document], texts: Path, checksums: Mapping[str, Mapping[str, str]]
) -> tuple[list[Hydrated], dict[str, Document]]:
    done: list[Hydrated] = []
    recovered: dict[str, Document] = {}
    findings: list[Finding] = []
    for document in withheld:
        path = texts / f"{document.id}.txt"
        if not path.is_file():
            raise UsageError(f"{path} is missing: the text of {document.id}")
        try:
            whole, mended = recovery.recover(document, path, checksums.get(document.id, {}))
        except InvalidContent as error:
            findings += error.findings
            continue
        recovered[document.id] = standoff.with_quotes(whole)
        findings += (f for f in check_document(DocumentIndex(recovered[document.id])) if f.severity == "error")
        done.append(Hydrated(document.id, path, mended))
    if findings:
        raise InvalidContent(findings)
    return done, recovered


def _passes(build: Path, split: Split, recovered: Mapping[str, Document]) -> pa.Table:
    """The rows of the passes, which are in a build by their labels alone, with the words that they are about."""
    rows: list[dict[str, Any]] = []
    for path in _files(build, "passes", split):
        rows += pq.read_table(path).to_pylist()
    for row in rows:
        if document := recovered.get(row["document_id"]):
            text = document.text or ""
            for spans in (row["spans"], row["label_spans"]):
                for span in spans:
                    span["text"] = text[span["start"] : span["end"]]
            row["text"] = _quote(text, row["spans"])
            if row["label_spans"]:
                row["label"] = _quote(text, row["label_spans"])
    return pa.Table.from_pylist(rows, schema=tables.schemas()["passes"])


def _quote(text: str, spans: Iterable[Mapping[str, int]]) -> str:
    return quote(text, [Span(start=span["start"], end=span["end"]) for span in spans])
