"""The JSON Schema is that of the model, and describes everything."""

from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from stancebank import schemas


def test_committed_schema_is_that_of_the_model(repository: Path) -> None:
    committed = (repository / "schema" / "document.schema.json").read_text(encoding="utf-8")
    assert committed == schemas.schema_text(), "run: stancebank schema --write"


def test_schema_is_valid_draft_2020_12() -> None:
    Draft202012Validator.check_schema(schemas.document_schema())


def test_every_property_has_a_description() -> None:
    schema = schemas.document_schema()
    objects: dict[str, Any] = {"Document": schema, **schema["$defs"]}
    missing = [
        f"{name}.{key}"
        for name, definition in objects.items()
        for key, value in definition["properties"].items()
        if "description" not in value
    ]
    assert missing == []


def test_no_object_takes_unknown_keys() -> None:
    schema = schemas.document_schema()
    assert [d["additionalProperties"] for d in (schema, *schema["$defs"].values())] == [False] * (
        1 + len(schema["$defs"])
    )
