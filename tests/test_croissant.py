"""croissant.json, in the hands of the reference reader."""

import json
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq
import pytest

from stancebank import card, croissant, repository, tables

# rdflib and pandas warn mlcroissant of what they will drop.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated", "ignore:The inplace keyword")


@pytest.fixture(scope="module")
def dataset(tiny_built: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(tiny_built / "croissant.json")


def told(value: Any, field: Any) -> Any:
    """A value of a Parquet file as the reader gives it: keys are ids, text is bytes, what is not told is left out."""
    if isinstance(value, list):
        return [told(item, field) for item in value]
    if field.sub_fields:
        parts = {part.id: part for part in field.sub_fields if not part.sub_fields}
        names = {f"{field.id}/{key}": key for key in value}
        return {name: told(value[names[name]], part) for name, part in parts.items()}
    return value.encode() if isinstance(value, str) else value


def test_metadata_is_valid_without_a_warning(dataset: mlcroissant.Dataset, built: Path) -> None:
    for metadata in (dataset.metadata, mlcroissant.Dataset(built / "croissant.json").metadata):
        assert (metadata.issues.errors, metadata.issues.warnings) == (set(), set())


@pytest.mark.parametrize("config", tables.CONFIGS)
def test_every_record_set_loads_and_says_what_the_parquet_says(
    config: str, dataset: mlcroissant.Dataset, tiny_built: Path
) -> None:
    (record_set,) = (found for found in dataset.metadata.record_sets if found.id == config)
    fields = {field.id: field for field in record_set.fields}
    expected = []
    for path in sorted((tiny_built / "data" / config).iterdir()):
        split = path.name.partition("-")[0].encode()
        for row in pq.read_table(path).to_pylist():
            cells = {f"{config}/{key}": told(value, fields[f"{config}/{key}"]) for key, value in row.items()}
            expected.append({f"{config}/split": split, **cells})
    found = [{key: value for key, value in row.items() if key in fields} for row in dataset.records(config)]
    assert found == expected


def test_files_have_their_checksums(tiny_built: Path) -> None:
    content = json.loads((tiny_built / "croissant.json").read_text(encoding="utf-8"))
    objects = {file["@id"]: file["sha256"] for file in content["distribution"] if "sha256" in file}
    checksums = repository.read_checksums(tiny_built)
    assert objects == {name: digest for name, digest in checksums.items() if name.endswith(".parquet")}


def test_responsible_ai_fields_come_from_the_card(repository: Path, built: Path) -> None:
    sections = card.sections(card.read(repository / "DATASET_CARD.md")[1])
    assert croissant.RAI_SECTIONS.keys() <= sections.keys()
    content = json.loads((built / "croissant.json").read_text(encoding="utf-8"))
    assert {name for names in croissant.RAI_SECTIONS.values() for name in names} <= content.keys()


def test_card_without_sections_and_citation_gives_valid_metadata(tmp_path: Path, tiny_built: Path) -> None:
    text = croissant.render({"version": "1.0.0"}, {}, {}, tables.schemas(), {})
    (tmp_path / "croissant.json").write_text(text, encoding="utf-8")
    assert mlcroissant.Dataset(tmp_path / "croissant.json").metadata.issues.errors == set()
