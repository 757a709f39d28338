"""Between forms: quote-anchored YAML, canonical JSON, JSONL and the `documents` Parquet."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from stancebank import collection, quotes, standoff
from stancebank.errors import UsageError
from stancebank.model import Document

OUTPUTS: Final = (".json", ".jsonl", ".yaml")


def convert(source: Path | str, target: Path, seeds: Path | str | None = None) -> int:
    """Convert the documents of `source` to the form that the ending of `target` names; how many there were.

    A single document goes to a file; several go to one JSONL file, or to a folder, one JSON file each.
    """
    documents = collection.documents(source, seeds)
    if target.suffix == ".jsonl":
        return _write_lines(documents, target)
    found = list(documents)
    if target.is_dir() or not target.suffix:
        for document in found:
            standoff.write(document, target / f"{document.id}.json")
        return len(found)
    if target.suffix not in OUTPUTS:
        raise UsageError(f"{target} ends in none of {', '.join(OUTPUTS)}, and is no folder")
    if len(found) != 1:
        raise UsageError(f"{source} holds {len(found)} documents; give a folder or a .jsonl file to write them to")
    write(found[0], target)
    return 1


def write(document: Document, path: Path | str) -> None:
    """Write one document in the form that the ending of `path` names: .json, .jsonl or .yaml.

    JSON and YAML are stand-off where the article is listed in the nearest seeds/ folder above, else the text is
    embedded. YAML, which quotes the text, needs it.
    """
    path = Path(path)
    if path.suffix == ".json":
        standoff.write(document, path)
    elif path.suffix == ".jsonl":
        _write_lines([document], path)
    elif path.suffix == ".yaml":
        if document.text is None:
            raise UsageError(f"{document.id} has no text to quote from; name the folder of the articles with --seeds")
        embed = not standoff.has_article(document.id, path)
        standoff.replace_file(path, quotes.encode(document, embed_text=embed))
    else:
        raise UsageError(f"{path} ends in none of {', '.join(OUTPUTS)}")


def _write_lines(documents: Iterable[Document], path: Path) -> int:
    count = 0
    temporary = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("wb") as file:
        for document in documents:
            file.write(standoff.encode_line(document) + b"\n")
            count += 1
    temporary.replace(path)
    return count
