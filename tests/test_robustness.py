"""Whatever is read, the result is a document or findings that say where; never another exception."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stancebank import quotes, report, schemas, standoff
from stancebank.findings import Finding, InvalidContent
from stancebank.model import Document

VALID = Path(__file__).resolve().parent / "valid"
YAML = (VALID / "rich.yaml").read_bytes()
TEXT = json.loads((VALID / "rich.json").read_bytes())["text"]

Keys = tuple[str | int, ...]


def places(value: Any, keys: Keys = ()) -> Iterator[Keys]:
    """The way to every value within a JSON value."""
    yield keys
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(child, (*keys, key))


def get(value: Any, keys: Keys) -> Any:
    for key in keys:
        value = value[key]
    return value


def put(value: Any, keys: Keys, change: Any) -> Any:
    """`value` with `change` at a place in it; nothing else of it is touched."""
    if not keys:
        return change
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[keys[0]] = put(value[keys[0]], keys[1:], change)
    return copied


def without(value: Any, keys: Keys) -> Any:
    parent = get(value, keys[:-1])
    if isinstance(parent, dict):
        rest: Any = {key: child for key, child in parent.items() if key != keys[-1]}
    else:
        rest = [child for number, child in enumerate(parent) if number != keys[-1]]
    return put(value, keys[:-1], rest)


def trimmed(value: Any) -> Any:
    """`value` with no more of each list than it takes to have one of everything."""
    if isinstance(value, dict):
        return {key: trimmed(child) for key, child in value.items()}
    if not isinstance(value, list):
        return value
    kept, known = [], set()
    for item in value:
        kinds = {tuple(key for key in keys if isinstance(key, str)) for keys in places(item)}
        if kinds - known:
            kept.append(trimmed(item))
            known |= kinds
    return kept


VALUE = trimmed(json.loads((VALID / "rich.json").read_bytes()))
JSON = json.dumps(VALUE, indent=1, ensure_ascii=False).encode()
PLACES = list(places(VALUE))
PARTS = [get(VALUE, keys) for keys in PLACES]

numbers = st.integers() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.sampled_from([-0.0, 1.0, 2**53 - 1, 2**53, -(2**63), 2**64])


def json_values(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    leaves = scalars | texts | st.sampled_from(PARTS)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


@st.composite
def mutations(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Any:
    """The valid document with something else in one place, or with less, or with more."""
    keys = draw(st.sampled_from(PLACES))
    how = draw(st.sampled_from(["replace", "remove", "add"]))
    if how == "remove" and keys:
        return without(VALUE, keys)
    if how == "add" and isinstance(here := get(VALUE, keys), dict):
        return put(VALUE, keys, {**here, draw(texts): draw(json_values(texts))})
    return put(VALUE, keys, draw(json_values(texts)))


@st.composite
def splices(draw: st.DrawFn, data: bytes) -> bytes:
    """`data` with a stretch of it replaced by other bytes, or by another stretch of it."""
    start, end = sorted(draw(st.tuples(st.integers(0, len(data)), st.integers(0, len(data)))))
    end = draw(st.sampled_from([start, min(start + 1, end), min(start + 9, end), end]))
    other = draw(st.integers(0, len(data)))
    stretch = data[other : other + draw(st.integers(0, 40))]
    return data[:start] + draw(st.binary(max_size=8) | st.just(stretch)) + data[end:]


encodable = st.text(max_size=12)
any_text = st.text(st.characters(), max_size=12)


def read_json(data: bytes) -> Document | None:
    """The document in `data`; None where there are findings, which must have a place and be fit to print."""
    try:
        return standoff.decode(data)
    except InvalidContent as error:
        assert_can_be_shown(error.findings)
        return None


def read_yaml(data: bytes) -> Document | None:
    try:
        return quotes.decode(data, {"rich": TEXT}.get).document
    except InvalidContent as error:
        assert_can_be_shown(error.findings)
        return None


def assert_can_be_shown(findings: tuple[Finding, ...]) -> None:
    assert findings
    assert min(finding.line or 0 for finding in findings) >= 1
    shown = [report.render(1, findings, form, {}).encode() for form in ("text", "github")]
    assert [text.count(b"\n") for text in shown] == [len(findings), len(findings) - 1]
    assert len(json.loads(report.render(1, findings, "json", {}).encode())["findings"]) == len(findings)


def is_accepted_by_the_schema(value: Any) -> bool:
    return bool(schemas.validator().is_valid(value))


@given(st.binary() | splices(JSON))
@example(b"")
@example(b"\xef\xbb\xbf{}")
@example(b'{"id": "\\ud800"}')
@example(b'{"\\ud800": 1.5}')
@example(b'{"a\\nb": 1}')
@settings(deadline=None)
def test_any_bytes_are_a_document_or_findings(data: bytes) -> None:
    document = read_json(data)
    if document is not None:
        assert standoff.decode(standoff.encode(document)) == document
        assert is_accepted_by_the_schema(json.loads(data))


@given(json_values(any_text) | mutations(any_text))
@settings(deadline=None)
def test_any_json_is_a_document_or_findings(value: Any) -> None:
    read_json(json.dumps(value).encode())


@given(mutations(encodable))
@settings(deadline=None, max_examples=500)
def test_the_decoder_and_the_schema_accept_the_same(value: Any) -> None:
    is_document = read_json(json.dumps(value).encode()) is not None
    assert is_document == is_accepted_by_the_schema(value)


@pytest.mark.parametrize("keys", PLACES, ids=lambda keys: "/".join(map(str, keys)) or "document")
def test_the_decoder_and_the_schema_need_and_bound_the_same(keys: Keys) -> None:
    """At each place of the document: nothing there, and the values at which something changes."""
    changed = [without(VALUE, keys)] if keys else []
    changed += [put(VALUE, keys, part) for part in (None, True, 0, -1, 2**53 - 1, 2**53, 1.0, "", "e1\n", [], {}, [0])]
    texts = [json.dumps(value) for value in changed]
    assert [read_json(text.encode()) is not None for text in texts] == [
        is_accepted_by_the_schema(value) for value in changed
    ]


@given(st.sampled_from([keys for keys in PLACES if keys and isinstance(keys[-1], str)]))
@settings(deadline=None)
def test_a_key_that_stands_twice_is_found_wherever_it_is(keys: Keys) -> None:
    mark = "\u0000twice"
    parent = get(VALUE, keys[:-1])
    value = put(VALUE, keys[:-1], {mark: parent[keys[-1]], **parent})
    data = json.dumps(value).replace(json.dumps(mark), json.dumps(keys[-1]))
    with pytest.raises(InvalidContent) as caught:
        standoff.decode(data.encode())
    assert [finding.code for finding in caught.value.findings] == ["SB003"]


@given(st.binary() | splices(YAML))
@example(b"")
@example(b'$schema: x\nschema_version: "1.0"\nid: rich\nsha256: "' + b"0" * 64 + b'"\nlayers: {}\n')
@settings(deadline=None)
def test_any_bytes_are_yaml_of_a_document_or_findings(data: bytes) -> None:
    document = read_yaml(data)
    if document is not None:
        assert standoff.decode(standoff.encode(document)) == document


@given(mutations(encodable))
@settings(deadline=None)
def test_any_json_is_yaml_of_a_document_or_findings(value: Any) -> None:
    read_yaml(json.dumps(value).encode())


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("around", ["{}", '{{"text": {}}}', '{{"id": "x", "sentences": [{}]}}'])
def test_deep_nesting_ends_in_findings(opening: str, closing: str, around: str) -> None:
    """At every depth around Python's limit: each step that recurses meets it at another one."""
    for depth in (500, *range(900, 1000), 100_000):
        nested = around.format(opening * depth + "0" + closing * depth)
        assert read_json(nested.encode()) is None
        assert read_json(nested[: len(nested) // 2].encode()) is None


@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b"- " * 100_000, b"? " * 100_000, b"id: x\ntext: y\nz: " + b"[" * 900 + b"]" * 900],
    ids=["flow", "lists", "keys", "unknown"],
)
def test_deep_nesting_of_yaml_ends_in_findings(data: bytes, tmp_path: Path) -> None:
    """In a process of its own, which a parser that recurses without a limit would crash."""
    path = tmp_path / "deep.yaml"
    path.write_bytes(data)
    command = [sys.executable, "-m", "stancebank", "validate", "--format", "json", str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    "text",
    ["{}", '{{"paragraphs": [{{"start": {}, "end": 1}}]}}', '{{"id": {}}}', '{{"text": {}.0}}', '{{"text": 1e{}}}'],
)
def test_an_integer_of_five_thousand_digits_ends_in_findings(text: str, sign: str) -> None:
    assert read_json(text.format(f"{sign}{'7' * 5000}").encode()) is None
