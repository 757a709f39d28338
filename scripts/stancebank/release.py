"""The main job: seeds and corpus to a dataset repository as the Hub would hold it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from stancebank import card, collection, exchange, layout, manifest, stats, tables, validation
from stancebank.card import SplitFile
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent
from stancebank.labels import Split
from stancebank.model import Document
from stancebank.tables import Article

CHECKSUMS: Final = "SHA256SUMS"
_CARD: Final = "README.md"
_SPLITS: Final[tuple[Split, ...]] = ("train", "validation", "test")


def build(corpus: Path, seeds: Path, template: Path, out: Path) -> list[Finding]:
    """Write the dataset repository to `out`, in one step, and return the warnings of validation.

    Raises `InvalidContent` where the corpus has errors, and `UsageError` where `out` is a folder that this did not
    make; what is there is left alone then. The same input gives the same bytes.
    """
    card.read_template(template)
    out = out.resolve()
    check_ownership(out)
    report = validation.validate_paths([corpus, *layout.pass_folders(corpus)], seeds)
    if report.has_errors:
        raise InvalidContent(report.findings)
    articles = _read_articles(corpus, seeds)
    with exchange.staged(out) as staging:
        check_ownership(out)
        _write(articles, template, staging)
    return report.findings


def check_ownership(folder: Path) -> None:
    """Refuse a folder that holds anything but what a build has put there, as its checksums tell."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file")
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    listed = set(read_checksums(folder)) | {CHECKSUMS} if present else set()
    if foreign := sorted(present - listed):
        raise UsageError(f"{folder} was not made by a build: it holds {foreign[0]}; give another --out")


def read_checksums(folder: Path) -> dict[str, str]:
    """The checksums of a build by path; empty where there are none."""
    path = folder / CHECKSUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, separator, name in (line.partition("  ") for line in lines) if separator}


def _read_articles(corpus: Path, seeds: Path) -> list[Article]:
    """The documents of the corpus in order of their ids, each with its passes."""
    entries = manifest.read(seeds)
    passes = {folder.name: _by_id(folder, seeds) for folder in layout.pass_folders(corpus)}
    return [
        Article(
            document=document,
            entry=entries[document.id],
            passes={annotator: found[document.id] for annotator, found in passes.items() if document.id in found},
        )
        for document in sorted(collection.documents(corpus, seeds), key=lambda document: document.id)
    ]


def _by_id(folder: Path, seeds: Path) -> dict[str, Document]:
    return {document.id: document for document in collection.documents(folder, seeds)}


def _write(articles: list[Article], template: Path, folder: Path) -> None:
    files: dict[str, dict[str, SplitFile]] = {config: {} for config in tables.CONFIGS}
    for split in _SPLITS:
        for config, table in tables.tables(a for a in articles if a.entry.split == split).items():
            if table.num_rows:
                name = f"data/{config}/{split}-00000-of-00001.parquet"
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                tables.write(table, path)
                files[config][split] = SplitFile(name, table.num_rows, table.nbytes, path.stat().st_size)
    present = {config: splits for config, splits in files.items() if splits}
    if not present:
        raise UsageError("there is no document to build from")
    statistics = stats.count((article.entry.split, article.document) for article in articles)
    text = card.render(template, tables.schemas(), present, statistics)
    (folder / _CARD).write_text(text, encoding="utf-8", newline="\n")
    lines = [f"{digest}  {name}\n" for name, digest in _digests(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()
