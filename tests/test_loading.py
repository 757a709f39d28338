"""The build in the hands of those who load it: datasets, pandas, polars, duckdb, pyarrow, and this package."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pytest
from datasets import Dataset, Features, load_dataset

import stancebank
from stancebank import tables
from stancebank.model import Document

CONFIGS = list(tables.CONFIGS)


def plain(rows: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


@pytest.mark.parametrize("config", CONFIGS)
def test_load_dataset_mapped_and_streaming(built: Path, config: str) -> None:
    mapped = load_dataset(str(built), config, split="test")
    assert isinstance(mapped, Dataset)
    assert mapped.features == Features.from_arrow_schema(tables.schemas()[config])
    assert mapped.num_rows > 0
    streamed = load_dataset(str(built), config, split="test", streaming=True)
    assert streamed.features == mapped.features
    assert plain(streamed) == plain(mapped)


def test_default_config_is_documents(built: Path) -> None:
    assert load_dataset(str(built))["test"].column_names == tables.schemas()["documents"].names


@pytest.mark.parametrize("config", CONFIGS)
def test_other_readers_see_the_same_rows(tiny_built: Path, config: str) -> None:
    folder = tiny_built / "data" / config
    splits = load_dataset(str(tiny_built), config)
    rows = [row for path in sorted(folder.iterdir()) for row in splits[path.name.partition("-")[0]].to_list()]
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert pd.read_parquet(folder)["id"].tolist() == ids
    assert pl.read_parquet(folder / "*.parquet").to_dicts() == rows
    assert duckdb.sql(f"SELECT id FROM '{folder}/*.parquet'").fetchall() == [(row_id,) for row_id in ids]
    assert pyarrow.dataset.dataset(str(folder)).to_table().to_pylist() == rows


def by_id(path: Path) -> dict[str, Document]:
    return {document.id: document for document in stancebank.documents(path)}


def test_documents_come_back_equal(built: Path, repository: Path, tmp_path: Path) -> None:
    originals, downloaded = by_id(repository / "corpus"), by_id(built)
    assert downloaded == originals
    of_test = by_id(built / "data" / "documents" / "test-00000-of-00001.parquet")
    assert of_test == {name: downloaded[name] for name in of_test}
    for name, document in list(downloaded.items())[::8]:
        assert stancebank.validate(document) == []
        for form in ("json", "jsonl", "yaml"):
            stancebank.write(document, tmp_path / f"{name}.{form}")
            assert stancebank.read(tmp_path / f"{name}.{form}") == document


def test_downloaded_documents_are_written_back_to_the_corpus_byte_for_byte(
    built: Path, checkout: Path, repository: Path
) -> None:
    for path in (checkout / "corpus").glob("*.json"):
        path.unlink()
    for document in stancebank.documents(built):
        path = checkout / "corpus" / f"{document.id}.json"
        stancebank.write(document, path)
        assert path.read_bytes() == (repository / "corpus" / path.name).read_bytes()


def test_foreign_parquet_is_a_finding(built: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no")
    stances = built / "data" / "stances" / "test-00000-of-00001.parquet"
    assert [finding.code for finding in stancebank.validate(stances)] == ["SB010"]
    assert [finding.code for finding in stancebank.validate(tmp_path / "broken.parquet")] == ["SB002"]
