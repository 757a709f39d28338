"""seeds/manifest.jsonl: what is known of each article that is no matter of its annotation."""

import hashlib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from stancebank import layout
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent
from stancebank.labels import Origin, Split
from stancebank.model import DocumentId, Sha256


class ManifestEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the manifest, for one article."""

    id: DocumentId
    sha256: Sha256
    origin: Annotated[Origin, Meta(description="Where the article comes from.")]
    license: Annotated[str, Meta(description="SPDX id, or LicenseRef-… where unknown.")]
    redistribute: Annotated[bool, Meta(description="Whether the text may go out.")]
    group: Annotated[DocumentId, Meta(description="Documents that never part: an article and its twin.")]
    split: Split


Manifest = dict[str, ManifestEntry]


def read(seeds: Path) -> Manifest:
    """The manifest of the folder `seeds`, by document id."""
    path = seeds / layout.MANIFEST
    if not path.is_file():
        raise UsageError(f"{path} is missing; `stancebank add ARTICLE` starts one")
    entries: Manifest = {}
    findings = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = msgspec.json.decode(line, type=ManifestEntry)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            findings.append(Finding(code="SB501", message=str(error), path=str(path), line=number))
            continue
        if entry.id in entries:
            message = f"{entry.id} has a line of its own above"
            findings.append(Finding(code="SB501", message=message, path=str(path), line=number))
        entries[entry.id] = entry
    if findings:
        raise InvalidContent(findings)
    return entries


def lines(seeds: Path, entries: Manifest) -> dict[str, int]:
    """The line of each entry of the manifest, from 1."""
    numbers = (
        number
        for number, line in enumerate((seeds / layout.MANIFEST).read_bytes().splitlines(), start=1)
        if line.strip()
    )
    return dict(zip(entries, numbers, strict=True))


def append(seeds: Path, entry: ManifestEntry) -> None:
    """Add a line at the end of the manifest, which is made where there is none."""
    path = seeds / layout.MANIFEST
    before = path.read_bytes() if path.is_file() else b""
    if before and not before.endswith(b"\n"):
        before += b"\n"
    path.write_bytes(before + msgspec.json.format(msgspec.json.encode(entry), indent=0) + b"\n")


def article_text(seeds: Path, document_id: str) -> str | None:
    """The text of an article exactly as its file holds it; None where there is no file."""
    path = layout.article(seeds, document_id)
    if not path.is_file():
        return None
    data = path.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidContent.single("SB001", f"not UTF-8: {error.reason}", path=str(path), line=line) from None


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
