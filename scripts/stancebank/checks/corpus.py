"""SB5xx: the corpus as a whole: manifest, articles, annotations, passes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from stancebank import layout, manifest, quotes, standoff
from stancebank.checks.catalogue import RULES, declare
from stancebank.findings import Finding, InvalidContent
from stancebank.manifest import Manifest
from stancebank.model import Document

Files = Sequence[tuple[Path, Document]]

declare("SB501", "malformed-manifest", "A line of the manifest is not an entry, or repeats an id.")
declare("SB502", "missing-article", "The manifest names an article that is not in seeds/, or not with that checksum.")
declare("SB503", "article-without-annotation", "An article of the manifest has no annotation in the corpus.", "warning")
declare("SB504", "annotation-without-article", "An annotation of the corpus has no article in the manifest.")
declare("SB505", "id-differs-from-file", "The id of a document is not the name of its file.")
declare("SB506", "group-across-splits", "Documents of one group are in different splits, so that what is tested leaks.")
declare("SB507", "stale-compilation", "A JSON file is not what the YAML file that it was compiled from gives.")
declare("SB508", "document-twice", "Two documents of a collection have the same id.")
declare(
    "SB509", "stray-pass", "A pass is of a document that the corpus does not have, or does not list among its passes."
)


def check_manifest(seeds: Path, entries: Manifest) -> Iterator[Finding]:
    """The manifest against the articles, and groups against splits."""
    path = str(seeds / layout.MANIFEST)
    splits: dict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        splits[entry.group].add(entry.split)
        text = manifest.article_text(seeds, entry.id)
        if text is None:
            yield _finding("SB502", f"{entry.id}.txt is not there", path, entry.id)
        elif manifest.sha256(text) != entry.sha256:
            yield _finding("SB502", f"{entry.id}.txt was changed: {manifest.sha256(text)}", path, entry.id)
    for group, found in splits.items():
        if len(found) > 1:
            yield _finding("SB506", f"group {group} is in {' and '.join(sorted(found))}", path)


def check_corpus(corpus: Path, entries: Manifest, documents: Files) -> Iterator[Finding]:
    """Annotations against the manifest, their files, and the YAML that they were compiled from."""
    known = {document.id for _, document in documents}
    for document_id in sorted(entries.keys() - known):
        yield _finding("SB503", f"{document_id} is not annotated", str(corpus), document_id)
    for path, document in documents:
        if document.id not in entries:
            yield _finding("SB504", f"{document.id} is not in the manifest", str(path), document.id)
        elif document.sha256 != entries[document.id].sha256:
            yield _finding("SB502", "annotates another text than the manifest names", str(path), document.id)


def check_files(documents: Files, source: Path | None, seeds: Path | None) -> Iterator[Finding]:
    """Ids against file names, and JSON against YAML in the folder `source`."""
    for path, document in documents:
        if path.stem != document.id:
            yield _finding("SB505", f"{document.id} is in {path.name}", str(path), document.id)
        yaml_path = source / f"{path.stem}.yaml" if source else None
        if yaml_path is None or not yaml_path.is_file():
            continue
        try:
            compiled = standoff.with_text(quotes.read(yaml_path, seeds).document, seeds)
        except InvalidContent as error:
            message = f"{yaml_path} does not compile: {error.findings[0].message}"
            yield _finding("SB507", message, str(path), document.id)
            continue
        if compiled != document:
            message = f"differs from {yaml_path}; `stancebank convert {yaml_path} {path}` writes it anew"
            yield _finding("SB507", message, str(path), document.id)


def check_pass(annotator: str, documents: Files, gold: dict[str, Document]) -> Iterator[Finding]:
    """A pass against the documents that came of it."""
    for path, document in documents:
        if document.id not in gold:
            yield _finding("SB509", f"{document.id} is not in the corpus", str(path), document.id)
        elif annotator not in gold[document.id].provenance.passes:
            message = f"{annotator} is not among the passes of {document.id}"
            yield _finding("SB509", message, str(path), document.id)


def _finding(code: str, message: str, path: str, document_id: str | None = None) -> Finding:
    return Finding(code=code, severity=RULES[code].severity, message=message, path=path, document_id=document_id)
