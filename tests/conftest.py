import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["HF_HOME"] = tempfile.mkdtemp(prefix="stancebank-hf-")  # read when datasets is imported
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.pop("GITHUB_ACTIONS", None)

settings.register_profile("untimed", deadline=None)  # a slow machine is no failure
settings.load_profile("untimed")

REPOSITORY = Path(__file__).parent.parent


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
    release.build(REPOSITORY / "corpus", REPOSITORY / "seeds", REPOSITORY / "DATASET_CARD.md", out)
    return out


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a build reads, to be changed by a test."""
    for folder in ("corpus", "seeds", "schema"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    shutil.copy(REPOSITORY / "DATASET_CARD.md", tmp_path)
    return tmp_path
