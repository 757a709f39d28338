"""From the types of a struct to Hugging Face features, to an Arrow schema, and values to what they hold.

One walk over a type serves all three, so that they can not drift apart. Labels are stored as the position in their
Literal (`ClassLabel`); everything is nullable and integers have 64 bits, since a Parquet file in which an Arrow field
differs from that of its features loses the features silently.
"""

import json
import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
from msgspec import Struct

from stancebank.spans import WORDS

Feature = dict[str, Any] | list[Any]
"""A feature as `datasets.Features.to_dict` writes it."""

_SCALARS: dict[type, tuple[str, pa.DataType]] = {
    str: ("string", pa.string()),
    int: ("int64", pa.int64()),
    bool: ("bool", pa.bool_()),
}


@cache
def columns(row: type[Struct]) -> dict[str, Any]:
    """The types of a struct's fields by the name that each has when encoded."""
    hints = get_type_hints(row, include_extras=True)
    return {field.encode_name: hints[field.name] for field in msgspec.structs.fields(row)}


def features(row: type[Struct]) -> dict[str, Feature]:
    """The features of a row, ready for `datasets.Features.from_dict`."""
    return {name: _feature(tp) for name, tp in columns(row).items()}


def arrow_schema(row: type[Struct]) -> pa.Schema:
    """The Arrow schema of a row, with its features in the metadata, as datasets writes it."""
    metadata = {"huggingface": json.dumps({"info": {"features": features(row)}})}
    return pa.schema([(name, _arrow_type(tp)) for name, tp in columns(row).items()], metadata=metadata)


def encoder(tp: Any, *, withhold: bool = False) -> Callable[[Any], Any]:
    """A function from a value of a type to what its Arrow column takes; with `withhold`, null for words of the text."""
    if withhold and WORDS in getattr(tp, "__metadata__", ()):
        return lambda _: None
    tp = _plain(tp)
    if names := _labels(tp):
        numbers: dict[str | None, int | None] = {name: number for number, name in enumerate(names)}
        numbers[None] = None
        return numbers.__getitem__
    if item := _item(tp):
        encode_item = encoder(item, withhold=withhold)
        return lambda values: [encode_item(value) for value in values]
    if isinstance(tp, type) and issubclass(tp, Struct):
        encoders = [
            (field.encode_name, field.name, encoder(columns(tp)[field.encode_name], withhold=withhold))
            for field in msgspec.structs.fields(tp)
        ]

        def encode_struct(value: Any) -> Any:
            return None if value is None else {name: encode(getattr(value, key)) for name, key, encode in encoders}

        return encode_struct
    return lambda value: value


def decode(value: Any, feature: Any) -> Any:
    """A value from a Parquet file with its labels by name; `feature` is that of the file's own metadata."""
    if value is None:
        return None
    if isinstance(feature, dict) and feature.get("_type") == "ClassLabel":
        names = feature["names"]
        return names[value] if isinstance(value, int) and 0 <= value < len(names) else value
    if isinstance(feature, dict) and feature.get("_type") == "List":
        return [decode(item, feature["feature"]) for item in value]
    if isinstance(feature, dict) and "_type" not in feature and isinstance(value, dict):
        return {key: decode(item, feature.get(key)) for key, item in value.items()}
    return value


def _plain(tp: Any) -> Any:
    """A type without annotations and without None."""
    while get_origin(tp) is Annotated:
        tp = get_args(tp)[0]
    if get_origin(tp) in (Union, types.UnionType):
        (tp,) = (arg for arg in get_args(tp) if arg is not type(None))
        return _plain(tp)
    return tp


def _labels(tp: Any) -> tuple[str, ...]:
    return get_args(tp) if get_origin(tp) is Literal else ()


def _item(tp: Any) -> Any:
    return get_args(tp)[0] if get_origin(tp) is tuple else None


def _feature(tp: Any) -> Feature:
    tp = _plain(tp)
    if names := _labels(tp):
        return {"names": list(names), "_type": "ClassLabel"}
    if item := _item(tp):
        return {"feature": _feature(item), "_type": "List"}
    if isinstance(tp, type) and issubclass(tp, Struct):
        return {name: _feature(field) for name, field in columns(tp).items()}
    return {"dtype": _SCALARS[tp][0], "_type": "Value"}


def _arrow_type(tp: Any) -> pa.DataType:
    tp = _plain(tp)
    if _labels(tp):
        return pa.int64()
    if item := _item(tp):
        return pa.list_(_arrow_type(item))
    if isinstance(tp, type) and issubclass(tp, Struct):
        return pa.struct([(name, _arrow_type(field)) for name, field in columns(tp).items()])
    return _SCALARS[tp][1]
