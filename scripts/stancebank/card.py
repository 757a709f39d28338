"""The dataset card: the body that people wrote, with the YAML and the counts that the Hub and readers need."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import yaml

from stancebank import frontmatter, stats
from stancebank.errors import UsageError
from stancebank.stats import Statistics
from stancebank.tables import Files

_FRONT_MATTER: Final = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"<!-- (layers|labels|configs|report: \w+) -->")
_RELATIVE_LINK: Final = re.compile(r"\]\((?!\w+:|#|/)")
_NO_REPORT: Final = "*There is no report about this very corpus.*"
_GENERATED: Final = ("size_categories", "configs", "dataset_info")

Rows = Mapping[str, Mapping[str, int]]
"""How many rows there are, by config, then by split."""


def read(path: Path) -> tuple[dict[str, Any], str]:
    """The front matter and the body of a card, of the one that people wrote or of one that a build has made of it.

    What a build fills in is left out of the front matter. Raises `UsageError` where the Hub would not take it.
    """
    if not path.is_file():
        raise UsageError(f"{path} is missing: the card is made of it")
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise UsageError(f"{path} does not begin with YAML between two lines of ---")
    try:
        front = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        raise UsageError(f"{path}: {error}") from None
    if found := list(frontmatter.faults(front)):
        raise UsageError("\n".join(f"{path}: {fault}" for fault in found))
    return {key: value for key, value in front.items() if key not in _GENERATED}, match.string[match.end() :]


def fill(body: str, rows: Rows, statistics: Statistics, reports: Mapping[str, str]) -> str:
    """The body with its counts, and with the pages of the reports that it names, by their names."""
    parts = {
        "layers": _markdown(stats.layer_table(statistics)),
        "labels": _markdown(stats.label_table(statistics)),
        "configs": _markdown(_config_table(rows)),
    }
    parts |= {f"report: {name}": page.rstrip("\n") for name, page in reports.items()}
    return _PLACEHOLDER.sub(lambda match: parts.get(match.group(1), _NO_REPORT), body)


def render(front: Mapping[str, Any], body: str, schemas: Mapping[str, pa.Schema], files: Files) -> str:
    """README.md of the dataset repository."""
    largest = max(sum(file.rows for file in splits.values()) for splits in files.values())
    matter = {**front, "size_categories": [frontmatter.size_category(largest)]}
    matter["configs"] = _configs(front["version"], files)
    matter["dataset_info"] = _dataset_info(front["version"], schemas, files)
    return f"---\n{_dump(matter)}---\n{body}"


def notice(withheld: int, documents: int) -> str:
    """What stands above the body of a card whose dataset leaves texts out."""
    return (
        f"\n> **{withheld} of {documents} documents are here without their text**, which may not be given to others:"
        " with offsets, labels and checksums alone. Who has the text puts it back:"
        " `stancebank hydrate FOLDER --texts TEXTS`.\n"
    )


def moved(text: str, folder: str) -> str:
    """A card made by a build, for the folder above the one that the dataset is in."""
    _, matter, body = text.split("---\n", 2)
    front = yaml.safe_load(matter)
    for config in front["configs"]:
        for file in config["data_files"]:
            file["path"] = f"{folder}/{file['path']}"
    body = _RELATIVE_LINK.sub(f"]({folder}/", body)
    return f"---\n{_dump(front)}---\n{body}"


def sections(body: str) -> dict[str, str]:
    """The prose under each heading of the second level, without tables and code."""
    prose = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    prose = re.sub(r"^(\|.*|<!--.*-->)\n?", "", prose, flags=re.MULTILINE)
    _, *parts = re.split(r"^## ", prose, flags=re.MULTILINE)
    found = (part.partition("\n") for part in parts)
    return {heading.strip(): re.sub(r"\n{3,}", "\n\n", text).strip() for heading, _, text in found}


def _dump(front: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(front), sort_keys=False, allow_unicode=True, width=1000)


def _configs(version: str, files: Files) -> list[dict[str, Any]]:
    """`configs:` of the Hub. The first config is the default one."""
    configs = []
    for number, (config, splits) in enumerate(files.items()):
        entry: dict[str, Any] = {"config_name": config, "version": version}
        if number == 0:
            entry["default"] = True
        entry["data_files"] = [{"split": split, "path": f"data/{config}/{split}-*.parquet"} for split in splits]
        configs.append(entry)
    return configs


def _dataset_info(version: str, schemas: Mapping[str, pa.Schema], files: Files) -> list[dict[str, Any]]:
    """`dataset_info:` of the Hub. Whatever stands here is part of what the cache of datasets goes by.

    Sizes and version alone would let a changed label pass that compresses to the same length; hence the checksum.
    """
    from datasets import Features

    return [
        {
            "config_name": config,
            "description": f"Content: sha256:{_digest([file.sha256 for file in splits.values()])}",
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


def _digest(digests: Sequence[str]) -> str:
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _config_table(rows: Rows) -> list[list[str]]:
    splits = list(dict.fromkeys(split for found in rows.values() for split in found))
    table = [[config, *(str(found.get(split, "–")) for split in splits)] for config, found in rows.items()]
    return [["config", *splits], *table]


def _markdown(table: Sequence[Sequence[str]]) -> str:
    header, *rows = (f"| {' | '.join(row)} |" for row in table)
    return "\n".join([header, f"|{' --- |' * len(table[0])}", *rows])
