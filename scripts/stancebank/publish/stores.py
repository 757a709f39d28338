"""Folders and object stores: a folder for each version, and a card that leads to the newest.

README.md     the card of the newest version, whose data files are those in its folder
v1.0.0/       a build, complete once its SHA256SUMS is there
v1.1.0/
"""

import re
import shutil
from pathlib import Path
from typing import Final

import fsspec

from stancebank import card, exchange, repository, standoff
from stancebank.errors import UsageError
from stancebank.publish.releases import Done, Outcome, Release, sha256, without_credentials

_SLOWEST: Final = 100_000
"""Bytes a second below which a connection counts as lost."""
_POINTED: Final = re.compile(r"path: v(\d+)\.(\d+)\.(\d+)/data/")


class Store:
    """A folder of a file system that fsspec knows, with patience for each file."""

    def __init__(self, fs: fsspec.AbstractFileSystem, root: str, timeout: float) -> None:
        self.fs = fs
        self.root = root.rstrip("/")
        self.timeout = timeout
        fs.invalidate_cache()

    def address(self, name: str = "") -> str:
        return without_credentials(self.fs.unstrip_protocol(f"{self.root}/{name}".rstrip("/")))

    def names(self, folder: str) -> set[str]:
        try:
            found = self.fs.find(f"{self.root}/{folder}", **self._patience())
        except FileNotFoundError:
            return set()
        return {path.removeprefix(f"{self.root}/{folder}").lstrip("/") for path in found}

    def get(self, name: str) -> bytes | None:
        try:
            return bytes(self.fs.cat_file(f"{self.root}/{name}", **self._patience()))
        except FileNotFoundError:
            return None

    def put(self, name: str, data: bytes) -> None:
        self.fs.pipe_file(f"{self.root}/{name}", data, **self._patience(len(data)))

    def _patience(self, size: int = 0) -> dict[str, float]:
        """How long a call may take, for file systems that can be told so; clients of their own wait for ever."""
        return {"timeout": self.timeout + size / _SLOWEST} if self.fs.async_impl else {}


def publish_to_folder(release: Release, root: Path, *, dry_run: bool) -> Outcome:
    """Copy a release to a folder beside its place, and put it there in one step."""
    target = root / release.tag
    pointer = _pointer(release, _read(root / repository.CARD), str(root))
    is_new = not target.exists()
    if not is_new and repository.differences(release.folder, target):
        raise _taken(str(target))
    if not dry_run:
        if is_new:
            with exchange.staged(target) as staging:
                if target.exists():
                    raise _taken(str(target))
                shutil.copytree(release.folder, staging, dirs_exist_ok=True)
                if wrong := repository.differences(release.folder, staging):
                    raise UsageError(f"{target}: {wrong[0]}, other than was copied; run this again")
        if pointer:
            standoff.replace_file(root / repository.CARD, pointer)
    return _outcome(str(target), tuple(release.checksums) if is_new else (), pointer)


def publish_to_store(release: Release, store: Store, *, dry_run: bool) -> Outcome:
    """Put the files of a release into an object store, each checked by reading it back, SHA256SUMS at the end.

    What an interrupted run has left is used as far as it is the same, and replaced as far as not.
    """
    target = store.address(release.tag)
    present = store.names(release.tag)
    pointer = _pointer(release, store.get(repository.CARD), store.address())
    checksums = (release.folder / repository.CHECKSUMS).read_bytes()
    if repository.CHECKSUMS in present and store.get(f"{release.tag}/{repository.CHECKSUMS}") != checksums:
        raise _taken(target)
    if foreign := sorted(present - release.checksums.keys()):
        raise UsageError(f"{target} holds {foreign[0]}, which is not of this build; remove it, or publish elsewhere")
    sent = tuple(name for name in release.checksums if name not in present or not _is_there(release, store, name))
    if not dry_run:
        for name in sent:
            store.put(f"{release.tag}/{name}", (release.folder / name).read_bytes())
            if not _is_there(release, store, name):
                raise UsageError(f"{target}/{name} is not what was sent; run this again")
        if pointer:
            store.put(repository.CARD, pointer)
    return _outcome(target, sent, pointer)


def _outcome(address: str, sent: tuple[str, ...], pointer: bytes | None) -> Outcome:
    done: Done = "published" if sent else "completed" if pointer else "nothing"
    return Outcome(done, address, sent)


def _taken(address: str) -> UsageError:
    return UsageError(
        f"{address} is published, and another; what is published stays as it is: give the dataset "
        "a new version, in the YAML of the card that it is built with"
    )


def _pointer(release: Release, there: bytes | None, root: str) -> bytes | None:
    """The card that leads to a release; None where the one that is there leads to it, or to a newer one."""
    pointer = card.moved((release.folder / repository.CARD).read_text(encoding="utf-8"), release.tag).encode()
    if there is None:
        return pointer
    match = _POINTED.search(there.decode(errors="replace"))
    if match is None:
        raise UsageError(f"{root} has a README.md that is not of a dataset; publish elsewhere")
    newest = tuple(map(int, match.groups()))
    own = tuple(map(int, release.version.split(".")))
    return pointer if newest < own or (newest == own and there != pointer) else None


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _is_there(release: Release, store: Store, name: str) -> bool:
    data = store.get(f"{release.tag}/{name}")
    return data is not None and sha256(data) == release.checksums[name]
