"""Publishing to folders and object stores, and loading from them, and from a web server, with the real clients."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pandas as pd
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
import yaml
from datasets import load_dataset
from fsspec.implementations.memory import MemoryFileSystem

import web
from conftest import copy_with_version
from stancebank import publish as publishing
from stancebank import repository, tables
from stancebank.errors import UsageError
from stancebank.publish import Outcome
from web import S3

STANCES = "data/stances/test-00000-of-00001.parquet"


def publish(build: Path, destination: str | Path, **options: Any) -> Outcome:
    return publishing.publish(build, str(destination), restricted_text=True, **options)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def load(script: str, *arguments: str, environment: dict[str, str] | None = None) -> Any:
    """What a script prints in a process of its own, with a cache of its own."""
    settings = os.environ | {"HF_HUB_OFFLINE": "0"} | (environment or {})
    command = [sys.executable, "-c", script, *arguments]
    return json.loads(subprocess.run(command, env=settings, stdout=subprocess.PIPE, check=True).stdout)


class TestFolder:
    def test_version_is_a_build_and_the_card_leads_to_it(self, tiny_built: Path, tmp_path: Path) -> None:
        outcome = publish(tiny_built, tmp_path / "some" / "where")
        root = tmp_path / "some" / "where"
        assert outcome == Outcome("published", str(root / "v0.1.0"), tuple(repository_files(tiny_built)))
        assert contents(root / "v0.1.0") == contents(tiny_built)
        assert sorted(path.name for path in root.iterdir()) == ["README.md", "v0.1.0"]
        for config in tables.CONFIGS:
            rows = load_dataset(str(root), config, cache_dir=str(tmp_path / "cache"))
            assert {split: found.to_list() for split, found in rows.items()} == {
                split: pq.read_table(tiny_built / "data" / config / f"{split}-00000-of-00001.parquet").to_pylist()
                for split in ("train", "validation", "test")
            }
        files = str(root / "v0.1.0" / "data" / "stances" / "test-*.parquet")
        rows = load_dataset("parquet", data_files={"test": files}, split="test", cache_dir=str(tmp_path / "cache"))
        assert rows.to_list() == pq.read_table(tiny_built / STANCES).to_pylist()
        assert rows.features["polarity"].names == ["positive", "negative", "neutral", "mixed"]

    def test_links_of_the_card_hold_there(self, built: Path, tmp_path: Path) -> None:
        publish(built, tmp_path)
        card = (tmp_path / "README.md").read_text(encoding="utf-8")
        assert card.count("](v0.1.0/") == (built / "README.md").read_text(encoding="utf-8").count("](")
        for config in yaml.safe_load(card.split("---\n")[1])["configs"]:
            assert all(list(tmp_path.glob(file["path"])) for file in config["data_files"])

    def test_same_again_is_nothing_to_do(self, tiny_built: Path, tmp_path: Path) -> None:
        publish(tiny_built, tmp_path)
        assert publish(tiny_built, tmp_path) == Outcome("nothing", str(tmp_path / "v0.1.0"))
        (tmp_path / "README.md").unlink()
        assert publish(tiny_built, tmp_path).done == "completed"
        assert (tmp_path / "README.md").is_file()

    def test_dry_run_writes_nothing(self, tiny_built: Path, tmp_path: Path) -> None:
        outcome = publish(tiny_built, tmp_path / "out", dry_run=True)
        assert set(outcome.sent) == contents(tiny_built).keys()
        assert not (tmp_path / "out").exists()

    def test_what_is_published_stays(self, tiny_built: Path, tmp_path: Path) -> None:
        publish(tiny_built, tmp_path / "out")
        before = contents(tmp_path / "out")
        other = copy_with_version(tiny_built, tmp_path / "other", "0.1.0 ")
        with pytest.raises(UsageError, match=r"v0\.1\.0 is published, and another"):
            publish(other, tmp_path / "out")
        assert contents(tmp_path / "out") == before

    def test_card_leads_to_the_newest_version(self, tiny_built: Path, tmp_path: Path) -> None:
        for version in ("0.1.0", "0.10.0", "0.9.1"):
            publish(copy_with_version(tiny_built, tmp_path / version, version), tmp_path / "out")
        names = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert names == ["README.md", "v0.1.0", "v0.10.0", "v0.9.1"]
        assert "path: v0.10.0/data/stances/test-*.parquet" in (tmp_path / "out" / "README.md").read_text("utf-8")

    def test_failed_copy_leaves_nothing(
        self, tiny_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(shutil, "copytree", fail)
            with pytest.raises(UsageError, match="No space left on device"):
                publish(tiny_built, tmp_path / "out")
        assert list((tmp_path / "out").iterdir()) == []
        assert publish(tiny_built, tmp_path / "out").done == "published"

    def test_folder_of_something_else_is_refused(self, tiny_built: Path, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("# Mine\n", encoding="utf-8")
        with pytest.raises(UsageError, match=r"has a README\.md that is not of a dataset"):
            publish(tiny_built, tmp_path)
        assert contents(tmp_path) == {"README.md": b"# Mine\n"}


class TestBuild:
    def test_damaged_build_is_refused(self, tiny_built: Path, tmp_path: Path) -> None:
        build = tmp_path / "build"
        shutil.copytree(tiny_built, build)
        (build / STANCES).write_bytes(b"PAR1")
        with pytest.raises(UsageError, match=r"test-00000-of-00001\.parquet is not what SHA256SUMS says"):
            publish(build, tmp_path / "out")
        (build / STANCES).unlink()
        with pytest.raises(UsageError, match="is not what SHA256SUMS says"):
            publish(build, tmp_path / "out")
        with pytest.raises(UsageError, match="is no build"):
            publish(tmp_path / "missing", tmp_path / "out")

    def test_text_that_may_not_go_out_is_kept_back(self, tiny_built: Path, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"has the text of tiny-3, .* --without-text"):
            publishing.publish(tiny_built, str(tmp_path / "out"))
        assert not (tmp_path / "out").exists()

    def test_unknown_and_unwritable_places_are_told(self, tiny_built: Path, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"^nowhere://host: Protocol not known"):
            publish(tiny_built, "nowhere://user:secret@host")
        with web.files(tmp_path) as address, pytest.raises(UsageError, match="501"):
            publish(tiny_built, f"{address}/bank")
        with pytest.raises(UsageError, match="run the same command again"):
            publish(tiny_built, "http://127.0.0.1:1/bank")

    def test_missing_driver_is_named(self, tiny_built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "s3fs", None)
        monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
        with pytest.raises(UsageError, match=r"s3fs.*; run: pip install 'stancebank\[s3\]'"):
            publish(tiny_built, "s3://bank/news")


class TestStore:
    @pytest.fixture
    def memory(self) -> Iterator[MemoryFileSystem]:
        fs = MemoryFileSystem()
        yield fs
        fs.store.clear()
        fs.pseudo_dirs[:] = [""]

    def test_any_store_that_fsspec_knows(self, memory: MemoryFileSystem, tiny_built: Path) -> None:
        outcome = publish(tiny_built, "memory://bank")
        assert outcome == Outcome("published", "memory:///bank/v0.1.0", tuple(repository_files(tiny_built)))
        names = {name: f"/bank/v0.1.0/{name}" for name in contents(tiny_built)}
        assert {name: memory.cat(path) for name, path in names.items()} == contents(tiny_built)
        assert set(memory.find("/bank")) == {"/bank/README.md", *names.values()}
        assert publish(tiny_built, "memory://bank") == Outcome("nothing", "memory:///bank/v0.1.0")

    def test_what_an_interrupted_run_left_is_used_or_replaced(self, memory: MemoryFileSystem, tiny_built: Path) -> None:
        memory.pipe(
            {
                "/bank/v0.1.0/CITATION.cff": (tiny_built / "CITATION.cff").read_bytes(),
                f"/bank/v0.1.0/{STANCES}": b"PAR1",
            }
        )
        outcome = publish(tiny_built, "memory://bank")
        assert set(outcome.sent) == contents(tiny_built).keys() - {"CITATION.cff"}
        assert memory.cat(f"/bank/v0.1.0/{STANCES}") == (tiny_built / STANCES).read_bytes()

    def test_what_is_not_of_the_build_is_left_alone(self, memory: MemoryFileSystem, tiny_built: Path) -> None:
        memory.pipe("/bank/v0.1.0/notes.txt", b"mine")
        with pytest.raises(UsageError, match=r"holds notes\.txt, which is not of this build"):
            publish(tiny_built, "memory://bank")
        assert memory.find("/bank") == ["/bank/v0.1.0/notes.txt"]

    def test_what_is_published_stays(self, memory: MemoryFileSystem, tiny_built: Path, tmp_path: Path) -> None:
        publish(tiny_built, "memory://bank")
        before = {path: memory.cat(path) for path in memory.find("/bank")}
        with pytest.raises(UsageError, match=r"v0\.1\.0 is published, and another"):
            publish(copy_with_version(tiny_built, tmp_path / "other", "0.1.0 "), "memory://bank")
        assert {path: memory.cat(path) for path in memory.find("/bank")} == before


class TestS3:
    @pytest.fixture
    def store(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
        with web.s3() as running:
            for name, value in self.settings(running).items():
                monkeypatch.setenv(name, value)
            self.clear()
            fsspec.filesystem("s3").mkdir("bank")
            yield running
            self.clear()

    @staticmethod
    def settings(running: S3) -> dict[str, str]:
        keys = {"AWS_ACCESS_KEY_ID": "someone", "AWS_SECRET_ACCESS_KEY": "not_to_be_printed"}
        return keys | {"AWS_ENDPOINT_URL": running.url, "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "2"}

    @staticmethod
    def clear() -> None:
        fsspec.get_filesystem_class("s3").clear_instance_cache()

    def names(self) -> set[str]:
        fs = fsspec.filesystem("s3")
        fs.invalidate_cache()
        return {path.removeprefix("bank/news/") for path in fs.find("bank/news")}

    def test_published_and_loaded(self, store: S3, tiny_built: Path, tmp_path: Path) -> None:
        outcome = publish(tiny_built, "s3://bank/news")
        assert outcome == Outcome("published", "s3://bank/news/v0.1.0", tuple(repository_files(tiny_built)))
        assert self.names() == {"README.md"} | {f"v0.1.0/{name}" for name in contents(tiny_built)}
        assert publish(tiny_built, "s3://bank/news").done == "nothing"
        rows = pq.read_table(tiny_built / STANCES).to_pylist()
        script = """
import json, os, sys
from datasets import load_dataset
options = {"endpoint_url": os.environ["AWS_ENDPOINT_URL"]}
for streaming in (False, True):
    rows = load_dataset("parquet", data_files={"test": sys.argv[1]}, split="test", streaming=streaming,
                        storage_options=dict(options))
    found = list(rows)
print(json.dumps([found, rows.features["polarity"].names]))
"""
        found, labels = load(script, f"s3://bank/news/v0.1.0/{STANCES}", environment={"HF_HOME": str(tmp_path / "hf")})
        assert found == rows
        assert labels == ["positive", "negative", "neutral", "mixed"]
        fs = fsspec.filesystem("s3")
        assert pd.read_parquet(f"s3://bank/news/v0.1.0/{STANCES}")["id"].tolist() == [row["id"] for row in rows]
        dataset = pyarrow.dataset.dataset("bank/news/v0.1.0/data/stances", filesystem=fs)
        assert dataset.count_rows() == 3 * len(rows)

    def test_passing_faults_are_borne(self, store: S3, tiny_built: Path) -> None:
        faults: list[int | None] = [500, None, 503, None]
        store.fault = lambda method, path: faults.pop(0) if faults and method == "PUT" else None
        assert publish(tiny_built, "s3://bank/news").done == "published"
        assert faults == []
        assert self.names() == {"README.md"} | {f"v0.1.0/{name}" for name in contents(tiny_built)}

    @pytest.mark.parametrize("fault", [500, "hang"])
    def test_interrupted_run_is_not_seen_and_is_completed_by_the_next(
        self, store: S3, tiny_built: Path, fault: int | str
    ) -> None:
        store.fault = lambda method, path: fault if method == "PUT" and path.endswith("SHA256SUMS") else None
        with pytest.raises(UsageError, match="run the same command again") as caught:
            publish(tiny_built, "s3://bank/news", timeout=2)
        assert "not_to_be_printed" not in str(caught.value)
        left = self.names()
        assert left == {f"v0.1.0/{name}" for name in contents(tiny_built)} - {"v0.1.0/SHA256SUMS"}
        store.fault = lambda method, path: None
        outcome = publish(tiny_built, "s3://bank/news")
        assert (outcome.done, outcome.sent) == ("published", ("SHA256SUMS",))
        assert self.names() == left | {"README.md", "v0.1.0/SHA256SUMS"}


def test_web_server_with_ranges(tiny_built: Path, tmp_path: Path) -> None:
    publish(tiny_built, tmp_path / "out")
    script = """
import json, sys
import pandas as pd
from datasets import load_dataset
found = []
for streaming in (False, True):
    rows = load_dataset("parquet", data_files={"test": sys.argv[1]}, split="test", streaming=streaming)
    found.append([list(rows), rows.features["polarity"].names])
print(json.dumps([*found, pd.read_parquet(sys.argv[1])["id"].tolist()]))
"""
    with web.files(tmp_path / "out") as address:
        mapped, streamed, ids = load(
            script, f"{address}/v0.1.0/{STANCES}", environment={"HF_HOME": str(tmp_path / "hf")}
        )
    rows = pq.read_table(tiny_built / STANCES).to_pylist()
    assert mapped == streamed == [rows, ["positive", "negative", "neutral", "mixed"]]
    assert ids == [row["id"] for row in rows]


def repository_files(build: Path) -> list[str]:
    return [*repository.read_checksums(build), repository.CHECKSUMS]
