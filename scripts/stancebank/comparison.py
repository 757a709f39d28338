"""What changed between two versions of a dataset, and which step of its version that asks for.

Annotations are matched by where they are and not by their ids, which say nothing: an id is a number in a file.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow.parquet as pq
from msgspec import Struct
from msgspec.structs import asdict

from stancebank import card, collection, frontmatter, repository
from stancebank.index import DocumentIndex
from stancebank.labels import spell
from stancebank.model import LAYERS, Document
from stancebank.spans import Span, extent, offsets, overlap

Step = Literal["major", "minor", "patch"]
Kind = Literal["added", "removed", "changed"]
_STEPS: Final[tuple[Step, ...]] = ("major", "minor", "patch")
_REFERENCES: Final = frozenset(
    "attribution denotes entity holder holder_mention issuer member_of parent"
    " source_entity target target_mention time".split()
)
_PLACED_BY: Final = {"mentions": "spans", "propositions": "spans", "attributions": "cue", "stances": "expression"}


class Version(Struct, frozen=True):
    """One side: documents with their splits; of a build, also its version, features, and other files."""

    documents: Mapping[str, tuple[str | None, Document]]
    number: str | None = None
    features: Mapping[str, Any] = {}
    files: Mapping[str, str] = {}


class UnitChange(Struct, frozen=True):
    """An annotation that is new, gone, or otherwise; `place` is its offsets, `fields` has old and new values."""

    document_id: str
    layer: str
    kind: Kind
    place: str
    fields: dict[str, tuple[Any, Any]] = {}


class Comparison(Struct):
    """All differences; `reasons` has what asks for each step, `step` is the highest of these, if any."""

    old_version: str | None
    new_version: str | None
    added: list[str]
    removed: list[str]
    moved: dict[str, tuple[str | None, str | None]]
    other_text: list[str]
    other_metadata: list[str]
    units: list[UnitChange]
    reasons: dict[Step, list[str]]
    step: Step | None
    due_version: str | None

    def counts(self) -> dict[str, Counter[Kind]]:
        """How many annotations of each layer are new, gone, or otherwise."""
        found: dict[str, Counter[Kind]] = {layer: Counter() for layer in LAYERS}
        for unit in self.units:
            found[unit.layer][unit.kind] += 1
        return found

    def label_changes(self) -> Counter[tuple[str, str, str]]:
        """How often a field of a layer went from one value to another, for fields that hold no offsets."""
        return Counter(
            (f"{unit.layer}.{name}", spell(old), spell(new))
            for unit in self.units
            for name, (old, new) in unit.fields.items()
            if isinstance(old, str | bool | None) and isinstance(new, str | bool | None)
        )

    @property
    def is_due(self) -> bool:
        """Whether the new version is lower than the one that the changes ask for."""
        if self.new_version is None or self.due_version is None:
            return False
        return frontmatter.numbers(self.new_version) < frontmatter.numbers(self.due_version)


def read(path: Path, seeds: Path | None = None) -> Version:
    """The documents of a build or a corpus folder, and what else of it can be compared."""
    documents = {document.id: (split, document) for split, document in collection.documents_by_split(path, seeds)}
    features = {
        folder.name: json.loads(pq.read_schema(file).metadata[b"huggingface"])["info"]["features"]
        for folder in sorted((path / "data").glob("*"))
        for file in sorted(folder.glob("*.parquet"))[:1]
    }
    if not features:
        return Version(documents)
    front, _ = card.read(path / repository.CARD)
    checksums = repository.read_checksums(path)
    files = {name: digest for name, digest in checksums.items() if repository.is_attachment(name)}
    return Version(documents, front["version"], features, files)


def compare(old: Version, new: Version) -> Comparison:
    """What is different in `new`, and which step of semantic versioning that asks for, as CHANGELOG.md says."""
    both = [(name, *old.documents[name], *new.documents[name]) for name in old.documents if name in new.documents]
    pairs = {name: (before, after) for name, _, before, _, after in both}
    found = Comparison(
        old_version=old.number,
        new_version=new.number,
        added=sorted(new.documents.keys() - old.documents.keys()),
        removed=sorted(old.documents.keys() - new.documents.keys()),
        moved={name: (split, other) for name, split, _, other, _ in both if split != other},
        other_text=[name for name, (before, after) in pairs.items() if before.sha256 != after.sha256],
        other_metadata=[name for name, pair in pairs.items() if _about(pair[0]) != _about(pair[1])],
        units=[change for name, pair in pairs.items() for change in _unit_changes(name, *pair)],
        reasons={},
        step=None,
        due_version=None,
    )
    for step, reason in _reasons(old, new, found, pairs):
        found.reasons.setdefault(step, []).append(reason)
    found.step = next((step for step in _STEPS if step in found.reasons), None)
    if found.step and old.number:
        found.due_version = frontmatter.next_version(old.number, found.step)
    return found


def _reasons(
    old: Version, new: Version, found: Comparison, pairs: Mapping[str, tuple[Document, Document]]
) -> Iterator[tuple[Step, str]]:
    for name, (before, after) in found.moved.items():
        yield "major", f"{name} moved from {before or 'no split'} to {after or 'no split'}"
    yield from (("major", f"{name} was removed") for name in found.removed)
    yield from (("major", f"{name} has another text") for name in found.other_text)
    yield from _schema_reasons(old.features, new.features)
    yield from (("minor", f"{name} was added") for name in found.added)
    for name, (one, other) in pairs.items():
        for layer in LAYERS:
            if getattr(one.layers, layer) == "none" != getattr(other.layers, layer):
                yield "minor", f"{name} has the layer {layer}"
    yield from (("patch", f"{name} has other metadata") for name in found.other_metadata)
    if old.files and new.files:
        changed = sorted(name for name, digest in {*old.files.items()} ^ {*new.files.items()})
        yield from (("patch", f"{name} is not the same") for name in dict.fromkeys(changed))
    for layer, counts in found.counts().items():
        if counts:
            yield "patch", f"{layer}: {', '.join(f'{number} {kind}' for kind, number in sorted(counts.items()))}"


def _schema_reasons(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Step, str]]:
    """Of two builds: configs, columns and label sets."""
    if not old or not new:
        return
    yield from (("major", f"the config {config} was removed") for config in old if config not in new)
    yield from (("minor", f"the config {config} was added") for config in new if config not in old)
    for config in (config for config in old if config in new):
        before, after = dict(_leaves(old[config])), dict(_leaves(new[config]))
        for column in sorted(before.keys() | after.keys()):
            if before.get(column) != after.get(column):
                what = "added" if column not in before else "removed" if column not in after else "changed"
                yield "major", f"the column {config}.{column} was {what}"


def _leaves(feature: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if "_type" in feature and feature["_type"] != "List":
        yield path, json.dumps(feature)
    elif "_type" in feature:
        yield from _leaves(feature["feature"], f"{path}[]")
    else:
        for name, part in feature.items():
            yield from _leaves(part, f"{path}.{name}".lstrip("."))


def _about(document: Document) -> Any:
    return document.schema_version, document.metadata, document.provenance, document.layers


class _Unit(Struct, frozen=True):
    """An annotation without ids: what it is matched by, where it is, and its fields."""

    key: str
    spans: tuple[Span, ...]
    fields: dict[str, Any]


def _unit_changes(document_id: str, old: Document, new: Document) -> Iterator[UnitChange]:
    before, after = DocumentIndex(old), DocumentIndex(new)
    entities, same_entities = _identities(before, after)
    for layer in LAYERS:
        units, others = list(_units(before, layer, entities)), list(_units(after, layer, same_entities))
        for left, right in _matched(units, others):
            if left is None and right is not None:
                yield UnitChange(document_id, layer, "added", _place(right.spans))
            elif left is not None and right is None:
                yield UnitChange(document_id, layer, "removed", _place(left.spans))
            elif left is not None and right is not None:
                names = [name for name in left.fields if left.fields[name] != right.fields[name]]
                fields = {name: (left.fields[name], right.fields[name]) for name in names}
                if fields:
                    yield UnitChange(document_id, layer, "changed", _place(right.spans), fields)


def _identities(before: DocumentIndex, after: DocumentIndex) -> tuple[dict[str, str], dict[str, str]]:
    """What to call each entity, by its id: the same for two that share most mentions."""
    old, new = ({entity: _entity(index, entity) for entity in index.entities} for index in (before, after))
    owners: dict[str, list[str]] = defaultdict(list)
    for mention in after.document.mentions:
        owners[_place(mention.spans)].append(mention.entity)
    shared = Counter(
        (mention.entity, owner) for mention in before.document.mentions for owner in owners[_place(mention.spans)]
    )
    taken: set[str] = set()
    matched: dict[str, str] = {}
    for (left, right), _ in shared.most_common():
        if left not in taken and right not in matched:
            taken.add(left)
            matched[right] = old[left]
    return old, new | matched


def _entity(index: DocumentIndex, entity: str) -> str:
    return f"{index.entities[entity].name} {_place(_first_mention(index, entity))}".rstrip()


def _matched(old: Sequence[_Unit], new: Sequence[_Unit]) -> Iterator[tuple[_Unit | None, _Unit | None]]:
    """Each unit with its match: at the same place, else one that it overlaps, the one with most fields in common."""
    waiting: dict[str, list[_Unit]] = defaultdict(list)
    for unit in new:
        waiting[unit.key].append(unit)
    unmatched = []
    for unit in old:
        if found := waiting[unit.key]:
            best = max(found, key=lambda other: _likeness(unit, other))
            found.remove(best)
            yield unit, best
        else:
            unmatched.append(unit)
    rest = [unit for found in waiting.values() for unit in found]
    for unit in unmatched:
        near = [other for other in rest if overlap(unit.spans, other.spans)]
        if near:
            best = max(near, key=lambda other: _likeness(unit, other))
            rest.remove(best)
            yield unit, best
        else:
            yield unit, None
    yield from ((None, unit) for unit in rest)


def _likeness(left: _Unit, right: _Unit) -> int:
    return sum(left.fields[name] == right.fields[name] for name in left.fields)


def _units(index: DocumentIndex, layer: str, entities: Mapping[str, str]) -> Iterator[_Unit]:
    for annotation in getattr(index.document, layer):
        fields = {
            name: _described(index, value, entities) if name in _REFERENCES else _plain(value)
            for name, value in asdict(annotation).items()
            if name not in ("id", "start", "end")
        }
        if layer in ("paragraphs", "sentences"):
            spans: tuple[Span, ...] = (Span(start=annotation.start, end=annotation.end),)
            fields["spans"] = _plain(spans)
        elif layer == "entities":
            spans = _first_mention(index, annotation.id)
        else:
            spans = getattr(annotation, _PLACED_BY[layer]) or getattr(annotation, "content", ())
        yield _Unit(entities[annotation.id] if layer == "entities" else _place(spans), spans, fields)


def _first_mention(index: DocumentIndex, entity: str) -> tuple[Span, ...]:
    return min((mention.spans for mention in index.mentions_of[entity]), key=extent, default=())


def _described(index: DocumentIndex, reference: Any, entities: Mapping[str, str]) -> Any:
    """What an id refers to: an entity, the place of another annotation, else `author`, `implicit` or null."""
    if isinstance(reference, tuple):
        return sorted((_described(index, one, entities) for one in reference), key=str)
    if reference in entities:
        return [entities[reference]]
    if reference in index.attributions:
        attribution = index.attributions[reference]
        return [_place(attribution.cue or attribution.content)]
    found = index.mentions.get(reference) or index.propositions.get(reference)
    return [_place(found.spans)] if found else reference


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [_place((value,))]
    if isinstance(value, tuple):
        return [_place(value)]
    return value


def _place(spans: Sequence[Span]) -> str:
    return ",".join(f"{start}-{end}" for start, end in offsets(spans))
