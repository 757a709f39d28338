"""YAML as a tree of nodes that know their line and column."""

from typing import Any, Final

import yaml

from stancebank.findings import Finding, InvalidContent
from stancebank.places import MAX_DEPTH, escape

Mapping = dict[str, yaml.Node]

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTED: Final = frozenset("'\"|>")


def compose(data: bytes) -> yaml.Node:
    """The tree of a YAML file, or `InvalidContent`."""
    try:
        text = data.decode()
        _check_events(text)
        root = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidContent.single("SB001", f"byte {error.start} is not UTF-8: {error.reason}", line=line) from None
    except yaml.YAMLError as error:
        message = " ".join(str(getattr(error, "problem", None) or error).split())
        raise _refusal("SB020", f"not YAML: {message}", getattr(error, "problem_mark", None)) from None
    if root is None:
        raise InvalidContent.single("SB020", "there is nothing in it", line=1)
    return root


def _check_events(text: str) -> None:
    """Refuse aliases, which could repeat themselves, and nesting that would exhaust the composer."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _refusal("SB020", "aliases (*name) are not part of this form", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _refusal("SB006", "nested deeper than any document", event.start_mark)


def _refusal(code: str, message: str, mark: Any) -> InvalidContent:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return InvalidContent([Finding(code=code, message=message, line=line, column=column)])


def place(node: yaml.Node) -> tuple[int, int]:
    """Line and column of a node, from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def scalar(node: yaml.ScalarNode) -> Any:
    """Null, a boolean or a string: `true`, `false`, `null`, `~` and nothing at all mean what they say unquoted."""
    if node.style not in _QUOTED:
        match node.value:
            case "" | "null" | "~":
                return None
            case "true":
                return True
            case "false":
                return False
    return node.value


def is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and scalar(node) is None


class NodeReader:
    """Reads nodes as what they should be, collects the faults, and remembers the place behind each JSON Pointer."""

    def __init__(self, root: yaml.Node) -> None:
        self.findings: list[Finding] = []
        self.places: dict[str, tuple[int, int]] = {"": place(root)}

    def fault(self, code: str, message: str, node: yaml.Node | None) -> None:
        line, column = place(node) if node is not None else (1, 1)
        self.findings.append(Finding(code=code, message=message, line=line, column=column))

    def mapping(self, node: yaml.Node) -> Mapping:
        if not isinstance(node, yaml.MappingNode):
            self.fault("SB012", "a mapping of keys to values is wanted here", node)
            return {}
        fields: Mapping = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fault("SB012", "a key is a word", key)
            elif key.value in fields:
                self.fault("SB003", f"the key {key.value!r} stands twice", key)
            else:
                fields[key.value] = value
        return fields

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None or is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault("SB012", "a list is wanted here", node)
            return []
        return list(node.value)

    def string(self, node: yaml.Node | None, around: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        self.fault("SB012", "a quote from the text is wanted here, under `exact`", node or around)
        return ""

    def plain(self, node: yaml.Node, pointer: str) -> Any:
        """A node as JSON would hold it; what becomes of it is for the schema to judge."""
        if pointer:
            self.places[pointer] = place(node)
        if isinstance(node, yaml.ScalarNode):
            return scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, f"{pointer}/{number}") for number, item in enumerate(node.value)]
        return {key: self.plain(child, f"{pointer}/{escape(key)}") for key, child in self.mapping(node).items()}

    def plain_fields(self, fields: Mapping, pointer: str, node: yaml.Node) -> dict[str, Any]:
        if "id" in fields:
            self.fault("SB011", "unknown key: id; the name before the colon is the id", node)
        return {name: self.plain(child, f"{pointer}/{escape(name)}") for name, child in fields.items() if name != "id"}
