"""JSON Schema (draft 2020-12) of the canonical form, derived from the model, and its compiled validator."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

import msgspec
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from stancebank.labels import SYNONYMS
from stancebank.model import (
    Attribution,
    DocumentFile,
    Entity,
    Mention,
    Paragraph,
    Proposition,
    Sentence,
    Stance,
)
from stancebank.places import escape, point


@cache
def document_schema() -> dict[str, Any]:
    """The schema that is published as `schema/document.schema.json`."""
    schema = msgspec.json.schema(DocumentFile)
    definitions = schema["$defs"]
    top = definitions.pop("DocumentFile")
    properties = top["properties"]
    return {
        "$schema": Draft202012Validator.META_SCHEMA["$id"],
        "title": "StanceBank document",
        "description": "An annotated article: sentences, entities, attributions and stances over its text.",
        "type": "object",
        "properties": {"$schema": properties.pop("$schema"), **properties},
        "required": top["required"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    return json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"


@cache
def validator() -> Any:
    """A validator in which `1.0` is no integer, as in the decoder."""
    checker = Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) and not isinstance(value, bool)
    )
    build: Any = extend
    return build(Draft202012Validator, type_checker=checker)(document_schema())


@cache
def _quick_validator() -> Any:
    """The same, but what the decoder takes as an item of a list is not looked at once more."""
    types = {kind.__name__: kind for kind in (Entity, Mention, Proposition, Attribution, Stance, Sentence, Paragraph)}

    def items(checker: Any, schema: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
        kind = types.get(schema.get("$ref", "").rpartition("/")[2]) if isinstance(schema, dict) else None
        for number, item in enumerate(instance if isinstance(instance, list) else ()):
            if kind is None or not _converts(item, kind):
                yield from checker.descend(item, schema, path=number)

    build: Any = extend
    return build(type(validator()), {"items": items})(document_schema())


def _converts(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True


def faults(value: Any) -> Iterator[tuple[str, str, str]]:
    """Every structural fault of a decoded document: the code of the rule, a JSON Pointer, a message."""
    for error in _leaves(_quick_validator().iter_errors(value)):
        pointer = point(error.absolute_path)
        if error.validator == "additionalProperties":
            schema: Any = error.schema
            instance: Any = error.instance
            known = schema["properties"]
            for key in (key for key in instance if key not in known):
                near = get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(known)}"
                yield "SB011", f"{pointer}/{escape(key)}", f"unknown key: {_shorten(key)}; {hint}"
        else:
            code, message = _describe(error)
            yield code, pointer, message


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """The faults themselves: of a value that may be null, what is wrong with it as the other thing it may be."""
    for error in errors:
        if error.validator == "anyOf":
            yield from _leaves(iter(inner for inner in error.context if inner.validator_value != "null"))
        else:
            yield error


def _describe(error: ValidationError) -> tuple[str, str]:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [key for key in wanted if key not in instance]
            return "SB010", f"missing: {', '.join(missing)}"
        case "type":
            return "SB012", f"{_shorten(instance)} is not of type {wanted}"
        case "enum":
            near = _nearest_label(instance, wanted)
            hint = f"; did you mean {near}?" if near else ""
            return "SB013", f"{_shorten(instance)} is not one of {', '.join(map(str, wanted))}{hint}"
        case "pattern":
            return "SB014", f"{_shorten(instance)} has not the form {wanted}"
        case "minimum" | "maximum":
            return "SB015", f"{_shorten(instance)} is out of range"
        case "minItems":
            return "SB016", "there must be at least one"
    raise AssertionError(f"no rule for a fault of {error.validator!r}")


def _nearest_label(value: Any, labels: list[str]) -> str | None:
    if not isinstance(value, str):
        return None
    if (meant := SYNONYMS.get(value.casefold())) in labels:
        return meant
    near = get_close_matches(value, labels, n=1)
    return near[0] if near else None


def _shorten(value: Any, width: int = 60) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= width else text[:width] + "…"
