"""What is published, what came of it, and how failures of a connection are told."""

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import pyarrow.parquet as pq
from msgspec import Struct

from stancebank import card, repository, tables
from stancebank.errors import UsageError

_CREDENTIALS: Final = ((re.compile(r"//[^/@\s]*@"), "//"), (re.compile(r"\?[^\s'\"<>)]*"), ""))
_CLIENT_ERRORS: Final = {
    "httpx2": "HTTPError",
    "httpx": "HTTPError",
    "aiohttp": "ClientError",
    "botocore.exceptions": "BotoCoreError",
}
"""What the libraries under huggingface_hub and fsspec's drivers raise that is no OSError, by module."""


class Release(Struct, frozen=True):
    """A build, whole and as it was made; `checksums` has every file of it by path, SHA256SUMS at the end."""

    folder: Path
    version: str
    checksums: dict[str, str]

    @property
    def tag(self) -> str:
        return f"v{self.version}"


Done = Literal["published", "completed", "nothing"]


class Outcome(Struct, frozen=True):
    """What was done, or would be; `sent` and `deleted` are paths, `address` is where the version is."""

    done: Done
    address: str
    sent: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


def read(folder: Path, *, restricted_text: bool) -> Release:
    """The release in a build folder.

    Raises `UsageError` where a file is not what its checksum says, and, unless `restricted_text` allows it, where the
    text of an article is in it that the manifest keeps from going out.
    """
    checksums = repository.verify(folder)
    repository.check_ownership(folder)
    if not restricted_text and (kept := list(_restricted(folder))):
        raise UsageError(
            f"{folder} has the text of {kept[0]}, which may not be given to others, as its manifest says; make a build "
            "with `stancebank build --without-text`, or allow it with --restricted-text"
        )
    front, _ = card.read(folder / repository.CARD)
    return Release(folder, front["version"], checksums)


def _restricted(folder: Path) -> Iterator[str]:
    """The ids of the documents that come with a text that may not go out."""
    for path in sorted((folder / "data" / tables.DOCUMENTS).glob("*.parquet")):
        for row in pq.read_table(path, columns=["id", "redistribute", "text"]).to_pylist():
            if row["text"] is not None and not row["redistribute"]:
                yield row["id"]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def told(address: str) -> Iterator[None]:
    """Tell a failed connection as what it is, without what stands in URLs to prove who one is."""
    try:
        yield
    except Exception as error:
        known = (OSError, *(getattr(sys.modules[n], kind) for n, kind in _CLIENT_ERRORS.items() if n in sys.modules))
        if not isinstance(error, known) and not isinstance(error.__cause__, known):
            raise
        cause = f" ({error.__cause__})" if error.__cause__ else ""
        message = without_credentials(f"{address}: {error}{cause}")
        raise UsageError(
            f"{message}\nNothing is half published: run the same command again, which goes on where this stopped"
        ) from error


def without_credentials(text: str) -> str:
    for pattern, kept in _CREDENTIALS:
        text = pattern.sub(kept, text)
    return text
