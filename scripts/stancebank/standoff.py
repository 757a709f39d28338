"""The canonical JSON form: its only reader and its only writer."""

import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from stancebank import layout, manifest, places, schemas
from stancebank.findings import Finding, InvalidContent
from stancebank.model import Document, DocumentFile
from stancebank.spans import Span

_DECODER: Final = msgspec.json.Decoder(DocumentFile)
_DOCUMENT_FIELDS: Final = Document.__struct_fields__


def decode(data: bytes) -> Document:
    """The document in `data`, or `InvalidContent` with every structural fault, placed by line, column and pointer."""
    try:
        file = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidContent(explain(data)) from None
    document = Document(**{name: getattr(file, name) for name in _DOCUMENT_FIELDS})
    if encode(document, file.schema_uri) != data and encode_line(document) != data and not _has_unique_keys(data):
        raise InvalidContent(explain(data))
    return document


def encode(document: Document, schema_uri: str | None = None) -> bytes:
    """Canonical JSON: every key, in the order of the model, one annotation to a line."""
    lines = [] if schema_uri is None else [f'  "$schema": {json.dumps(schema_uri)}'.encode()]
    for name in _DOCUMENT_FIELDS:
        value = getattr(document, name)
        if isinstance(value, tuple) and value:
            content = b"[\n    " + b",\n    ".join(_format(item, indent=0) for item in value) + b"\n  ]"
        else:
            content = _format(value, indent=2).replace(b"\n", b"\n  ")
        lines.append(f'  "{name}": '.encode() + content)
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def encode_line(document: Document) -> bytes:
    """The document as one line of JSONL, without the line end."""
    return msgspec.json.encode(document)


def read(path: Path, seeds: Path | None = None) -> Document:
    """The document in a JSON file, with the text of its article where that is found.

    The text is looked for in `seeds`, or in the nearest seeds/ folder above the file.
    """
    document = decode(path.read_bytes())
    return with_text(document, seeds or layout.find_seeds(path.parent))


def with_text(document: Document, seeds: Path | None) -> Document:
    """The document with its text; a text that it embeds wins over that of its article."""
    if document.text is not None or seeds is None:
        return document
    return replace(document, text=manifest.article_text(seeds, document.id))


def with_quotes(document: Document) -> Document:
    """The document with the text of each span, taken from its offsets."""
    text = document.text
    assert text is not None, f"{document.id} has no text"

    def filled(value: Any) -> Any:
        if isinstance(value, Span):
            return replace(value, text=text[value.start : value.end])
        if isinstance(value, tuple):
            return tuple(map(filled, value))
        if isinstance(value, Struct):
            return replace(value, **{name: filled(getattr(value, name)) for name in value.__struct_fields__})
        return value

    quoted: Document = filled(document)
    return quoted


def write(document: Document, path: Path) -> None:
    """Write canonical JSON, atomically: stand-off where the article is in a seeds/ folder above, else with text."""
    if has_article(document.id, path):
        document = replace(document, text=None)
    replace_file(path, encode(document, layout.find_schema(path)))


def has_article(document_id: str, path: Path) -> bool:
    """Whether the manifest in the nearest seeds/ folder above the file `path` lists the document."""
    seeds = layout.find_seeds(path.parent)
    return seeds is not None and document_id in manifest.read(seeds)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, so that no reader sees half of it. What is there keeps its permissions."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise


def _mode(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def explain(data: bytes) -> list[Finding]:
    """Every structural fault of what the decoder refused."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line, column = places.Lines(before).place(len(before))
        message = f"byte {error.start} is not UTF-8: {error.reason}"
        return [Finding(code="SB001", message=message, line=line, column=column)]
    if text.startswith("\ufeff"):
        return [Finding(code="SB001", message="the file begins with a byte order mark", line=1, column=1)]
    if (deep := places.too_deep(text)) is not None:
        line, column = places.Lines(text).place(deep)
        return [Finding(code="SB006", message="nested deeper than any document", line=line, column=column)]
    try:
        value = json.loads(text, parse_int=_parse_integer)
    except json.JSONDecodeError as error:
        message = error.msg if text.strip() else "there is nothing in it"
        return [Finding(code="SB002", message=f"not JSON: {message}", line=error.lineno, column=error.colno)]
    return _explain_value(text, value)


def _explain_value(text: str, value: Any) -> list[Finding]:
    found = list(schemas.faults(value))
    survey = places.survey(text, {pointer for _, pointer, _ in found})
    lines = places.Lines(text)
    faults = [("SB003", pointer, offset, "the key stands twice") for pointer, offset in survey.duplicate_keys]
    faults += [
        ("SB005", pointer, offset, "half of a surrogate pair is no character")
        for pointer, offset in survey.lone_surrogates
    ]
    other_types = {pointer for code, pointer, message in found if code == "SB012" and "integer" not in message}
    faults += [
        ("SB004", pointer, offset, f"{token[:40]} is not an integer")
        for pointer, offset, token in survey.not_integers
        if pointer not in other_types
    ]
    known = {pointer for _, pointer, _, _ in faults}
    for code, pointer, message in found:
        if pointer not in known:
            faults.append((code, pointer, places.nearest(pointer, survey.offsets), message))
    if not faults:
        raise AssertionError("the decoder refused a document in which the schema finds no fault")
    return [
        Finding(
            code=code,
            message=message,
            line=place[0],
            column=place[1],
            pointer=pointer,
            document_id=_document_id(value),
        )
        for code, pointer, offset, message in dict.fromkeys(faults)
        for place in [lines.place(offset)]
    ]


def _document_id(value: Any) -> str | None:
    document_id = value.get("id") if isinstance(value, dict) else None
    return places.printable(document_id) if isinstance(document_id, str) else None


def _parse_integer(digits: str) -> int:
    """An integer; past what any offset can be, one that is out of range, since `int` refuses thousands of digits."""
    return int(digits) if len(digits) < 20 else int(digits[:20])


def _has_unique_keys(data: bytes) -> bool:
    unique = True

    def check(pairs: list[tuple[str, Any]]) -> None:
        nonlocal unique
        unique = unique and len({key for key, _ in pairs}) == len(pairs)

    json.loads(data.decode(), object_pairs_hook=check)
    return unique


def _format(value: Any, indent: int) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=indent)
