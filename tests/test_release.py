"""The build: what it writes, that it is atomic, that it replaces only its own, that it is reproducible."""

import ctypes
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from stancebank import release, tables
from stancebank.errors import UsageError
from stancebank.findings import InvalidContent


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def build(checkout: Path, out: Path) -> None:
    release.build(checkout / "corpus", checkout / "seeds", checkout / "DATASET_CARD.md", out)


def break_corpus(checkout: Path) -> None:
    path = next((checkout / "corpus").glob("*.json"))
    document = json.loads(path.read_text(encoding="utf-8"))
    document["mentions"][0]["entity"] = "e999"
    path.write_text(json.dumps(document), encoding="utf-8")


def test_build_writes_a_dataset_repository(built: Path) -> None:
    files = {f"data/{config}/test-00000-of-00001.parquet" for config in tables.CONFIGS}
    assert contents(built).keys() == files | {"README.md", "SHA256SUMS"}


def test_checksums_are_gnu_form_and_right(built: Path) -> None:
    lines = (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    expected = [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in contents(built).items() if name != "SHA256SUMS"
    ]
    assert lines == expected


def test_card_names_configs_and_only_splits_with_rows(built: Path) -> None:
    matter = yaml.safe_load((built / "README.md").read_text(encoding="utf-8").split("---\n")[1])
    assert [config["config_name"] for config in matter["configs"]] == list(tables.CONFIGS)
    assert [config.get("default") for config in matter["configs"]] == [True] + [None] * (len(tables.CONFIGS) - 1)
    splits = {split["name"] for info in matter["dataset_info"] for split in info["splits"]}
    assert splits == {file["split"] for config in matter["configs"] for file in config["data_files"]} == {"test"}
    assert {info["version"] for info in matter["dataset_info"]} == {matter["version"]}
    sizes = {
        info["config_name"]: sum(p.stat().st_size for p in (built / "data" / info["config_name"]).iterdir())
        for info in matter["dataset_info"]
    }
    assert sizes == {info["config_name"]: info["download_size"] for info in matter["dataset_info"]}


def test_card_has_no_placeholder_left(built: Path) -> None:
    assert "<!--" not in (built / "README.md").read_text(encoding="utf-8")


def test_same_bytes_whatever_the_path_hash_seed_and_time_zone(checkout: Path, built: Path) -> None:
    out = checkout / "some" / "where" / "else"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu"}
    command = [sys.executable, "-m", "stancebank", "build", "--out", str(out)]
    subprocess.run(command, cwd=checkout, env=environment, check=True, capture_output=True)
    assert contents(out) == contents(built)


def test_rebuild_replaces_its_own_folder(checkout: Path) -> None:
    out = checkout / "build"
    build(checkout, out)
    first = contents(out)
    (checkout / "DATASET_CARD.md").write_text('---\nversion: "9.9.9"\n---\n# Another\n', encoding="utf-8")
    build(checkout, out)
    second = contents(out)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == ["README.md", "SHA256SUMS"]
    assert sorted(p.name for p in checkout.iterdir() if "build" in p.name) == ["build"]


def test_invalid_corpus_is_refused_and_the_previous_build_stays(checkout: Path) -> None:
    out = checkout / "build"
    build(checkout, out)
    before = contents(out)
    break_corpus(checkout)
    with pytest.raises(InvalidContent) as caught:
        build(checkout, out)
    assert "SB202" in {finding.code for finding in caught.value.findings}
    assert contents(out) == before
    assert not (checkout / ".build.new").exists()


def test_failure_while_writing_leaves_the_previous_build(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = checkout / "build"
    build(checkout, out)
    before = contents(out)

    def fail(path: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OSError, match="No space left"):
        build(checkout, out)
    assert contents(out) == before
    assert not (checkout / ".build.new").exists()


@pytest.mark.parametrize("content", [{"notes.txt": "mine"}, {"README.md": "mine"}, {"SHA256SUMS": "", "x": ""}])
def test_foreign_folder_is_refused(checkout: Path, content: dict[str, str]) -> None:
    out = checkout / "build"
    out.mkdir()
    for name, text in content.items():
        (out / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="was not made by a build"):
        build(checkout, out)
    assert contents(out) == {name: text.encode() for name, text in content.items()}


def test_file_added_to_a_build_is_not_lost(checkout: Path) -> None:
    build(checkout, checkout / "build")
    (checkout / "build" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"it holds notes\.txt"):
        build(checkout, checkout / "build")


def test_empty_folder_is_taken(checkout: Path, built: Path) -> None:
    (checkout / "build").mkdir()
    build(checkout, checkout / "build")
    assert contents(checkout / "build") == contents(built)


def test_without_an_exchange_in_the_system_two_renames_do(
    checkout: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(checkout, checkout / "build")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    build(checkout, checkout / "build")
    assert contents(checkout / "build") == contents(built)
    assert sorted(p.name for p in checkout.iterdir() if "build" in p.name) == ["build"]


def test_run_killed_between_the_two_renames_is_healed(checkout: Path, built: Path) -> None:
    build(checkout, checkout / "build")
    before = contents(checkout / "build")
    (checkout / "build").rename(checkout / ".build.old")
    (checkout / ".build.new").mkdir()
    break_corpus(checkout)
    with pytest.raises(InvalidContent):
        build(checkout, checkout / "build")
    assert contents(checkout / ".build.old") == before
    (checkout / "corpus" / "000_aaedc645091e8ef2.json").write_bytes(
        (Path(__file__).parent.parent / "corpus" / "000_aaedc645091e8ef2.json").read_bytes()
    )
    build(checkout, checkout / "build")
    assert contents(checkout / "build") == contents(built)
    assert sorted(p.name for p in checkout.iterdir() if "build" in p.name) == ["build"]


def test_killed_build_leaves_the_previous_one(checkout: Path, built: Path) -> None:
    build(checkout, checkout / "build")
    staging = checkout / ".build.new"
    process = subprocess.Popen(
        [sys.executable, "-m", "stancebank", "build"],
        cwd=checkout,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not staging.exists() and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert contents(checkout / "build") == contents(built)
    build(checkout, checkout / "build")
    assert contents(checkout / "build") == contents(built)
    assert sorted(p.name for p in checkout.iterdir() if "build" in p.name) == ["build"]
