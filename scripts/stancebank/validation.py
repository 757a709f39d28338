"""From paths or a document to sorted findings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from stancebank import collection, layout, manifest, repair, standoff
from stancebank.checks import check_document, pages
from stancebank.checks.catalogue import RULES
from stancebank.checks.corpus import check_corpus, check_files, check_manifest, check_pass
from stancebank.collection import Item
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent, sort_key
from stancebank.index import DocumentIndex
from stancebank.model import Document
from stancebank.report import RuleSummary


class Report(Struct):
    """What validation says: how many documents it saw, and the findings, sorted by place."""

    documents: int
    findings: list[Finding]

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def validate(target: Document | Path | str, seeds: Path | str | None = None) -> list[Finding]:
    """Every finding about a document, a file or a folder, sorted by place; an empty list where all is well.

    A document is checked against its own `text`; of a file, the text is found as `stancebank.read` finds it.
    """
    if isinstance(target, Document):
        return list(check_document(DocumentIndex(target)))
    return validate_paths([target], seeds).findings


def validate_paths(
    paths: Iterable[Path | str],
    seeds: Path | str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Report:
    """Validate files and folders; `select` and `ignore` are rule codes or prefixes of them."""
    for prefix in (*select, *ignore):
        if not any(code.startswith(prefix) for code in RULES):
            raise UsageError(f"no rule's code is, or begins with, {prefix!r}")
    report = Report(documents=0, findings=[])
    for path in paths:
        _validate_path(path, Path(seeds) if seeds is not None else None, report)
    report.findings = sorted(
        (finding for finding in report.findings if _is_wanted(finding.code, select, ignore)), key=sort_key
    )
    return report


def fix_paths(
    paths: Iterable[Path | str],
    seeds: Path | str | None = None,
    *,
    refill_quotes: bool = False,
    write: bool = True,
) -> Iterator[str]:
    """Mend what loses nothing in JSON and JSONL files; a unified diff of each file that changes, or would.

    With `refill_quotes` a stored quote that differs from the text at its offsets is taken anew from there.
    """
    for path in paths:
        if str(path) == collection.STDIN:
            raise UsageError("standard input can not be mended; give a file")
        for file in collection.files(Path(path)):
            before = file.read_bytes()
            after = _repaired(file, before, Path(seeds) if seeds else layout.find_seeds(file.parent), refill_quotes)
            if after != before:
                if write:
                    standoff.replace_file(file, after)
                yield repair.diff(before, after, str(file))


def _repaired(file: Path, data: bytes, seeds: Path | None, refill_quotes: bool) -> bytes:
    def article_text(document_id: str) -> str | None:
        return manifest.article_text(seeds, document_id) if seeds else None

    if file.suffix in collection.JSONL:
        return repair.repair_lines(data, article_text, refill_quotes=refill_quotes)
    if file.suffix != collection.JSON:
        return data
    return repair.repair_found(data, article_text, refill_quotes=refill_quotes)


def rule_summaries() -> dict[str, RuleSummary]:
    """What reports say of each rule, by code."""
    return {
        rule.code: RuleSummary(
            name=rule.name,
            summary=rule.summary,
            page=pages.page(rule),
            severity=rule.severity,
        )
        for rule in RULES.values()
    }


def _is_wanted(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    return (not select or code.startswith(tuple(select))) and not code.startswith(tuple(ignore))


def _validate_path(path: Path | str, seeds: Path | None, report: Report) -> None:
    documents = []
    seen: dict[str, Item] = {}
    for item in collection.items(path, seeds):
        report.documents += 1
        report.findings.extend(_check_item(item))
        if item.document is None:
            continue
        if item.document.id in seen:
            message = f"{item.document.id} is in {seen[item.document.id].path} as well"
            finding = Finding(code="SB508", message=message, pointer="/id", document_id=item.document.id)
            report.findings.extend(_placed([finding], item))
        else:
            seen[item.document.id] = item
        if item.path.endswith(collection.JSON):
            documents.append((Path(item.path), item.document))
    folder = Path(path)
    if str(path) != collection.STDIN and folder.is_dir():
        items = {item.path: item for item in seen.values()}
        found: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in _check_corpus_folder(folder, seeds or layout.find_seeds(folder), documents):
            found[finding.path].append(finding)
        for name, findings in found.items():
            report.findings.extend(_placed(findings, items[name]) if name in items else findings)


def _placed(findings: Sequence[Finding], item: Item) -> Iterator[Finding]:
    """The findings about one document with its file, and the line and column that each pointer leads to."""
    places = item.locate({finding.pointer or "" for finding in findings}) if findings else {}
    for finding in findings:
        line, column = places.get(finding.pointer or "", (None, None))
        yield replace(finding, path=item.path, line=line, column=column)


def _check_corpus_folder(folder: Path, seeds: Path | None, documents: list[tuple[Path, Document]]) -> Iterator[Finding]:
    """What the manifest, the YAML sources and the passes say of a folder, if it is a corpus or a pass over one."""
    here = folder.resolve()
    if here.parent.name == layout.PASSES:
        gold = {document.id: document for document in _readable(layout.corpus_documents(here.parent.parent), seeds)}
        yield from check_files(documents, folder, seeds)
        yield from check_pass(here.name, documents, gold)
    elif seeds is not None and seeds.resolve().parent == here.parent:
        yield from check_files(documents, folder / layout.SOURCE, seeds)
        try:
            entries = manifest.read(seeds)
        except InvalidContent as error:
            yield from error.findings
            return
        yield from check_manifest(seeds, entries)
        yield from check_corpus(seeds, entries, documents)


def _readable(paths: Iterable[Path], seeds: Path | None) -> Iterator[Document]:
    for path in paths:
        for item in collection.items(path, seeds):
            if item.document is not None:
                yield item.document


def _check_item(item: Item) -> Iterator[Finding]:
    if item.document is None:
        yield from item.findings
        return
    yield from _placed(list(check_document(DocumentIndex(item.document))), item)
