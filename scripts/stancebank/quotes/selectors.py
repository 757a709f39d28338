"""Selectors: the YAML that says by quotes where a span stands."""

import re
from typing import Any, Final

import yaml

from stancebank.quotes.anchors import AmbiguousQuote, Anchors, MissingQuote, Scope
from stancebank.quotes.nodes import Mapping, NodeReader, is_null, place

_KEYS: Final = frozenset({"exact", "in", "prefix", "suffix", "occurrence"})
_RANGE: Final = re.compile(r"(s[1-9][0-9]*)(?:-(s[1-9][0-9]*))?")

Spans = list[dict[str, Any]]


class Selectors:
    """Resolves selectors against a text, within the sentences that are named so far."""

    def __init__(self, nodes: NodeReader, text: str) -> None:
        self.nodes = nodes
        self.text = text
        self.anchors = Anchors(text)
        self.sentences: dict[str, Scope] = {}

    def take(self, fields: Mapping) -> Mapping:
        """Take the keys of a selector out of the fields of an annotation."""
        return {key: fields.pop(key) for key in _KEYS & fields.keys()}

    def take_scope(self, fields: Mapping) -> Scope | None:
        node = fields.pop("in", None)
        return self.scope(node) if node is not None else None

    def take_spans(self, fields: Mapping, name: str, scope: Scope | None, pointer: str) -> Spans:
        node = fields.pop(name, None)
        if node is None or is_null(node):
            return []
        self.nodes.places[f"{pointer}/{name}"] = place(node)
        return self.resolve(node, scope)

    def resolve(self, node: yaml.Node, scope: Scope | None) -> Spans:
        """The spans of a selector: a quote, a mapping with `exact`, or a list of such for a discontinuous span."""
        if isinstance(node, yaml.SequenceNode):
            spans = [span for item in node.value for span in self.resolve(item, scope)]
            return sorted(spans, key=lambda span: (span["start"], span["end"]))
        if isinstance(node, yaml.ScalarNode):
            return self.select({"exact": node}, scope, node)
        fields = self.nodes.mapping(node)
        selector = self.take(fields)
        for key in fields:
            self.nodes.fault("SB011", f"unknown key: {key}; a selector has exact, in, prefix, suffix, occurrence", node)
        return self.select(selector, scope, node)

    def select(self, selector: Mapping, scope: Scope | None, node: yaml.Node) -> Spans:
        if "in" in selector:
            scope = self.scope(selector["in"])
            if scope is None:
                return []
        exact_node = selector.get("exact")
        if isinstance(exact_node, yaml.SequenceNode):
            return self.resolve(exact_node, scope)
        exact = self.nodes.string(exact_node, node)
        if not exact:
            return []
        occurrence = self.occurrence(selector.get("occurrence"))
        hints = {key: self.nodes.string(selector[key], node) for key in ("prefix", "suffix") if key in selector}
        try:
            start = self.anchors.find(exact, scope or (0, len(self.text)), occurrence=occurrence, **hints)
        except (MissingQuote, AmbiguousQuote) as error:
            self.nodes.fault("SB021" if isinstance(error, MissingQuote) else "SB022", str(error), exact_node or node)
            return []
        return [{"start": start, "end": start + len(exact), "text": exact}]

    def occurrence(self, node: yaml.Node | None) -> int | None:
        if node is None:
            return None
        if isinstance(node, yaml.ScalarNode) and re.fullmatch("[1-9][0-9]{0,8}", node.value):
            return int(node.value)
        self.nodes.fault("SB015", "an occurrence is a number from 1", node)
        return 1

    def scope(self, node: yaml.Node) -> Scope | None:
        """The stretch that `s3` or `s3-s5` names."""
        match = _RANGE.fullmatch(node.value) if isinstance(node, yaml.ScalarNode) else None
        names = [name for name in match.groups() if name] if match else []
        if not names or not all(name in self.sentences for name in names):
            self.nodes.fault("SB023", "this names no sentence, nor a range such as s3-s5", node)
            return None
        return self.sentences[names[0]][0], self.sentences[names[-1]][1]
