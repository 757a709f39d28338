"""Rows to Arrow tables and Parquet files, and the `documents` Parquet back to documents."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from stancebank import features
from stancebank.features import arrow_schema, encoder
from stancebank.findings import Finding, InvalidContent
from stancebank.labels import Split
from stancebank.manifest import ManifestEntry
from stancebank.model import Document
from stancebank.schemas import faults
from stancebank.tables.articles import Article
from stancebank.tables.configs import CONFIGS

DOCUMENTS: Final = "documents"
_ROWS_AT_ONCE: Final = 64


class SplitFile(Struct, frozen=True):
    """A Parquet file: its path in the dataset repository, rows, bytes in memory once read and on disk, SHA-256."""

    path: str
    rows: int
    memory_bytes: int
    file_bytes: int
    sha256: str


Files = Mapping[str, Mapping[str, SplitFile]]
"""By config, then by split."""


def schemas() -> dict[str, pa.Schema]:
    """The Arrow schema of each config, the same for every split."""
    return {config: arrow_schema(row) for config, (row, _) in CONFIGS.items()}


def tables(articles: Iterable[Article]) -> dict[str, pa.Table]:
    """One table for each config, rows in the order of the articles. This is all that an engine has to call."""
    encoders = {
        withhold: {config: encoder(row, withhold=withhold) for config, (row, _) in CONFIGS.items()}
        for withhold in (False, True)
    }
    rows: dict[str, list[Any]] = {config: [] for config in CONFIGS}
    for article in articles:
        for config, (_, derive) in CONFIGS.items():
            rows[config].extend(encoders[article.withhold][config](row) for row in derive(article))
    return {config: pa.Table.from_pylist(rows[config], schema=schema) for config, schema in schemas().items()}


def write(table: pa.Table, folder: Path, name: str) -> SplitFile:
    """Write Parquet as the Hub likes it: content-defined chunks, a page index, zstd. Equal tables give equal bytes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=9,
        write_page_index=True,
        use_content_defined_chunking=True,
        row_group_size=1000,
    )
    data = path.read_bytes()
    memory_bytes = pq.read_table(path).nbytes
    return SplitFile(name, table.num_rows, memory_bytes, len(data), hashlib.sha256(data).hexdigest())


def read_documents(path: Path) -> Iterator[Document]:
    """The documents in a Parquet file of the config `documents`; `InvalidContent` where it is none."""
    for row in _rows(path, Document.__struct_fields__):
        yield _document(row, path)


def read_articles(path: Path, split: Split) -> Iterator[Article]:
    """The documents in a Parquet file of the config `documents`, with what the manifest says of them."""
    of_manifest = [name for name in ManifestEntry.__struct_fields__ if name != "split"]
    for row in _rows(path, tuple({*Document.__struct_fields__, *of_manifest})):
        entry = ManifestEntry(split=split, **{name: row[name] for name in of_manifest})
        yield Article(_document({name: row[name] for name in Document.__struct_fields__}, path), entry)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise InvalidContent.single("SB002", f"not Parquet: {error}", path=str(path)) from None
    with file:
        if missing := set(columns) - set(file.schema_arrow.names):
            message = f"not of the config `documents`: without the columns {', '.join(sorted(missing))}"
            raise InvalidContent.single("SB010", message, path=str(path))
        declared = _declared_features(file.schema_arrow)
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=sorted(columns)):
            for row in batch.to_pylist():
                yield features.decode(row, declared)


def _declared_features(schema: pa.Schema) -> Any:
    """The features that a file declares, else those that it should have."""
    metadata = (schema.metadata or {}).get(b"huggingface")
    return json.loads(metadata)["info"]["features"] if metadata else features.features(CONFIGS[DOCUMENTS][0])


def _document(row: dict[str, Any], path: Path) -> Document:
    found = list(faults(row))
    if found:
        document_id = row.get("id")
        raise InvalidContent(
            [
                Finding(code=code, message=message, path=str(path), pointer=pointer, document_id=document_id)
                for code, pointer, message in found
            ]
        )
    return msgspec.convert(row, Document)
