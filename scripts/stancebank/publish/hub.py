"""The Hugging Face Hub: one commit, checked, then the tag."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, RepoFile, get_session
from huggingface_hub.errors import RepositoryNotFoundError

from stancebank import repository
from stancebank.errors import UsageError
from stancebank.publish.releases import Done, Outcome, Release, sha256

_MAIN: Final = "main"


def publish(release: Release, repo_id: str, *, dry_run: bool, timeout: float) -> Outcome:
    """Make the main branch of a dataset repository hold a release, and tag it, once it is seen to.

    Files that neither this release nor the one before has put there are left alone.
    """
    get_session().timeout = timeout
    remote = _Remote(HfApi(), repo_id)
    address = f"hf://datasets/{repo_id}@{release.tag}"
    try:
        tags, head = remote.refs()
    except RepositoryNotFoundError:
        if dry_run:
            return Outcome("published", address, tuple(release.checksums))
        remote.create()
        tags, head = remote.refs()
    if release.tag in tags:
        if differing := _differing(release, remote.files(tags[release.tag])):
            raise UsageError(
                f"{address} is published, and with another {differing[0]}; what is published stays as it is: give the "
                "dataset a new version, in the YAML of the card that it is built with"
            )
        return Outcome("nothing", address)
    files = remote.files(head)
    sent = _differing(release, files)
    deleted = [name for name in remote.checksums(head, files) if name in files and name not in release.checksums]
    done: Done = "published" if sent or deleted else "completed"
    if not dry_run:
        commit = remote.commit(release, sent, deleted, head) if sent or deleted else head
        remote.verify(release, commit)
        remote.api.create_tag(repo_id, tag=release.tag, revision=commit, repo_type="dataset")
    return Outcome(done, address, tuple(sent), tuple(deleted))


class _Remote:
    """A dataset repository on the Hub."""

    def __init__(self, api: HfApi, repo_id: str) -> None:
        self.api = api
        self.repo_id = repo_id

    def create(self) -> None:
        self.api.create_repo(self.repo_id, repo_type="dataset", exist_ok=True)

    def refs(self) -> tuple[dict[str, str], str]:
        """The commit of each tag, and that of the main branch."""
        refs = self.api.list_repo_refs(self.repo_id, repo_type="dataset")
        head = next(branch.target_commit for branch in refs.branches if branch.name == _MAIN)
        return {tag.name: tag.target_commit for tag in refs.tags}, head

    def files(self, revision: str) -> dict[str, RepoFile]:
        tree = self.api.list_repo_tree(self.repo_id, recursive=True, revision=revision, repo_type="dataset")
        return {entry.path: entry for entry in tree if isinstance(entry, RepoFile)}

    def checksums(self, revision: str, files: Mapping[str, RepoFile]) -> dict[str, str]:
        """What the release that a revision holds has put there."""
        name = repository.CHECKSUMS
        return repository.parse_checksums(self.read(name, revision)) if name in files else {}

    def read(self, name: str, revision: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = self.api.hf_hub_download(
                self.repo_id, name, revision=revision, repo_type="dataset", local_dir=folder
            )
            return Path(path).read_bytes()

    def commit(self, release: Release, sent: Sequence[str], deleted: Sequence[str], parent: str) -> str:
        additions = [CommitOperationAdd(name, str(release.folder / name)) for name in sent]
        deletions = [CommitOperationDelete(name) for name in deleted]
        info = self.api.create_commit(
            self.repo_id,
            [*additions, *deletions],
            commit_message=f"Version {release.version}",
            repo_type="dataset",
            parent_commit=parent,
        )
        return info.oid

    def verify(self, release: Release, revision: str) -> None:
        """Large files by the SHA-256 that the Hub stores them under, the others by what comes back of them."""
        files = self.files(revision)
        wrong = _differing(release, files)
        for name, file in files.items():
            is_small = name in release.checksums and file.lfs is None
            if is_small and sha256(self.read(name, revision)) != release.checksums[name]:
                wrong.append(name)
        if wrong:
            raise UsageError(f"{self.repo_id} has another {wrong[0]} than was sent; it is not tagged; run this again")


def _differing(release: Release, files: Mapping[str, RepoFile]) -> list[str]:
    """The files of a release that are not there, or otherwise."""
    return [name for name in release.checksums if not (name in files and _is_same(release, name, files[name]))]


def _is_same(release: Release, name: str, file: RepoFile) -> bool:
    if file.lfs is not None:
        return file.lfs.sha256 == release.checksums[name]
    data = (release.folder / name).read_bytes()
    return file.blob_id == hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()
