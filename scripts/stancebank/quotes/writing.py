"""From a document to the quote-anchored form."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from stancebank import ids
from stancebank.index import DocumentIndex
from stancebank.model import Document, Entity, Mention
from stancebank.quotes.anchors import Anchors, Scope
from stancebank.spans import Span, extent, offsets

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z0-9_.-]+)*")
_WORDS_OF_YAML: Final = frozenset("null true false yes no on off y n".split())
_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SPANS: Final = frozenset({"source", "cue", "content", "expression"})
_MENTIONS: Final = frozenset({"holder_mention", "target_mention"})
_REFERENCES: Final = frozenset(
    "member_of issuer denotes source_entity parent time holder target attribution about".split()
)


def encode(document: Document, *, embed_text: bool = False) -> bytes:
    """YAML that compiles to the same document, as long as its ids count up in the order of its annotations.

    The document has its text. Whatever has its default value is left out.
    """
    return _Writing(document).run(embed_text).encode()


class _Writing:
    def __init__(self, document: Document) -> None:
        self.index = DocumentIndex(document)
        self.anchors = Anchors(self.index.text)
        self.names = _names(document)
        self.lines: list[str] = []

    def run(self, embed_text: bool) -> str:
        document = self.index.document
        for key in ("schema_version", "id", "sha256", *(["text"] if embed_text else [])):
            self.lines.append(f"{key}: {_flow(getattr(document, key))}")
        provenance = msgspec.structs.replace(document.provenance, decisions=())
        for key, value in (("metadata", document.metadata), ("layers", document.layers), ("provenance", provenance)):
            self.block(key, self.fields(value))
        self.write_sentences()
        for key in ("entities", "propositions", "attributions", "stances"):
            self.write_annotations(key, getattr(document, key))
        self.write_decisions()
        return "\n".join(self.lines) + "\n"

    def write_sentences(self) -> None:
        document = self.index.document
        self.lines.append("sentences:" if document.sentences else "sentences: {}")
        for sentence in document.sentences:
            exact = self.index.text[sentence.start : sentence.end]
            value = exact if sentence.role == "body" else {"role": sentence.role, "exact": exact}
            self.lines.append(f"  {sentence.id}: {_flow(value)}")
        starts = {sentence.start: sentence.id for sentence in document.sentences}
        ends = {sentence.end: sentence.id for sentence in document.sentences}
        self.lines.append("paragraphs:" if document.paragraphs else "paragraphs: []")
        for paragraph in document.paragraphs:
            first, last = starts.get(paragraph.start), ends.get(paragraph.end)
            if first and last:
                self.lines.append(f"  - {first if first == last else f'{first}-{last}'}")
            else:
                self.lines.append(f"  - {_flow(self.select(Span(start=paragraph.start, end=paragraph.end)))}")

    def write_annotations(self, key: str, annotations: Sequence[Any]) -> None:
        self.lines.append(f"{key}:" if annotations else f"{key}: {{}}")
        for annotation in annotations:
            fields = self.fields(annotation)
            del fields["id"]
            if isinstance(annotation, Entity):
                fields["mentions"] = [self.mention(mention) for mention in self.index.mentions_of[annotation.id]]
            self.block(self.names[annotation.id], fields, indent=2)

    def write_decisions(self) -> None:
        decisions = self.index.document.provenance.decisions
        if decisions:
            self.lines.append("decisions:")
        for decision in decisions:
            fields = self.fields(decision)
            self.lines.append(f"  - {_flow(fields)}")

    def block(self, key: str, fields: dict[str, Any], indent: int = 0) -> None:
        pad = " " * indent
        self.lines.append(f"{pad}{key}:" if fields else f"{pad}{key}: {{}}")
        for name, value in fields.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                self.lines.append(f"{pad}  {name}:")
                self.lines.extend(f"{pad}    - {_flow(item)}" for item in value)
            else:
                self.lines.append(f"{pad}  {name}: {_flow(value)}")

    def fields(self, struct: Any) -> dict[str, Any]:
        """What differs from its default, spans as selectors and ids as names."""
        found: dict[str, Any] = {}
        for field in msgspec.structs.fields(struct):
            value = getattr(struct, field.name)
            if value == field.default or value in ((), None):
                continue
            if field.name == "spans":
                found.update(self.selector(value, inline=True))
            elif field.name in _SPANS:
                found[field.name] = self.selector(value)
            elif field.name in _MENTIONS:
                found[field.name] = self.selector(self.index.mentions[value].spans)
            else:
                found[field.name] = self.plain(value, is_reference=field.name in _REFERENCES)
        return found

    def plain(self, value: Any, *, is_reference: bool) -> Any:
        if isinstance(value, tuple):
            return [self.plain(item, is_reference=is_reference) for item in value]
        if isinstance(value, msgspec.Struct):
            return self.fields(value)
        return self.names.get(value, value) if is_reference else value

    def mention(self, mention: Mention) -> dict[str, Any]:
        fields = self.selector(mention.spans, inline=True)
        if offsets([mention.head]) != offsets(mention.spans) or re.search(r"\s", mention.head.text or " "):
            head = self.anchors.select(mention.head.start, mention.head.end, extent(mention.spans))
            fields["head"] = head["exact"] if len(head) == 1 else head
        return {**fields, "form": mention.form}

    def selector(self, spans: Sequence[Span], *, inline: bool = False) -> Any:
        """A mapping with `exact`; of several spans, a list, which stands under `exact` where it is inlined."""
        selectors = [self.select(span) for span in spans]
        if len(selectors) == 1:
            return selectors[0]
        return {"exact": selectors} if inline else selectors

    def select(self, span: Span) -> dict[str, Any]:
        sentences = self.index.sentences_of([span])
        if not sentences or span.start < sentences[0].start or span.end > sentences[-1].end:
            return self.anchors.select(span.start, span.end, (0, len(self.index.text)))
        first, last = sentences[0], sentences[-1]
        scope: Scope = (first.start, last.end)
        name = first.id if first is last else f"{first.id}-{last.id}"
        return {"in": name, **self.anchors.select(span.start, span.end, scope)}


def _names(document: Document) -> dict[str, str]:
    """A readable name for each annotation: of entities what they are called, else the id."""
    names: dict[str, str] = {}
    taken: set[str] = set(ids.RESERVED)
    annotations: Iterable[Any] = (
        *document.entities,
        *document.propositions,
        *document.attributions,
        *document.stances,
    )
    taken.update(annotation.id for annotation in annotations)
    for annotation in annotations:
        name = annotation.id
        if isinstance(annotation, Entity):
            slug = "-".join(re.findall("[a-z0-9]+", annotation.name.casefold()))[:60].strip("-")
            name = slug if slug and slug not in taken else annotation.id
        taken.add(name)
        names[annotation.id] = name
    return names


def _flow(value: Any) -> str:
    """A value in YAML's flow style. JSON is YAML but for what YAML holds to be unprintable."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) and value.casefold() not in _WORDS_OF_YAML:
            return value
        text = json.dumps(value, ensure_ascii=False)
        return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return json.dumps(value)
