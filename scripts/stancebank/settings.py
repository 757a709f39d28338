"""`[tool.stancebank]` of the nearest pyproject.toml."""

import tomllib
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from stancebank.errors import UsageError

_FILE: Final = "pyproject.toml"


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a project wants of `stancebank validate` where the call does not say: rule codes or their beginnings."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False


def read(start: Path) -> Settings:
    """The settings of the nearest pyproject.toml in or above `start` that has the table; else the defaults."""
    for folder in (start.resolve(), *start.resolve().parents):
        path = folder / _FILE
        if not path.is_file():
            continue
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}).get("stancebank")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: {error}") from None
        if table is not None:
            try:
                return msgspec.convert(table, Settings)
            except msgspec.ValidationError as error:
                raise UsageError(f"{path}, [tool.stancebank]: {error}") from None
    return Settings()
