"""The main job: seeds and corpus to a dataset repository as the Hub would hold it."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

import pyarrow as pa
from msgspec import Struct

from stancebank import (
    card,
    collection,
    exchange,
    layout,
    manifest,
    repository,
    schemas,
    standoff,
    stats,
    tables,
    validation,
)
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent
from stancebank.labels import Split
from stancebank.model import Document
from stancebank.tables import Article

_SPLITS: Final = get_args(Split)
_PHRASE: Final = 60
"""Code points from which on a quotation counts as text."""
_BESIDE_THE_CARD: Final = ("CHANGELOG.md", repository.CITATION)


class Sources(Struct, frozen=True):
    """What a dataset is built from: annotations, articles, and the card that people write.

    CHANGELOG.md and CITATION.cff are taken from beside the card, GUIDELINES.md and reports/ from the corpus.
    """

    corpus: Path
    seeds: Path
    card: Path


class Outcome(Struct, frozen=True):
    """Warnings of validation, and the reports that were left out since they are about another corpus."""

    findings: list[Finding]
    stale_reports: list[Path]


def build(sources: Sources, out: Path, *, without_text: bool = False) -> Outcome:
    """Write the dataset repository to `out`, in one step; `without_text` leaves out what may not be redistributed.

    Raises `InvalidContent` where the corpus has errors, and `UsageError` where `out` is a folder that this did not
    make; what is there is left alone then. The same input gives the same bytes.
    """
    card.read(sources.card)
    out = out.resolve()
    repository.check_ownership(out)
    report = validation.validate_paths([sources.corpus, *layout.pass_folders(sources.corpus)], sources.seeds)
    if report.has_errors:
        raise InvalidContent(report.findings)
    articles = read_articles(sources, without_text=without_text)
    fresh, stale = _reports(sources)
    with exchange.staged(out) as staging:
        repository.check_ownership(out)
        _write(articles, sources, fresh, staging)
    return Outcome(report.findings, stale)


def check(sources: Sources, out: Path, *, without_text: bool = False) -> list[str]:
    """What in the folder `out` differs from what the sources give, a line for each file."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "build")
        build(sources, fresh, without_text=without_text)
        return repository.differences(fresh, out)


def read_articles(sources: Sources, *, without_text: bool = False) -> list[Article]:
    """The documents of the corpus in order of their ids, each with its passes."""
    entries = manifest.read(sources.seeds)
    passes = {folder.name: _by_id(folder, sources.seeds) for folder in layout.pass_folders(sources.corpus)}
    return [
        Article(
            document=standoff.with_quotes(document),
            entry=entries[document.id],
            withhold=without_text and not entries[document.id].redistribute,
            passes={
                annotator: standoff.with_quotes(found[document.id])
                for annotator, found in passes.items()
                if document.id in found
            },
        )
        for document in _by_id(sources.corpus, sources.seeds).values()
    ]


def _by_id(folder: Path, seeds: Path) -> dict[str, Document]:
    found = sorted(collection.documents(folder, seeds), key=lambda document: document.id)
    return {document.id: document for document in found}


def _write(articles: Sequence[Article], sources: Sources, reports: Sequence[Path], folder: Path) -> None:
    contents: dict[str, dict[str, pa.Table]] = {
        split: tables.tables(a for a in articles if a.entry.split == split) for split in _SPLITS
    }
    rows = {
        config: {split: found[config].num_rows for split, found in contents.items() if found[config].num_rows}
        for config in tables.CONFIGS
    }
    if not rows[tables.DOCUMENTS]:
        raise UsageError("there is no document to build from")
    front, body = card.read(sources.card)
    statistics = stats.count((article.entry.split, article.document) for article in articles)
    pages = {path.stem: path.read_text(encoding="utf-8") for path in reports if path.suffix == ".md"}
    body = card.fill(body, {config: found for config, found in rows.items() if found}, statistics, pages)
    attachments = _attachments(sources, reports)
    if withheld := [article.document for article in articles if article.withhold]:
        body = card.notice(len(withheld), len(articles)) + body
        _check_leaks(withheld, {**attachments, repository.CARD: body.encode()})
    repository.write(folder, front, body, contents, attachments)


def _attachments(sources: Sources, reports: Sequence[Path]) -> dict[str, bytes]:
    """What comes with the data, under the paths that it has in a checkout, so that links in the card hold there."""
    found = {layout.SCHEMA.as_posix(): schemas.schema_text().encode()}
    guidelines = sources.corpus / layout.GUIDELINES
    for path in [*(sources.card.parent / name for name in _BESIDE_THE_CARD), guidelines, *reports]:
        if path.is_file():
            inside = path.is_relative_to(sources.corpus)
            name = f"{layout.CORPUS}/{path.relative_to(sources.corpus).as_posix()}" if inside else path.name
            found[name] = path.read_bytes()
    return found


def _check_leaks(withheld: Iterable[Document], texts: Mapping[str, bytes]) -> None:
    """Refuse what people wrote or reports tell where it quotes more of a text than a phrase."""
    for document in withheld:
        text = document.text or ""
        stretches = {text[start : start + _PHRASE] for start in range(len(text) - _PHRASE + 1)}
        for name, data in texts.items():
            is_json = name.endswith(".json")
            content = json.dumps(json.loads(data), ensure_ascii=False) if is_json else data.decode(errors="ignore")
            for start in range(len(content) - _PHRASE + 1):
                if (quoted := content[start : start + _PHRASE]) in stretches:
                    raise UsageError(f"{name} quotes {document.id}, whose text is to be left out: {quoted!r}")


def _reports(sources: Sources) -> tuple[list[Path], list[Path]]:
    """The files of the reports about this very corpus, and those of the others.

    A report is a JSON file whose `corpus_sha256` tells which corpus it is about, and what lies beside it under the same
    name, up to the first dot: baseline.json, baseline.md, baseline.polarity.png.
    """
    files = sorted(path for path in (sources.corpus / layout.REPORTS).glob("*") if path.is_file())
    checksum = collection.checksum(sources.corpus, sources.seeds) if files else None
    current = {path.stem for path in files if path.suffix == ".json" and _corpus_of(path) == checksum}
    fresh = [path for path in files if path.name.partition(".")[0] in current]
    return fresh, [path for path in files if path not in fresh]


def _corpus_of(report: Path) -> str | None:
    try:
        content = json.loads(report.read_bytes())
    except ValueError as error:
        raise UsageError(f"{report} is no JSON: {error}") from None
    return content.get("corpus_sha256") if isinstance(content, dict) else None
