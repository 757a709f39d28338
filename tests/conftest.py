import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from msgspec.structs import replace

from stancebank.labels import Split

os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="stancebank-hf-")  # read when datasets is imported
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.pop("GITHUB_ACTIONS", None)

settings.register_profile("untimed", deadline=None)  # a slow machine is no failure
settings.load_profile("untimed")

REPOSITORY = Path(__file__).parent.parent
BESIDE = ("DATASET_CARD.md", "CHANGELOG.md", "CITATION.cff")
TINY: tuple[tuple[Split, str, str], ...] = (
    ("train", "Harbour", "Lind"),
    ("validation", "Café", "Müller"),
    ("test", "Ångström 🚢", "Nguyễn"),
)


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["HF_HOME"], ignore_errors=True)


@pytest.fixture(autouse=True)
def no_logged_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert logged == []


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of this repository, built once."""
    from stancebank import release

    out = tmp_path_factory.mktemp("built") / "build"
    release.build(release.Sources(REPOSITORY / "corpus", REPOSITORY / "seeds", REPOSITORY / "DATASET_CARD.md"), out)
    return out


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a build reads, to be changed by a test."""
    for folder in ("corpus", "seeds", "schema"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    for name in BESIDE:
        shutil.copy(REPOSITORY / name, tmp_path)
    return tmp_path


def write_tiny_corpus(root: Path) -> None:
    """Three documents, one in each split, that differ in names only; with passes, guidelines, a report."""
    from stancebank import collection, layout, manifest, quotes, standoff
    from stancebank.manifest import ManifestEntry

    example = re.findall(r"```yaml\n(.*?)```", (REPOSITORY / "corpus" / "README.md").read_text("utf-8"), re.DOTALL)[0]
    for number, (split, place, mayor) in enumerate(TINY, start=1):
        source = example.replace("Harbour", place).replace("harbour", place.lower()).replace("Lind", mayor)
        text = json.loads(re.search(r"^text: (.*)$", source, re.MULTILINE)[1])  # type: ignore[index]
        digest = manifest.sha256(text)
        source = re.sub("^sha256: .*$", f"sha256: {digest}", source, flags=re.MULTILINE)
        source = source.replace(f"NIL-{place.lower()}", f"NIL-place-{number}")
        source = source.replace(f"id: {place.lower()}", f"id: tiny-{number}")
        document = quotes.decode(source.encode(), lambda _: None).document
        standoff.replace_file(layout.article(root / "seeds", document.id), text.encode())
        entry = ManifestEntry(
            id=document.id,
            sha256=digest,
            origin="external",
            license="LicenseRef-unknown",
            redistribute=split == "validation",
            group=document.id,
            split=split,
        )
        manifest.append(root / "seeds", entry)
        provenance = replace(document.provenance, passes=("example",), adjudicated_by="example")
        standoff.write(replace(document, provenance=provenance), root / "corpus" / f"{document.id}.json")
        standoff.write(document, root / "corpus" / "passes" / "example" / f"{document.id}.json")
    (root / "corpus" / "GUIDELINES.md").write_text("# Guidelines\n\nVersion 1.0\n", encoding="utf-8")
    for name in BESIDE:
        shutil.copy(REPOSITORY / name, root)
    checksum = collection.checksum(root / "corpus", root / "seeds")
    standoff.replace_file(root / "corpus" / "reports" / "counts.json", json.dumps({"corpus_sha256": checksum}).encode())
    standoff.replace_file(root / "corpus" / "reports" / "counts.polarity.png", b"\x89PNG\r\n\x1a\n")


def copy_with_version(build: Path, target: Path, version: str) -> Path:
    """A build as it would be with another version in its card."""
    from stancebank import repository

    shutil.copytree(build, target)
    path = target / "README.md"
    path.write_bytes(path.read_bytes().replace(b"0.1.0", version.encode()))
    names = repository.read_checksums(target)
    found = {name: digest for name, digest in repository.digests(target).items() if name in names}
    (target / "SHA256SUMS").write_bytes("".join(f"{found[name]}  {name}\n" for name in sorted(found)).encode())
    return target


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A checkout with the tiny corpus."""
    root = tmp_path / "tiny"
    write_tiny_corpus(root)
    return root


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny corpus, built once; its texts may go out in one split only."""
    from stancebank import release

    root = tmp_path_factory.mktemp("tiny")
    write_tiny_corpus(root)
    release.build(release.Sources(root / "corpus", root / "seeds", root / "DATASET_CARD.md"), root / "build")
    return root / "build"
