"""SB510 to SB519: what documents of a corpus should, and should not, have in common."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from stancebank.checks.catalogue import RULES, declare
from stancebank.findings import Finding
from stancebank.manifest import Manifest
from stancebank.model import Document, Entity
from stancebank.tokens import tokenize

Placed = tuple[str, Document]

_WORD: Final = re.compile(r"\w+")
_SHINGLE: Final = 5
_SIMILARITY: Final = 0.5
_SHORTEST_SENTENCE: Final = 6
_COMPARED: Final = 32
"""With how many earlier documents one is compared for each shingle, so that boilerplate does not cost a square."""

declare(
    "SB510",
    "key-of-two-things",
    """A key stands for things of different type or name in different documents.

    A Wikidata key, and a NIL key whose reason is uncertain, mean the same thing in every document (guideline L4), and
    networks over the corpus are joined by them. One of the documents is linked wrongly, or names the thing otherwise.

    Bad listing:
        one.json: {"id": "e1", "type": "place", "name": "Berlin", "key": "Q64"}
        two.json: {"id": "e4", "type": "organization", "name": "Berlin Senate", "key": "Q64"}

    Good listing:
        one.json: {"id": "e1", "type": "place", "name": "Berlin", "key": "Q64"}
        two.json: {"id": "e4", "type": "place", "name": "Berlin", "key": "Q64"}
    """,
    "warning",
)
declare(
    "SB511",
    "text-twice",
    """Two documents have the same text.

    The article is counted twice, and where its copies are in different splits, what is tested was trained on.

    Bad listing:
        one.json: "sha256": "ea7240cf…"
        two.json: "sha256": "ea7240cf…"

    Good listing:
        one.json: "sha256": "ea7240cf…"
        two.json: "sha256": "ac343147…"
    """,
)
declare(
    "SB512",
    "near-duplicate",
    """Two documents of different groups share at least half of their words in sequence.

    News is copied from agencies and updated by the hour. Versions of one article belong to one group, which is never
    split. Texts are compared by the Jaccard index of their sequences of five words.

    Bad listing:
        {"id": "morning", "group": "morning"}   The ferry is late again, and the mayor blames the harbour …
        {"id": "evening", "group": "evening"}   The ferry is late again, and the mayor blames the weather …

    Good listing:
        {"id": "morning", "group": "morning"}
        {"id": "evening", "group": "morning"}
    """,
    "warning",
)
declare(
    "SB513",
    "sentence-in-two-splits",
    """Two splits share a sentence of six tokens or more.

    A model that has seen a sentence in training is not tested by it. It is a warning because formulas ("did not respond
    to a request for comment") stand in many articles.

    Bad listing:
        train: The ferry to Lunde is late again, the mayor said.
        test:  The ferry to Lunde is late again, the mayor said.

    Good listing:
        train: The ferry to Lunde is late again, the mayor said.
        test:  The harbour of Lunde is closed for the winter.
    """,
    "warning",
)


def check_keys(documents: Iterable[Placed]) -> Iterator[Finding]:
    """Keys that say the same in every document, against each other (SB510)."""
    first: dict[str, tuple[Entity, str]] = {}
    for path, document in documents:
        for number, entity in enumerate(document.entities):
            if entity.key is None or entity.nil_reason not in (None, "uncertain"):
                continue
            known, where = first.setdefault(entity.key, (entity, document.id))
            if where == document.id or (known.type, known.name) == (entity.type, entity.name):
                continue
            message = f"{entity.key} is {_describe(entity)} here and {_describe(known)} in {where}"
            yield _finding("SB510", message, path, document, f"/entities/{number}/key")


def _describe(entity: Entity) -> str:
    return f"{entity.name!r} ({entity.type})"


def check_duplicates(documents: Iterable[Placed], entries: Manifest) -> Iterator[Finding]:
    """Texts, near-duplicates and sentences that documents share (SB511, SB512, SB513).

    A document is told once for each rule, against the first that it repeats. Time is near-linear in the texts.
    """
    placed = [(path, document) for path, document in documents if document.text is not None]
    told: set[frozenset[str]] = set()
    for finding, pair in (*_same_texts(placed), *_similar_texts(placed, entries)):
        told.add(pair)
        yield finding
    yield from _shared_sentences(placed, entries, told)


Pair = frozenset[str]


def _same_texts(documents: Sequence[Placed]) -> Iterator[tuple[Finding, Pair]]:
    first: dict[str, str] = {}
    for path, document in documents:
        other = first.setdefault(document.sha256, document.id)
        if other != document.id:
            message = f"the text is that of {other}"
            yield _finding("SB511", message, path, document, "/sha256"), frozenset({document.id, other})


def _similar_texts(documents: Sequence[Placed], entries: Manifest) -> Iterator[tuple[Finding, Pair]]:
    """Only documents half of whose shingles are in another one, too, can be near-duplicates; the others drop out."""
    size = 1 << max(10, sum(len(document.text or "") for _, document in documents).bit_length())
    once, twice = bytearray(size), bytearray(size)
    for _, document in documents:
        for shingle in _shingles(document):
            twice[shingle % size] |= once[shingle % size]
            once[shingle % size] = 1
    postings: dict[int, list[int]] = defaultdict(list)
    kept: list[tuple[Document, int]] = []
    for path, document in documents:
        shingles = _shingles(document)
        shared = {shingle for shingle in shingles if twice[shingle % size]}
        if not shingles or len(shared) < _SIMILARITY * len(shingles):
            continue
        common = Counter(number for shingle in shared for number in postings[shingle])
        for number, count in sorted(common.items()):
            other, total = kept[number]
            similarity = count / (total + len(shingles) - count)
            if similarity >= _SIMILARITY and _may_differ(document, other, entries):
                message = f"{similarity:.0%} of the text is in {other.id}, which is of another group"
                yield _finding("SB512", message, path, document, "/text"), frozenset({document.id, other.id})
                break
        for shingle in shared:
            if len(postings[shingle]) < _COMPARED:
                postings[shingle].append(len(kept))
        kept.append((document, len(shingles)))


def _may_differ(left: Document, right: Document, entries: Manifest) -> bool:
    """Whether two documents ought to differ: not those of one group, and the same text is another finding."""
    return left.sha256 != right.sha256 and _group(left, entries) != _group(right, entries)


def _group(document: Document, entries: Manifest) -> str:
    return entries[document.id].group if document.id in entries else document.id


def _shingles(document: Document) -> set[int]:
    words = _WORD.findall((document.text or "").casefold())
    return {hash(shingle) for shingle in zip(*(words[start:] for start in range(_SHINGLE)), strict=False)}


def _shared_sentences(documents: Sequence[Placed], entries: Manifest, told: set[Pair]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path, document in documents:
        if document.id not in entries:
            continue
        split = entries[document.id].split
        for number, sentence in enumerate(document.sentences):
            words = " ".join((document.text or "")[sentence.start : sentence.end].split())
            other = first.setdefault(words.casefold(), document.id)
            if (
                entries[other].split != split
                and frozenset({document.id, other}) not in told
                and len(tokenize(words)) >= _SHORTEST_SENTENCE
            ):
                message = f"{words[:60]!r} is in {other} ({entries[other].split}) as well as in {split}"
                yield _finding("SB513", message, path, document, f"/sentences/{number}")


def _finding(code: str, message: str, path: str, document: Document, pointer: str) -> Finding:
    return Finding(
        code=code,
        severity=RULES[code].severity,
        message=message,
        path=path,
        pointer=pointer,
        document_id=document.id,
    )
