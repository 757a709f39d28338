"""The dataset card: the body that people wrote, with the YAML and the counts that the Hub and readers need."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import yaml
from msgspec import Struct

from stancebank import stats
from stancebank.errors import UsageError
from stancebank.stats import Statistics

_FRONT_MATTER: Final = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"<!-- (layers|labels|configs) -->")
_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


class SplitFile(Struct, frozen=True):
    """What the card says of one Parquet file: rows, bytes in memory, bytes on disk."""

    path: str
    rows: int
    memory_bytes: int
    file_bytes: int


Files = Mapping[str, Mapping[str, SplitFile]]
"""By config, then by split."""


def read_template(path: Path) -> tuple[dict[str, Any], str]:
    """The front matter and the body of the card that people wrote."""
    if not path.is_file():
        raise UsageError(f"{path} is missing: the card is made of it")
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise UsageError(f"{path} does not begin with YAML between two lines of ---")
    front = yaml.safe_load(match.group(1))
    if not isinstance(front, dict) or not isinstance(front.get("version"), str):
        raise UsageError(f"{path} has no `version:` in its YAML, or not as a quoted string")
    return front, match.string[match.end() :]


def render(template: Path, schemas: Mapping[str, pa.Schema], files: Files, statistics: Statistics) -> str:
    """README.md of the dataset repository."""
    front, body = read_template(template)
    parts = {
        "layers": _markdown(stats.layer_table(statistics)),
        "labels": _markdown(stats.label_table(statistics)),
        "configs": _markdown(_config_table(files)),
    }
    body = _PLACEHOLDER.sub(lambda match: parts[match.group(1)], body)
    matter = {**front, "size_categories": [_size(files)], "configs": _configs(files)}
    matter["dataset_info"] = _dataset_info(front["version"], schemas, files)
    text = yaml.safe_dump(matter, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{text}---\n{body}"


def _configs(files: Files) -> list[dict[str, Any]]:
    """`configs:` of the Hub. The first config is the default one."""
    configs = []
    for number, (config, splits) in enumerate(files.items()):
        entry: dict[str, Any] = {"config_name": config}
        if number == 0:
            entry["default"] = True
        entry["data_files"] = [{"split": split, "path": f"data/{config}/{split}-*.parquet"} for split in splits]
        configs.append(entry)
    return configs


def _dataset_info(version: str, schemas: Mapping[str, pa.Schema], files: Files) -> list[dict[str, Any]]:
    """`dataset_info:` of the Hub. Version and exact sizes are part of what the cache of datasets goes by."""
    from datasets import Features

    return [
        {
            "config_name": config,
            "version": version,
            "features": Features.from_arrow_schema(schemas[config])._to_yaml_list(),
            "splits": [
                {"name": split, "num_bytes": file.memory_bytes, "num_examples": file.rows}
                for split, file in splits.items()
            ],
            "download_size": sum(file.file_bytes for file in splits.values()),
            "dataset_size": sum(file.memory_bytes for file in splits.values()),
        }
        for config, splits in files.items()
    ]


def _size(files: Files) -> str:
    """The Hub's size category, by the rows of the largest config."""
    rows = max(sum(file.rows for file in splits.values()) for splits in files.values())
    return next((name for limit, name in _SIZES if rows < limit), "1M<n<10M")


def _config_table(files: Files) -> list[list[str]]:
    splits = list(dict.fromkeys(split for found in files.values() for split in found))
    rows = [[config, *(str(found[s].rows) if s in found else "–" for s in splits)] for config, found in files.items()]
    return [["config", *splits], *rows]


def _markdown(table: Sequence[Sequence[str]]) -> str:
    header, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([header, f"|{' --- |' * len(table[0])}", *rows])
