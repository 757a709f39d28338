"""Documents from wherever they are kept: JSON, JSONL, YAML, Parquet, standard input, folders of these."""

import hashlib
import sys
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stancebank import layout, manifest, places, quotes, standoff, tables
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent
from stancebank.model import Document

STDIN: Final = "-"
JSON: Final = ".json"
JSONL: Final = (".jsonl", ".ndjson")
_YAML: Final = (".yaml", ".yml")
_PARQUET: Final = ".parquet"
_SUFFIXES: Final = (JSON, *JSONL, *_YAML, _PARQUET)

Places = dict[str, tuple[int, int]]


def _nowhere(pointers: Collection[str]) -> Places:
    return {}


class Item(Struct, frozen=True):
    """One document of a collection, or why it could not be read; `locate` gives line and column of its pointers."""

    path: str
    document: Document | None
    findings: tuple[Finding, ...] = ()
    locate: Callable[[Collection[str]], Places] = _nowhere


def documents(path: Path | str, seeds: Path | str | None = None) -> Iterator[Document]:
    """Every document of a file or folder, with its text where that is found.

    Reads JSON, JSONL, quote-anchored YAML and the `documents` Parquet. Raises `InvalidContent` at the first that can
    not be read, and `UsageError` where there is nothing to read.
    """
    for item in items(path, seeds):
        if item.document is None:
            raise InvalidContent(item.findings)
        yield item.document


def read(path: Path | str, seeds: Path | str | None = None) -> Document:
    """The one document that a file holds; `seeds` is the folder of the articles, by default the nearest one above.

    Raises `InvalidContent` with the findings where it can not be read.
    """
    found = list(documents(path, seeds))
    if len(found) != 1:
        raise UsageError(f"{path} holds {len(found)} documents; `stancebank.documents` reads them all")
    return found[0]


def find_or_read(name: str, path: Path | str, seeds: Path | str | None = None) -> Document:
    """The document in the file `name`, or the one with the id `name` under `path`."""
    if name == STDIN or Path(name).is_file():
        return read(name, seeds)
    known = []
    for document in documents(path, seeds):
        if document.id == name:
            return document
        known.append(document.id)
    near = get_close_matches(name, known, n=1)
    raise UsageError(f"{path} has no document {name}" + (f"; did you mean {near[0]}?" if near else ""))


class Placement(Struct, frozen=True):
    """What is known of a document beside itself: of the manifest, or of the Parquet file that it is in."""

    split: str | None = None
    origin: str | None = None
    group: str | None = None


def documents_by_split(path: Path | str, seeds: Path | str | None = None) -> Iterator[tuple[str | None, Document]]:
    """Every document with the split that the manifest gives it, or the Parquet file that it is in; None if neither."""
    for placement, document in placed_documents(path, seeds):
        yield placement.split, document


def placed_documents(path: Path | str, seeds: Path | str | None = None) -> Iterator[tuple[Placement, Document]]:
    """Every document with its split, origin and group; of a Parquet file only the split is known, by its name."""
    manifests: dict[Path, manifest.Manifest] = {}
    for item in items(path, seeds):
        if item.document is None:
            raise InvalidContent(item.findings)
        if item.path.endswith(_PARQUET):
            yield Placement(split=Path(item.path).name.partition("-")[0]), item.document
            continue
        folder = Path(seeds) if seeds else layout.find_seeds(Path(item.path).parent)
        if folder is not None and folder not in manifests:
            manifests[folder] = manifest.read(folder)
        entry = manifests[folder].get(item.document.id) if folder else None
        yield Placement(entry.split, entry.origin, entry.group) if entry else Placement(), item.document


def checksum(corpus: Path, seeds: Path) -> str:
    """SHA-256 of a corpus: what reports about it give as `corpus_sha256`, to tell which corpus they are about.

    It is that of the canonical JSON of every document, without text and by id, and of the manifest, by id: of what is
    annotated, and not of how the files are laid out.
    """
    digest = hashlib.sha256()
    for document in sorted(documents(corpus, seeds), key=lambda document: document.id):
        digest.update(standoff.encode(replace(document, text=None)))
    for _, entry in sorted(manifest.read(seeds).items()):
        digest.update(msgspec.json.encode(entry) + b"\n")
    return digest.hexdigest()


def items(path: Path | str, seeds: Path | str | None = None) -> Iterator[Item]:
    """The documents under `path` one by one, good and bad, in order of file names and lines."""
    folder = Path(seeds) if seeds is not None else None
    if folder is not None and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    if str(path) == STDIN:
        yield from _read_stream(sys.stdin.buffer.read(), folder or layout.find_seeds(Path()))
        return
    for file in files(Path(path)):
        yield from _read_file(file, folder or layout.find_seeds(file.parent))


def files(path: Path) -> list[Path]:
    """The files that hold the documents of `path`; of a built dataset, the Parquet files of its config `documents`."""
    if not path.exists():
        raise UsageError(f"{path} does not exist")
    if path.is_file():
        if path.suffix not in _SUFFIXES:
            raise UsageError(f"{path} is none of {', '.join(_SUFFIXES)}")
        return [path]
    built = path / "data" / tables.DOCUMENTS
    found = sorted(file for file in (built if built.is_dir() else path).iterdir() if file.suffix in _SUFFIXES)
    compiled = {file.stem for file in found if file.suffix == JSON}
    found = [file for file in found if file.suffix not in _YAML or file.stem not in compiled]
    if not found:
        raise UsageError(f"{path} holds no documents: no file that ends in {', '.join(_SUFFIXES)}")
    return found


def _read_file(path: Path, seeds: Path | None) -> Iterator[Item]:
    name = str(path)
    if path.suffix == JSON:
        yield _read_json(path.read_bytes(), name, seeds)
    elif path.suffix in JSONL:
        with path.open("rb") as lines:
            yield from _read_lines(lines, name, seeds)
    elif path.suffix in _YAML:
        yield _read_yaml(path, seeds)
    else:
        yield from _read_parquet(path)


def _read_stream(data: bytes, seeds: Path | None) -> Iterator[Item]:
    """Standard input: one JSON document, or JSONL where its first line is one by itself and more follows."""
    name = "<stdin>"
    first, _, rest = data.partition(b"\n")
    if rest.strip() and first.strip().startswith(b"{") and first.strip().endswith(b"}"):
        yield from _read_lines(iter(data.splitlines()), name, seeds)
    else:
        yield _read_json(data, name, seeds)


def _read_lines(lines: Iterator[bytes], name: str, seeds: Path | None) -> Iterator[Item]:
    number = 0
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_json(line.rstrip(b"\r\n"), name, seeds, first_line=number)
    if number == 0:
        yield _read_json(b"", name, seeds)


def _read_json(data: bytes, name: str, seeds: Path | None, first_line: int = 1) -> Item:
    def locate(pointers: Collection[str]) -> Places:
        text = data.decode()
        lines, offsets = places.Lines(text), places.survey(text, pointers).offsets
        found = {pointer: lines.place(places.nearest(pointer, offsets)) for pointer in pointers}
        return {pointer: (line + first_line - 1, column) for pointer, (line, column) in found.items()}

    try:
        document = standoff.with_text(standoff.decode(data), seeds)
    except InvalidContent as error:
        moved = [replace(f, line=(f.line or 1) + first_line - 1, path=f.path or name) for f in error.findings]
        return Item(name, None, tuple(moved))
    return Item(name, document, locate=locate)


def _read_yaml(path: Path, seeds: Path | None) -> Item:
    try:
        compiled = quotes.read(path, seeds)
    except InvalidContent as error:
        return Item(str(path), None, tuple(replace(f, path=f.path or str(path)) for f in error.findings))

    def locate(pointers: Collection[str]) -> Places:
        return {pointer: places.nearest(pointer, compiled.places) for pointer in pointers}

    return Item(str(path), standoff.with_text(compiled.document, seeds), locate=locate)


def _read_parquet(path: Path) -> Iterator[Item]:
    try:
        for document in tables.read_documents(path):
            yield Item(str(path), document)
    except InvalidContent as error:
        yield Item(str(path), None, error.findings)
