"""A new article: into seeds/, into the manifest, and as a skeleton to annotate."""

import re
from pathlib import Path

from msgspec import Struct

from stancebank import ids, layout, manifest, quotes, segmentation, splits, standoff
from stancebank.errors import UsageError
from stancebank.labels import Origin, Split
from stancebank.manifest import ManifestEntry
from stancebank.model import SCHEMA_VERSION, Document, Layers, Metadata, Paragraph, Sentence


class Intake(Struct, frozen=True):
    """Where an article went, and what was done to its text on the way."""

    article: Path
    skeleton: Path
    entry: ManifestEntry
    changes: tuple[str, ...]


def add(
    source: Path,
    *,
    seeds: Path,
    corpus: Path,
    document_id: str | None = None,
    origin: Origin = "external",
    license: str = "LicenseRef-unknown",
    redistribute: bool = False,
    group: str | None = None,
    split: Split | None = None,
) -> Intake:
    """Copy a text file to `seeds`, list it in the manifest, and write a YAML skeleton to `corpus`/source.

    Line ends become LF and a byte order mark is dropped, and the result says so; nothing else is changed. Nothing that
    is there is overwritten.
    """
    document_id = document_id or source.stem
    if not re.search(ids.DOCUMENT, document_id):
        raise UsageError(f"{document_id!r} can not be an id; give one with --id: letters, digits, dots, - and _")
    entries = manifest.read(seeds) if (seeds / layout.MANIFEST).is_file() else {}
    article = layout.article(seeds, document_id)
    skeleton = corpus / layout.SOURCE / f"{document_id}.yaml"
    if document_id in entries or skeleton.exists() or (article.exists() and article.resolve() != source.resolve()):
        raise UsageError(f"{document_id} is in the corpus already; give another id with --id")
    text, changes = _clean(source)
    group = group or document_id
    entry = ManifestEntry(
        id=document_id,
        sha256=manifest.sha256(text),
        origin=origin,
        license=license,
        redistribute=redistribute,
        group=group,
        split=split or _split_of(group, entries),
    )
    standoff.replace_file(article, text.encode())
    manifest.append(seeds, entry)
    standoff.replace_file(skeleton, quotes.encode(propose(document_id, text)))
    return Intake(article, skeleton, entry, changes)


def propose(document_id: str, text: str) -> Document:
    """A document with proposed paragraphs and sentences, and nothing else annotated yet."""
    paragraphs = segmentation.propose_paragraphs(text)
    spans = segmentation.propose_sentences(text)
    has_headline = (
        len(paragraphs) > 1 and spans[:1] == paragraphs[:1] and text[: spans[0][1]][-1:] not in set(".!?”\"'")
    )
    return Document(
        schema_version=SCHEMA_VERSION,
        id=document_id,
        sha256=manifest.sha256(text),
        text=text,
        metadata=Metadata(title=text[slice(*spans[0])] if has_headline else None),
        layers=Layers(paragraphs="complete", sentences="complete"),
        paragraphs=tuple(Paragraph(start=start, end=end) for start, end in paragraphs),
        sentences=tuple(
            Sentence(id=f"s{number}", start=start, end=end, role="headline" if has_headline and number == 1 else "body")
            for number, (start, end) in enumerate(spans, start=1)
        ),
    )


def _clean(source: Path) -> tuple[str, tuple[str, ...]]:
    if not source.is_file():
        raise UsageError(f"{source} is not a file")
    try:
        text = source.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{source} is not UTF-8: {error.reason} at byte {error.start}") from None
    changes = []
    if text.startswith("\ufeff"):
        text = text[1:]
        changes.append("dropped the byte order mark")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        changes.append("made all line ends LF")
    if not text.strip():
        raise UsageError(f"{source} holds no text")
    return text, tuple(changes)


def _split_of(group: str, entries: manifest.Manifest) -> Split:
    """That of the group's other documents, else one by hash."""
    return next((entry.split for entry in entries.values() if entry.group == group), splits.assign(group))
