"""The build: what it writes, that it is atomic, that it replaces only its own, that it is reproducible."""

import ctypes
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stancebank import collection, release, tables
from stancebank.errors import UsageError
from stancebank.findings import InvalidContent


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def build(checkout: Path, out: Path) -> None:
    release.build(sources(checkout), out)


def sources(checkout: Path) -> release.Sources:
    return release.Sources(checkout / "corpus", checkout / "seeds", checkout / "DATASET_CARD.md")


def break_corpus(tiny: Path) -> None:
    path = tiny / "corpus" / "tiny-1.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["mentions"][0]["entity"] = "e999"
    path.write_text(json.dumps(document), encoding="utf-8")


def test_build_writes_a_dataset_repository(tiny_built: Path) -> None:
    data = {
        f"data/{config}/{split}-00000-of-00001.parquet"
        for config in tables.CONFIGS
        for split in ("train", "validation", "test")
    }
    assert contents(tiny_built).keys() == data | {
        "CHANGELOG.md",
        "CITATION.cff",
        "README.md",
        "SHA256SUMS",
        "corpus/GUIDELINES.md",
        "corpus/reports/counts.json",
        "corpus/reports/counts.polarity.png",
        "croissant.json",
        "schema/document.schema.json",
    }


def test_nothing_in_a_build_is_run_by_who_loads_it(built: Path) -> None:
    assert {path.suffix for path in built.rglob("*") if path.is_file()} <= {
        *("", ".cff", ".json", ".md", ".parquet", ".png")
    }


def test_checksums_are_gnu_form_and_right(built: Path) -> None:
    lines = (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    expected = [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in contents(built).items() if name != "SHA256SUMS"
    ]
    assert lines == expected


def test_same_bytes_whatever_the_path_hash_seed_threads_and_time_zone(checkout: Path, built: Path) -> None:
    """Arrow takes the size of its pool of threads from OMP_NUM_THREADS."""
    out = checkout / "some" / "where" / "else"
    other = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "OMP_NUM_THREADS": "5", "LC_ALL": "C"}
    command = [sys.executable, "-m", "stancebank", "build", "--out", str(out)]
    subprocess.run(command, cwd=checkout, env=os.environ | other, check=True, capture_output=True)
    assert contents(out) == contents(built)


def test_same_bytes_whatever_order_the_file_system_gives(
    tiny: Path, tiny_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: sorted(iterdir(path), reverse=True))
    build(tiny, tiny / "build")
    assert contents(tiny / "build") == contents(tiny_built)


def test_check_finds_what_differs(tiny: Path) -> None:
    build(tiny, tiny / "build")
    assert release.check(sources(tiny), tiny / "build") == []
    (tiny / "build" / "CITATION.cff").unlink()
    (tiny / "build" / "notes.txt").write_text("mine", encoding="utf-8")
    (tiny / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    before = contents(tiny / "build")
    assert release.check(sources(tiny), tiny / "build") == [
        "CHANGELOG.md differs",
        "CITATION.cff is missing",
        "SHA256SUMS differs",
        "notes.txt does not belong there",
    ]
    assert contents(tiny / "build") == before


def test_reports_about_another_corpus_are_left_out(tiny: Path) -> None:
    reports = tiny / "corpus" / "reports"
    (reports / "agreement.json").write_text('{"corpus_sha256": null}', encoding="utf-8")
    (reports / "agreement.md").write_text("Agreement", encoding="utf-8")
    (reports / "loose.png").write_bytes(b"")
    outcome = release.build(sources(tiny), tiny / "build")
    assert outcome.stale_reports == [reports / name for name in ("agreement.json", "agreement.md", "loose.png")]
    assert {path.name for path in (tiny / "build" / "corpus" / "reports").iterdir()} == {
        *("counts.json", "counts.polarity.png")
    }
    path = tiny / "corpus" / "tiny-1.json"
    path.write_bytes(path.read_bytes().replace(b'"polarity": "positive"', b'"polarity": "negative"', 1))
    outcome = release.build(sources(tiny), tiny / "build")
    assert len(outcome.stale_reports) == 5
    assert not (tiny / "build" / "corpus" / "reports").exists()


def test_report_that_is_no_json_is_refused(tiny: Path) -> None:
    (tiny / "corpus" / "reports" / "agreement.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"agreement\.json is no JSON"):
        build(tiny, tiny / "build")


def test_checksum_of_a_corpus_goes_by_what_is_annotated(tiny: Path, tmp_path: Path) -> None:
    def checksum() -> str:
        return collection.checksum(tiny / "corpus", tiny / "seeds")

    before = checksum()
    path = tiny / "corpus" / "tiny-1.json"
    original = path.read_bytes()
    path.write_bytes(json.dumps(json.loads(original)).encode())
    assert checksum() == before
    path.write_bytes(original.replace(b'"polarity": "positive"', b'"polarity": "negative"', 1))
    assert checksum() != before
    path.write_bytes(original)
    manifest = tiny / "seeds" / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes().replace(b'"train"', b'"test"'))
    assert checksum() != before


def test_rebuild_replaces_its_own_folder(tiny: Path) -> None:
    out = tiny / "build"
    build(tiny, out)
    first = contents(out)
    (tiny / "DATASET_CARD.md").write_text('---\nversion: "9.9.9"\n---\n# Another\n', encoding="utf-8")
    build(tiny, out)
    second = contents(out)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == ["README.md", "SHA256SUMS", "croissant.json"]
    assert sorted(p.name for p in tiny.iterdir() if "build" in p.name) == ["build"]


def test_invalid_corpus_is_refused_and_the_previous_build_stays(tiny: Path) -> None:
    out = tiny / "build"
    build(tiny, out)
    before = contents(out)
    break_corpus(tiny)
    with pytest.raises(InvalidContent) as caught:
        build(tiny, out)
    assert "SB202" in {finding.code for finding in caught.value.findings}
    assert contents(out) == before
    assert not (tiny / ".build.new").exists()


def test_failure_while_writing_leaves_the_previous_build(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tiny / "build"
    build(tiny, out)
    before = contents(out)

    def fail(path: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space left"):
        build(tiny, out)
    assert contents(out) == before
    assert not (tiny / ".build.new").exists()


@pytest.mark.parametrize("content", [{"notes.txt": "mine"}, {"README.md": "mine"}, {"SHA256SUMS": "", "x": ""}])
def test_foreign_folder_is_refused(tiny: Path, content: dict[str, str]) -> None:
    out = tiny / "build"
    out.mkdir()
    for name, text in content.items():
        (out / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="was not made by a build"):
        build(tiny, out)
    assert contents(out) == {name: text.encode() for name, text in content.items()}


def test_file_added_to_a_build_is_not_lost(tiny: Path) -> None:
    build(tiny, tiny / "build")
    (tiny / "build" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"it holds notes\.txt"):
        build(tiny, tiny / "build")


def test_empty_folder_is_taken(tiny: Path, tiny_built: Path) -> None:
    (tiny / "build").mkdir()
    build(tiny, tiny / "build")
    assert contents(tiny / "build") == contents(tiny_built)


def test_without_an_exchange_in_the_system_two_renames_do(
    tiny: Path, tiny_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tiny, tiny / "build")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    build(tiny, tiny / "build")
    assert contents(tiny / "build") == contents(tiny_built)
    assert sorted(p.name for p in tiny.iterdir() if "build" in p.name) == ["build"]


def test_run_killed_between_the_two_renames_is_healed(tiny: Path, tiny_built: Path) -> None:
    build(tiny, tiny / "build")
    before = contents(tiny / "build")
    (tiny / "build").rename(tiny / ".build.old")
    (tiny / ".build.new").mkdir()
    break_corpus(tiny)
    with pytest.raises(InvalidContent):
        build(tiny, tiny / "build")
    assert contents(tiny / ".build.old") == before
    shutil.copy(tiny_built.parent / "corpus" / "tiny-1.json", tiny / "corpus")
    build(tiny, tiny / "build")
    assert contents(tiny / "build") == contents(tiny_built)
    assert sorted(p.name for p in tiny.iterdir() if "build" in p.name) == ["build"]


def test_killed_build_leaves_the_previous_one(tiny: Path, tiny_built: Path) -> None:
    build(tiny, tiny / "build")
    staging = tiny / ".build.new"
    process = subprocess.Popen(
        [sys.executable, "-m", "stancebank", "build"],
        cwd=tiny,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not staging.exists() and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert contents(tiny / "build") == contents(tiny_built)
    build(tiny, tiny / "build")
    assert contents(tiny / "build") == contents(tiny_built)
    assert sorted(p.name for p in tiny.iterdir() if "build" in p.name) == ["build"]
