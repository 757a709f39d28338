"""The dataset repository: a folder as the Hub would hold it, with checksums of all that is in it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import yaml

from stancebank import card, croissant, tables
from stancebank.errors import UsageError
from stancebank.tables import SplitFile

CHECKSUMS: Final = "SHA256SUMS"
CARD: Final = "README.md"
CROISSANT: Final = "croissant.json"
CITATION: Final = "CITATION.cff"
_DATA: Final = "data"

Tables = Mapping[str, Mapping[str, pa.Table]]
"""By split, then by config."""


def write(
    folder: Path, front: Mapping[str, Any], body: str, contents: Tables, attachments: Mapping[str, bytes]
) -> None:
    """Write Parquet files, card, croissant.json, what comes with them by path, and SHA256SUMS to an empty folder."""
    files: dict[str, dict[str, SplitFile]] = {config: {} for config in tables.CONFIGS}
    for split, found in contents.items():
        for config, table in found.items():
            if table.num_rows:
                name = f"{_DATA}/{config}/{split}-00000-of-00001.parquet"
                files[config][split] = tables.write(table, folder, name)
    present = {config: splits for config, splits in files.items() if splits}
    schemas = tables.schemas()
    citation = yaml.safe_load(attachments.get(CITATION, b"{}"))
    texts = {
        CARD: card.render(front, body, schemas, present),
        CROISSANT: croissant.render(front, card.sections(body), citation, schemas, present),
    }
    for name, data in {**attachments, **{name: text.encode() for name, text in texts.items()}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    lines = [f"{digest}  {name}\n" for name, digest in digests(folder).items()]
    (folder / CHECKSUMS).write_bytes("".join(lines).encode())


def attachments(folder: Path) -> dict[str, bytes]:
    """What a dataset repository holds beside its data and what is made of them, by path."""
    return {name: (folder / name).read_bytes() for name in read_checksums(folder) if is_attachment(name)}


def is_attachment(name: str) -> bool:
    """Whether a path of a dataset repository is neither data nor made of them."""
    return name not in (CARD, CROISSANT, CHECKSUMS) and not name.startswith(f"{_DATA}/")


def read_checksums(folder: Path) -> dict[str, str]:
    """The checksums of a build by path; empty where there are none."""
    path = folder / CHECKSUMS
    return parse_checksums(path.read_bytes()) if path.is_file() else {}


def parse_checksums(data: bytes) -> dict[str, str]:
    lines = (line.partition("  ") for line in data.decode().splitlines())
    return {name: digest for digest, separator, name in lines if separator}


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each file under a folder by its path there, sorted."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sorted(_names(folder))}


def verify(folder: Path) -> dict[str, str]:
    """The checksums of a build, that of SHA256SUMS at their end; `UsageError` where a file is not what they say."""
    listed, found = read_checksums(folder), digests(folder) if folder.is_dir() else {}
    if not listed:
        raise UsageError(f"{folder} is no build; `stancebank build` makes one")
    own = found.pop(CHECKSUMS)
    for name, digest in listed.items():
        if found.get(name) != digest:
            raise UsageError(f"{folder}/{name} is not what {CHECKSUMS} says; make the build, or fetch it, again")
    return {**listed, CHECKSUMS: own}


def check_ownership(folder: Path) -> None:
    """Refuse a folder that holds anything but what a build has put there, as its checksums tell."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file")
    present = set(_names(folder))
    listed = set(read_checksums(folder)) | {CHECKSUMS} if present else set()
    if foreign := sorted(present - listed):
        raise UsageError(f"{folder} was not made by a build: it holds {foreign[0]}; give another --out")


def differences(folder: Path, other: Path) -> list[str]:
    """What another folder has less, more or otherwise, a line for each file."""
    left, right = digests(folder), digests(other)
    lines = {name: f"{name} is missing" for name in left.keys() - right.keys()}
    lines |= {name: f"{name} does not belong there" for name in right.keys() - left.keys()}
    lines |= {name: f"{name} differs" for name in left.keys() & right.keys() if left[name] != right[name]}
    return [lines[name] for name in sorted(lines)]


def _names(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
