"""From the quote-anchored form to a document with offsets."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml
from msgspec import Struct

from stancebank import ids, layout, manifest, schemas
from stancebank.findings import Finding, InvalidContent
from stancebank.model import Document
from stancebank.places import escape, nearest
from stancebank.quotes.anchors import Scope
from stancebank.quotes.nodes import Mapping, NodeReader, compose, is_null, place
from stancebank.quotes.selectors import Selectors

_SECTIONS: Final = {"entities": "e", "propositions": "p", "attributions": "a", "stances": "t"}
_NAME: Final = re.compile(ids.NAME)

_NOT_HERE: Final = {
    "mentions": "unknown key: mentions; they stand under their entities",
    "$schema": "unknown key: $schema; it describes the JSON form",
}
_ARTICLE: Final = re.compile(r"[Tt]he\s+(?=\S)")

Value = Any
Offsets = tuple[tuple[int, int], ...]
Named = list[tuple[str, str, yaml.Node, Mapping]]


class Compiled(Struct, frozen=True):
    """A document, and the line and column of the YAML that each JSON Pointer into it comes from."""

    document: Document
    places: dict[str, tuple[int, int]]


def read(path: Path, seeds: Path | None = None) -> Compiled:
    """Compile a YAML file against its article, looked for in `seeds` or in the nearest seeds/ folder above."""
    folder = seeds or layout.find_seeds(path.parent)
    return decode(path.read_bytes(), lambda name: manifest.article_text(folder, name) if folder else None)


def decode(data: bytes, article_text: Callable[[str], str | None]) -> Compiled:
    """Compile YAML; `InvalidContent` with every fault, placed by line and column.

    `article_text` gives the text of the article with an id, or None.
    """
    return _Compilation(compose(data), article_text).run()


class _Compilation:
    def __init__(self, root: yaml.Node, article_text: Callable[[str], str | None]) -> None:
        self.nodes = NodeReader(root)
        self.top = self.nodes.mapping(root)
        self.ids: dict[str, str] = {}
        self.mentions: dict[tuple[str, Offsets], str] = {}
        self.unplaced: set[str] = set()
        self.text = self.find_text(article_text)
        self.selectors = Selectors(self.nodes, self.text)

    def find_text(self, article_text: Callable[[str], str | None]) -> str:
        embedded = self.top.get("text")
        if isinstance(embedded, yaml.ScalarNode) and not is_null(embedded):
            return str(embedded.value)
        node = self.top.get("id")
        document_id = node.value if isinstance(node, yaml.ScalarNode) else ""
        text = article_text(document_id) if re.search(ids.DOCUMENT, document_id) else None
        if text is None:
            message = f"no article {document_id!r} in seeds/: its text is needed to find quotes"
            self.nodes.fault("SB024", message, node)
            raise InvalidContent(self.nodes.findings)
        return text

    def run(self) -> Compiled:
        value: dict[str, Value] = {}
        sections = {"metadata", "paragraphs", "sentences", "decisions", *_SECTIONS}
        for key, node in self.top.items():
            if key in _NOT_HERE:
                self.nodes.fault("SB011", _NOT_HERE[key], node)
            elif key not in sections:
                value[key] = self.nodes.plain(node, f"/{escape(key)}")
        value["sentences"] = self.compile_sentences()
        self.refuse_faults()
        value["paragraphs"] = self.compile_paragraphs()
        value["metadata"] = self.compile_metadata()
        annotations = {name: self.name_annotations(name, letter) for name, letter in _SECTIONS.items()}
        value["entities"], value["mentions"] = self.compile_entities(annotations["entities"])
        value["propositions"] = self.compile_propositions(annotations["propositions"])
        value["attributions"] = self.compile_attributions(annotations["attributions"])
        value["stances"] = self.compile_stances(annotations["stances"])
        self.compile_decisions(value)
        return self.convert(value)

    def convert(self, value: dict[str, Value]) -> Compiled:
        known = {finding.line for finding in self.nodes.findings}
        for code, pointer, message in schemas.faults(value):
            line, column = nearest(pointer, self.nodes.places)
            if line not in known:
                fault = Finding(code=code, message=message, line=line, column=column, pointer=pointer)
                self.nodes.findings.append(fault)
        self.refuse_faults()
        return Compiled(document=msgspec.convert(value, Document), places=self.nodes.places)

    def refuse_faults(self) -> None:
        node = self.top.get("id")
        document_id = node.value if isinstance(node, yaml.ScalarNode) else None
        if self.nodes.findings:
            raise InvalidContent(
                [msgspec.structs.replace(finding, document_id=document_id) for finding in self.nodes.findings]
            )

    # Sentences and paragraphs

    def compile_sentences(self) -> list[Value]:
        compiled: list[Value] = []
        cursor = 0
        for key, node in self.section("sentences").items():
            pointer = f"/sentences/{len(compiled)}"
            self.nodes.places[pointer] = place(node)
            fields = self.nodes.mapping(node) if isinstance(node, yaml.MappingNode) else {"exact": node}
            exact = self.nodes.string(fields.pop("exact", None), node)
            start = self.text.find(exact, cursor) if exact else -1
            if start < 0:
                if exact:
                    self.nodes.fault("SB021", f"no such text after the sentence before: {exact!r}", node)
                continue
            cursor = start + len(exact)
            self.selectors.sentences[key] = (start, cursor)
            rest = {name: self.nodes.plain(child, f"{pointer}/{name}") for name, child in fields.items()}
            compiled.append({"id": key, "start": start, "end": cursor, **rest})
        return compiled

    def compile_paragraphs(self) -> list[Value]:
        node = self.top.get("paragraphs")
        compiled: list[Value] = []
        for item in self.nodes.items(node):
            self.nodes.places[f"/paragraphs/{len(compiled)}"] = place(item)
            if isinstance(item, yaml.ScalarNode):
                scope = self.selectors.scope(item)
            else:
                spans = self.selectors.resolve(item, None)
                scope = (spans[0]["start"], spans[-1]["end"]) if spans else None
            if scope is not None:
                compiled.append({"start": scope[0], "end": scope[1]})
        return compiled

    def compile_metadata(self) -> Value:
        node = self.top.get("metadata")
        if node is None or is_null(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            return self.nodes.plain(node, "/metadata")
        fields = self.nodes.mapping(node)
        changes = fields.pop("changes", None)
        value = {name: self.nodes.plain(child, f"/metadata/{escape(name)}") for name, child in fields.items()}
        value["changes"] = []
        for number, item in enumerate(self.nodes.items(changes)):
            pointer = f"/metadata/changes/{number}"
            change = self.nodes.mapping(item)
            selector = self.selectors.take(change)
            value["changes"].append({
                "spans": self.selectors.select(selector, None, item) if "exact" in selector else [],
                **self.nodes.plain_fields(change, pointer, item),
            })  # fmt: skip
        return value

    # Annotations

    def section(self, name: str) -> Mapping:
        node = self.top.get(name)
        return {} if node is None or is_null(node) else self.nodes.mapping(node)

    def name_annotations(self, name: str, letter: str) -> Named:
        """Number the annotations of a section: pointer, id, node and fields of each. Names are unique in a document."""
        named = []
        for number, (key, node) in enumerate(self.section(name).items()):
            if key in self.ids or key in ids.RESERVED or not _NAME.search(key):
                message = "is taken" if key in self.ids or key in ids.RESERVED else "is not of the form a-b-c"
                self.nodes.fault("SB023", f"the name {key!r} {message}", node)
            annotation = f"{letter}{number + 1}"
            self.ids.setdefault(key, annotation)
            self.nodes.places[f"/{name}/{number}"] = place(node)
            named.append((f"/{name}/{number}", annotation, node, self.nodes.mapping(node)))
        return named

    def compile_entities(self, named: Named) -> tuple[list[Value], list[Value]]:
        entities: list[Value] = []
        found: list[tuple[Value, yaml.Node]] = []
        for pointer, entity, node, fields in named:
            for item in self.nodes.items(fields.pop("mentions", None)):
                mention = self.compile_mention(entity, item)
                if mention is None:
                    self.unplaced.add(entity)
                else:
                    found.append((mention, item))
            refs = self.refs(fields, pointer, ("issuer", "denotes"))
            if "member_of" in fields:
                refs["member_of"] = [self.ref(item) for item in self.nodes.items(fields.pop("member_of"))]
            entities.append({"id": entity, **refs, **self.nodes.plain_fields(fields, pointer, node)})
        found.sort(key=lambda pair: (pair[0]["spans"][0]["start"], -pair[0]["spans"][-1]["end"]))
        for number, (mention, item) in enumerate(found):
            mention["id"] = f"m{number + 1}"
            self.nodes.places[f"/mentions/{number}"] = place(item)
            self.mentions[mention["entity"], _offsets(mention["spans"])] = mention["id"]
        return entities, [mention for mention, _ in found]

    def compile_mention(self, entity: str, node: yaml.Node) -> Value | None:
        fields = self.nodes.mapping(node)
        spans = self.selectors.select(self.selectors.take(fields), None, node)
        if not spans:
            return None
        head_node = fields.pop("head", None)
        form = fields.get("form")
        is_name = isinstance(form, yaml.ScalarNode) and form.value == "name"
        if head_node is not None:
            heads = self.selectors.resolve(head_node, (spans[0]["start"], spans[-1]["end"]))
            if not heads:
                return None
            head = heads[0]
        elif is_name or not re.search(r"\s", spans[0]["text"]):
            head = _without_article(spans[0])
        else:
            self.nodes.fault("SB010", "missing: head, of a mention of several words that is no name", node)
            return None
        rest = {name: self.nodes.plain(child, "") for name, child in fields.items()}
        return {"entity": entity, "spans": spans, "head": head, **rest}

    def compile_propositions(self, named: Named) -> list[Value]:
        return [
            {
                "id": proposition,
                "spans": self.selectors.select(self.selectors.take(fields), None, node),
                **self.nodes.plain_fields(fields, pointer, node),
            }
            for pointer, proposition, node, fields in named
        ]

    def compile_attributions(self, named: Named) -> list[Value]:
        compiled = []
        for pointer, attribution, node, fields in named:
            scope = self.selectors.take_scope(fields)
            spans = {
                name: self.selectors.take_spans(fields, name, scope, pointer) for name in ("source", "cue", "content")
            }
            refs = self.refs(fields, pointer, ("source_entity", "parent", "time"))
            compiled.append({"id": attribution, **spans, **refs, **self.nodes.plain_fields(fields, pointer, node)})
        return compiled

    def compile_stances(self, named: Named) -> list[Value]:
        compiled = []
        for pointer, stance, node, fields in named:
            scope = self.selectors.take_scope(fields)
            expression = self.selectors.take_spans(fields, "expression", scope, pointer)
            mentions = {
                f"{role}_mention": self.mention_ref(fields, role, scope, pointer) for role in ("holder", "target")
            }
            refs = self.refs(fields, pointer, ("holder", "target", "attribution", "time"))
            compiled.append(
                {
                    "id": stance,
                    **refs,
                    **mentions,
                    "expression": expression,
                    **self.nodes.plain_fields(fields, pointer, node),
                }
            )
        return compiled

    def compile_decisions(self, value: dict[str, Value]) -> None:
        """The section `decisions` becomes that of the provenance, its names replaced by ids."""
        decisions = []
        for number, item in enumerate(self.nodes.items(self.top.get("decisions"))):
            pointer = f"/provenance/decisions/{number}"
            fields = self.nodes.mapping(item)
            about = [self.ref(name) for name in self.nodes.items(fields.pop("about", None))]
            decisions.append({"about": about, **self.nodes.plain_fields(fields, pointer, item)})
        if decisions:
            value.setdefault("provenance", {})
            if isinstance(value["provenance"], dict):
                value["provenance"]["decisions"] = decisions

    # References

    def refs(self, fields: Mapping, pointer: str, names: tuple[str, ...]) -> dict[str, Value]:
        found = {}
        for name in names:
            if name in fields:
                node = fields.pop(name)
                self.nodes.places[f"{pointer}/{name}"] = place(node)
                found[name] = None if is_null(node) else self.ref(node)
        return found

    def ref(self, node: yaml.Node) -> str:
        name = node.value if isinstance(node, yaml.ScalarNode) else ""
        if name in ids.RESERVED:
            return str(name)
        if name not in self.ids:
            near = get_close_matches(name, self.ids, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            self.nodes.fault("SB023", f"nothing here is named {name!r}{hint}", node)
            return ids.IMPLICIT
        return self.ids[name]

    def mention_ref(self, fields: Mapping, role: str, scope: Scope | None, pointer: str) -> str | None:
        name = f"{role}_mention"
        node = fields.get(name)
        spans = self.selectors.take_spans(fields, name, scope, pointer)
        agent = fields.get(role)
        if node is None or not spans or not isinstance(agent, yaml.ScalarNode):
            return None
        entity = str(self.ids.get(agent.value, agent.value))
        mention = self.mentions.get((entity, _offsets(spans)))
        if mention is None and agent.value in self.ids and entity not in self.unplaced:
            self.nodes.fault("SB023", f"{agent.value!r} has no mention with just this text", node)
        return mention


def _offsets(spans: list[Value]) -> Offsets:
    return tuple((span["start"], span["end"]) for span in spans)


def _without_article(span: Value) -> Value:
    article = _ARTICLE.match(span["text"])
    skip = article.end() if article else 0
    return {**span, "start": span["start"] + skip, "text": span["text"][skip:]}
