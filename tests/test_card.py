"""The card of a build: fields and values that the Hub knows, parsed by datasets itself, true of the files."""

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from datasets import Features, load_dataset
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCard
from msgspec.structs import replace

from stancebank import card, frontmatter, release, tables
from stancebank.errors import UsageError
from stancebank.tables import SplitFile

FIELDS = (
    "pretty_name version language license license_name license_link annotations_creators language_creators"
    " multilinguality source_datasets task_categories task_ids tags size_categories configs dataset_info"
).split()


def sources(root: Path) -> release.Sources:
    return release.Sources(root / "corpus", root / "seeds", root / "DATASET_CARD.md")


def known(name: str) -> Any:
    return json.loads((resources.files("datasets.utils.resources") / f"{name}.json").read_text(encoding="utf-8"))


def test_every_field_that_the_hub_knows_of_such_a_dataset_is_there(built: Path) -> None:
    assert sorted(DatasetCard.load(built / "README.md").data.to_dict()) == sorted(FIELDS)


def test_values_are_those_that_datasets_lists(built: Path) -> None:
    data = DatasetCard.load(built / "README.md").data
    creators = known("creators")
    assert set(data["annotations_creators"]) <= set(creators["annotations"])
    assert set(data["language_creators"]) <= set(creators["language"])
    assert set(data["multilinguality"]) <= known("multilingualities").keys()
    assert set(data["size_categories"]) <= set(known("size_categories"))
    assert set(data["language"]) <= known("languages").keys()
    assert frontmatter.VALUES["annotations_creators"] == set(creators["annotations"])
    assert frontmatter.VALUES["language_creators"] == set(creators["language"])
    assert frontmatter.VALUES["multilinguality"] == known("multilingualities").keys()


@pytest.mark.parametrize("rows", [0, 999, 1_000, 123_456, 2_000_000, 20_000_000])
def test_size_categories_are_those_of_datasets(rows: int) -> None:
    assert frontmatter.size_category(rows) in known("size_categories")


@pytest.mark.parametrize("folder", ["built", "tiny_built"])
def test_configs_and_info_parsed_by_datasets_are_those_of_the_files(
    folder: str, request: pytest.FixtureRequest
) -> None:
    root: Path = request.getfixturevalue(folder)
    data = DatasetCard.load(root / "README.md").data
    configs = MetadataConfigs.from_dataset_card_data(data)
    infos = DatasetInfosDict.from_dataset_card_data(data)
    assert list(configs) == list(infos) == list(tables.CONFIGS)
    assert configs.get_default_config_name() == "documents"
    for config, info in infos.items():
        found = {path.name.partition("-")[0]: path for path in (root / "data" / config).iterdir()}
        assert {file["split"]: file["path"] for file in configs[config]["data_files"]} == {
            split: f"data/{config}/{split}-*.parquet" for split in found
        }
        assert {split.name: split.num_examples for split in info.splits.values()} == {
            split: pq.read_metadata(path).num_rows for split, path in found.items()
        }
        assert info.download_size == sum(path.stat().st_size for path in found.values())
        assert info.dataset_size == sum(pq.read_table(path).nbytes for path in found.values())
        assert str(info.version) == configs[config]["version"] == data["version"]
        for path in found.values():
            schema = pq.read_schema(path)
            assert schema.equals(info.features.arrow_schema)
            assert Features.from_arrow_schema(schema) == info.features


def test_parquet_is_optimized(tiny_built: Path) -> None:
    for path in tiny_built.glob("data/*/*.parquet"):
        metadata = pq.read_metadata(path)
        chunks = [metadata.row_group(0).column(number) for number in range(metadata.num_columns)]
        assert all(chunk.has_offset_index and chunk.has_column_index for chunk in chunks)
        assert {chunk.compression for chunk in chunks} == {"ZSTD"}


def test_links_of_the_card_lead_to_files_of_the_build(built: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (built / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (built / link).is_file()] == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("- machine-generated", "- machines", "`annotations_creators` has 'machines', which the Hub does not know"),
        ("- coreference-resolution", "- coreference", "`task_ids` has 'coreference'"),
        ("- token-classification", "- tagging", "`task_categories` has 'tagging'"),
        ("- monolingual", "- English", "`multilinguality` has 'English'"),
        ("- en", "- English", "`language` has 'English'"),
        ("- original", "- mine", "`source_datasets` has 'mine'"),
        ("license: other", "license: CC BY 4.0", "the Hub writes licences in small letters"),
        ("license_link:", "link:", "needs `license_name` and `license_link`"),
        ('version: "0.1.0"', "version: 0.1", "there is no `version:`"),
        ('version: "0.1.0"', 'version: "01.1.0"', "there is no `version:`"),
        ("language:", "language: [", "expected"),
        ("tags:", "tags: news\nmore:", "`tags` is no list of words"),
    ],
)
def test_what_the_hub_does_not_know_is_refused(tiny: Path, before: str, after: str, message: str) -> None:
    path = tiny / "DATASET_CARD.md"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(message)):
        release.build(sources(tiny), tiny / "build")
    assert not (tiny / "build").exists()


def test_changed_label_is_never_served_from_a_stale_cache(tiny: Path, tmp_path: Path) -> None:
    """Both builds have one name, one version and one number of rows."""

    def polarities() -> list[int]:
        cache = str(tmp_path / "cache")
        release.build(sources(tiny), tiny / "build")
        return list(load_dataset(str(tiny / "build"), "stances", split="train", cache_dir=cache)["polarity"])

    before = polarities()
    path = tiny / "corpus" / "tiny-1.json"
    path.write_bytes(path.read_bytes().replace(b'"polarity": "positive"', b'"polarity": "negative"', 1))
    after = polarities()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [(0, 1)]


def test_card_differs_where_content_does_and_sizes_do_not() -> None:
    one = SplitFile("data/stances/test-00000-of-00001.parquet", 1, 10, 100, "0" * 64)
    other = replace(one, sha256="1" * 64)
    cards = {
        card.render({"version": "1.0.0"}, "", tables.schemas(), {"stances": {"test": file}}) for file in (one, other)
    }
    assert len(cards) == 2


def test_card_is_read_back_from_a_build(tiny: Path, tiny_built: Path) -> None:
    front, body = card.read(tiny_built / "README.md")
    assert front == card.read(tiny / "DATASET_CARD.md")[0]
    matter = yaml.safe_load((tiny_built / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert matter.keys() - front.keys() == {"size_categories", "configs", "dataset_info"}
    assert "<!--" not in body
