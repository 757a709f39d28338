"""SB5xx: the corpus as a whole: manifest, articles, annotations, passes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from stancebank import layout, manifest, quotes, standoff
from stancebank.checks.catalogue import RULES, declare
from stancebank.checks.duplicates import check_duplicates, check_keys
from stancebank.findings import Finding, InvalidContent
from stancebank.manifest import Manifest
from stancebank.model import Document

Files = Sequence[tuple[Path, Document]]

declare(
    "SB501",
    "malformed-manifest",
    """A line of the manifest is not an entry, or repeats an id.

    The manifest says of each article where it comes from, whether it may go out, and in which split it is. Without a
    line that can be read, the document would go out under terms that nobody knows.

    Bad listing:
        {"id": "ferry", "sha256": "ea72…", "origin": "seed", "license": "CC-BY-4.0", "split": "train"}

    Good listing:
        {"id": "ferry", "sha256": "ea72…", "origin": "seed", "license": "CC-BY-4.0", "redistribute": true,
         "group": "ferry", "split": "train"}
    """,
)
declare(
    "SB502",
    "missing-article",
    """The manifest names an article that is not in seeds/, or not with that checksum.

    Annotations stand off from this very text. With another one every span may be of other words.

    Bad listing:
        seeds/manifest.jsonl: {"id": "ferry", "sha256": "ea72…", …}
        seeds/harbour.txt

    Good listing:
        seeds/manifest.jsonl: {"id": "ferry", "sha256": "ea72…", …}
        seeds/ferry.txt (SHA-256 ea72…)
    """,
)
declare(
    "SB503",
    "article-without-annotation",
    """An article of the manifest has no annotation in the corpus.

    It may be in work, hence a warning. It goes out only once it is annotated.

    Bad listing:
        seeds/manifest.jsonl: ferry, harbour
        corpus/ferry.json

    Good listing:
        seeds/manifest.jsonl: ferry, harbour
        corpus/ferry.json
        corpus/harbour.json
    """,
    "warning",
)
declare(
    "SB504",
    "annotation-without-article",
    """An annotation of the corpus has no article in the manifest.

    Nothing is known then of its origin, its licence, its group and its split. `stancebank add` enters the article.

    Bad listing:
        seeds/manifest.jsonl: ferry
        corpus/ferry.json
        corpus/harbour.json

    Good listing:
        seeds/manifest.jsonl: ferry, harbour
        corpus/ferry.json
        corpus/harbour.json
    """,
)
declare(
    "SB505",
    "id-differs-from-file",
    """The id of a document is not the name of its file.

    Article, annotation, passes and manifest are joined by this name. A copied file whose id was not changed would stand
    for the original.

    Bad listing:
        corpus/boat.json: "id": "ferry"

    Good listing:
        corpus/ferry.json: "id": "ferry"
    """,
)
declare(
    "SB506",
    "group-across-splits",
    """Documents of one group are in different splits, so that what is tested leaks.

    An article and its contrast twin differ in a few words. A model that was trained on one has seen the other.

    Bad listing:
        {"id": "ferry", "group": "ferry", "split": "train", …}
        {"id": "ferry-twin", "group": "ferry", "split": "test", …}

    Good listing:
        {"id": "ferry", "group": "ferry", "split": "train", …}
        {"id": "ferry-twin", "group": "ferry", "split": "train", …}
    """,
)
declare(
    "SB507",
    "stale-compilation",
    """A JSON file is not what the YAML file that it was compiled from gives.

    One of the two was edited and the other was not. People correct the YAML, and the JSON is published.

    Bad listing:
        corpus/source/ferry.yaml: polarity: negative
        corpus/ferry.json: "polarity": "positive"

    Good listing:
        corpus/source/ferry.yaml: polarity: negative
        corpus/ferry.json: "polarity": "negative"
    """,
)
declare(
    "SB508",
    "document-twice",
    """Two documents of a collection have the same id.

    Tables are joined by document ids; the rows of both would be mixed.

    Bad listing:
        corpus/ferry.json: "id": "ferry"
        corpus/more.jsonl: "id": "ferry"

    Good listing:
        corpus/ferry.json: "id": "ferry"
        corpus/more.jsonl: "id": "harbour"
    """,
)
declare(
    "SB509",
    "stray-pass",
    """A pass is of a document that the corpus does not have, or does not list among its passes.

    Agreement is published for the passes behind each document. A pass that is not named was not adjudicated.

    Bad listing:
        corpus/passes/ada/ferry.json
        corpus/ferry.json: "provenance": {"passes": [], …}

    Good listing:
        corpus/passes/ada/ferry.json
        corpus/ferry.json: "provenance": {"passes": ["ada"], …}
    """,
)


def check_manifest(seeds: Path, entries: Manifest) -> Iterator[Finding]:
    """The manifest against the articles, and groups against splits."""
    path, lines = str(seeds / layout.MANIFEST), manifest.lines(seeds, entries)
    splits: dict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        splits[entry.group].add(entry.split)
        text = manifest.article_text(seeds, entry.id)
        if text is None:
            yield _finding("SB502", f"{entry.id}.txt is not there", path, entry.id, lines[entry.id])
        elif manifest.sha256(text) != entry.sha256:
            message = f"{entry.id}.txt was changed: {manifest.sha256(text)}"
            yield _finding("SB502", message, path, entry.id, lines[entry.id])
    for group, found in splits.items():
        if len(found) > 1:
            last = [entry.id for entry in entries.values() if entry.group == group][-1]
            message = f"group {group} is in {' and '.join(sorted(found))}"
            yield _finding("SB506", message, path, line=lines[last])


def check_corpus(seeds: Path, entries: Manifest, documents: Files) -> Iterator[Finding]:
    """Annotations against the manifest, their files, and the YAML that they were compiled from."""
    path, lines = str(seeds / layout.MANIFEST), manifest.lines(seeds, entries)
    known = {document.id for _, document in documents}
    for document_id in sorted(entries.keys() - known):
        yield _finding("SB503", f"{document_id} is not annotated", path, document_id, lines[document_id])
    for file, document in documents:
        if document.id not in entries:
            yield _finding("SB504", f"{document.id} is not in the manifest", str(file), document.id)
        elif document.sha256 != entries[document.id].sha256:
            yield _finding("SB502", "annotates another text than the manifest names", str(file), document.id)
    placed = [(str(file), document) for file, document in documents]
    yield from check_keys(placed)
    yield from check_duplicates(placed, entries)


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


def _finding(code: str, message: str, path: str, document_id: str | None = None, line: int | None = None) -> Finding:
    severity = RULES[code].severity
    column = None if line is None else 1
    return Finding(
        code=code,
        severity=severity,
        message=message,
        path=path,
        line=line,
        column=column,
        document_id=document_id,
    )
