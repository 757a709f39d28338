"""Which kind of place a destination is."""

import re
from pathlib import Path
from typing import Final

import fsspec
from fsspec.implementations.local import LocalFileSystem

from stancebank.errors import UsageError
from stancebank.publish import hub, releases, stores
from stancebank.publish.releases import Outcome

_HUB: Final = re.compile(r"hf://datasets/([\w.-]+/[\w.-]+)/?")


def publish(
    build: Path, destination: str, *, dry_run: bool = False, restricted_text: bool = False, timeout: float = 60
) -> Outcome:
    """Publish a build at `hf://datasets/ORG/NAME`, at a URL that fsspec knows, or in a folder.

    A version that is there stays as it is: the same build is nothing to do, another one is a `UsageError`. A version is
    seen whole or not at all, and an interrupted run is completed by the next. `timeout` is how many seconds a server
    may take to answer. With `dry_run` nothing is written, and the outcome is what would be done.
    """
    release = releases.read(build, restricted_text=restricted_text)
    if match := _HUB.fullmatch(destination):
        with releases.told(destination):
            return hub.publish(release, match.group(1), dry_run=dry_run, timeout=timeout)
    if destination.startswith("hf://"):
        raise UsageError(f"{destination} is none of the Hub's datasets; give hf://datasets/ORG/NAME")
    with releases.told(destination):
        fs, root = _open(destination)
        if isinstance(fs, LocalFileSystem):
            return stores.publish_to_folder(release, Path(root), dry_run=dry_run)
        return stores.publish_to_store(release, stores.Store(fs, root, timeout), dry_run=dry_run)


def _open(destination: str) -> tuple[fsspec.AbstractFileSystem, str]:
    try:
        return fsspec.core.url_to_fs(destination)  # type: ignore[no-any-return]
    except ImportError as error:
        extra = "; run: pip install 'stancebank[s3]'" if destination.startswith("s3") else ""
        raise UsageError(f"{destination}: {error}{extra}") from None
    except ValueError as error:
        raise UsageError(f"{releases.without_credentials(destination)}: {error}") from None
