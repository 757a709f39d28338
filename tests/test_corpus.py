"""The corpus is what its card says: splits, groups, twins, phenomena, passes."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import get_args

import pytest
from msgspec import structs

from stancebank import collection, layout, manifest, validation
from stancebank.agreement.changes import recovered
from stancebank.labels import Phenomenon
from stancebank.manifest import ManifestEntry
from stancebank.model import Document, Provenance


@pytest.fixture(scope="module")
def entries(repository: Path) -> dict[str, ManifestEntry]:
    return manifest.read(repository / "seeds")


@pytest.fixture(scope="module")
def documents(repository: Path) -> dict[str, Document]:
    return {document.id: document for document in collection.documents(repository / "corpus")}


def twins(documents: dict[str, Document]) -> Iterator[tuple[Document, Document]]:
    """Each document that has a twin, with it."""
    for twin in documents.values():
        if twin.metadata.twin_of:
            yield documents[twin.metadata.twin_of], twin


def test_everything_is_valid(repository: Path) -> None:
    corpus = repository / "corpus"
    report = validation.validate_paths([corpus, *layout.pass_folders(corpus)])
    assert not report.has_errors
    assert {Path(finding.path).parent.parent.name for finding in report.findings} <= {"passes"}


def test_splits_are_of_groups(entries: dict[str, ManifestEntry], documents: dict[str, Document]) -> None:
    originals = Counter(entries[name].split for name, one in documents.items() if not one.metadata.twin_of)
    copies = Counter(entries[name].split for name, one in documents.items() if one.metadata.twin_of)
    assert originals == {"train": 16, "validation": 4, "test": 9}
    assert copies == {"validation": 4, "test": 8}
    for original, twin in twins(documents):
        assert entries[original.id].group == entries[twin.id].group


def test_each_phenomenon_is_in_four_documents_of_train_and_in_three_others(
    entries: dict[str, ManifestEntry], documents: dict[str, Document]
) -> None:
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for name, document in documents.items():
        if not document.metadata.twin_of:
            (inside if entries[name].split == "train" else outside).update(document.metadata.phenomena)
    few = [name for name in get_args(Phenomenon) if inside[name] < 4 or outside[name] < 3]
    assert few == []


def test_twins_differ_in_few_words_and_many_facts(
    entries: dict[str, ManifestEntry], documents: dict[str, Document]
) -> None:
    items: Counter[str] = Counter()
    for original, twin in twins(documents):
        words, others = (original.text or "").split(), (twin.text or "").split()
        opcodes = SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
        changed = sum(max(end - start, b - a) for tag, start, end, a, b in opcodes if tag != "equal")
        assert changed <= len(words) / 10, twin.id
        assert len(twin.metadata.changes) >= 4, twin.id
        assert all(change.spans for change in twin.metadata.changes), twin.id
        items[entries[twin.id].split] += len(twin.metadata.changes)
    assert items["test"] >= 40


def test_every_document_names_its_passes(repository: Path, documents: dict[str, Document]) -> None:
    folders = layout.pass_folders(repository / "corpus")
    found = {folder.name: {one.id for one in collection.documents(folder)} for folder in folders}
    for name, document in documents.items():
        passes = document.provenance.passes
        assert len(passes) == (1 if document.metadata.twin_of else 2), name
        assert all(name in found[annotator] for annotator in passes), name
        assert document.provenance.adjudicated_by not in (None, *passes), name


def test_a_change_is_recovered_where_stances_and_attributions_are_the_same(documents: dict[str, Document]) -> None:
    for original, twin in twins(documents):
        assert all(recovered(twin, twin)), twin.id
        without = recovered(twin, structs.replace(twin, stances=(), provenance=Provenance()))
        said_there = [bool(stances_of(twin, number)) for number in range(len(twin.metadata.changes))]
        assert without == [not has_stance for has_stance in said_there], original.id


def stances_of(twin: Document, number: int) -> list[str]:
    """The stances whose expression begins in a sentence that the change touches."""
    touched = [
        sentence
        for sentence in twin.sentences
        if any(span.start < sentence.end and sentence.start < span.end for span in twin.metadata.changes[number].spans)
    ]
    return [
        stance.id
        for stance in twin.stances
        if any(sentence.start <= stance.expression[0].start < sentence.end for sentence in touched)
    ]


def test_a_deletion_without_words_is_not_judged(documents: dict[str, Document]) -> None:
    _, twin = next(twins(documents))
    first, *others = twin.metadata.changes
    metadata = structs.replace(twin.metadata, changes=(structs.replace(first, spans=()), *others))
    assert len(recovered(structs.replace(twin, metadata=metadata), twin)) == len(others)
