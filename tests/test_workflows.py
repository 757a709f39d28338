"""The workflows for GitHub: valid, and the release does what it says, with the Hub on loopback."""

import hashlib
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

import hub
from stancebank.cli import app

WORKFLOWS = ("release.yml", "test.yml")


def steps(repository: Path, workflow: str) -> list[dict[str, Any]]:
    content = yaml.safe_load((repository / ".github" / "workflows" / workflow).read_text(encoding="utf-8"))
    return [step for job in content["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("github-workflows", f".github/workflows/{name}") for name in WORKFLOWS),
        ("github-actions", "action.yml"),
    ],
)
def test_valid(repository: Path, schema: str, path: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", path]
    done = subprocess.run(command, cwd=repository, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_shell_of_steps_parses(repository: Path, workflow: str) -> None:
    for step in steps(repository, workflow):
        if "run" in step:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="the release runs on Ubuntu, with GNU tar")
def test_release_builds_checks_packs_and_publishes(repository: Path, tiny: Path, tmp_path: Path) -> None:
    scripts = {step["name"]: step["run"] for step in steps(repository, "release.yml") if "run" in step}
    assert list(scripts) == ["Install", "The tag is the version of the card", "Build", "Pack", "Attach", "Publish"]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "stancebank").write_text(f'#!/bin/sh\nexec {sys.executable} -m stancebank "$@"\n', "utf-8")
    (tmp_path / "bin" / "stancebank").chmod(0o755)
    with hub.running() as remote:
        environment = os.environ | {
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "GITHUB_REF_NAME": "data-v0.1.0",
            "HF_DATASET": "org/bank",
            "HF_ENDPOINT": remote.url,
            "HF_HOME": str(tmp_path / "hf"),
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_OFFLINE": "0",
            "HF_TOKEN": hub.TOKEN,
        }
        for name in ("The tag is the version of the card", "Build", "Pack", "Publish"):
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts[name]]
            done = subprocess.run(command, cwd=tiny, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, (name, done.stderr)
        other = subprocess.run(
            ["bash", "-ec", scripts["The tag is the version of the card"]],
            cwd=tiny,
            env=environment | {"GITHUB_REF_NAME": "data-v0.1.1"},
            capture_output=True,
            check=False,
        )
    assert other.returncode == 1
    build = {str(p.relative_to(tiny / "build")): p.read_bytes() for p in (tiny / "build").rglob("*") if p.is_file()}
    repository_on_hub = remote.repositories["org/bank"]
    published = repository_on_hub.commits[repository_on_hub.tags["v0.1.0"]]
    assert {name: data for name, data in published.items() if name != ".gitattributes"} == build
    with tarfile.open(tiny / "dist" / "stancebank-0.1.0.tar.gz") as archive:
        packed = {m.name.removeprefix("./"): archive.extractfile(m).read() for m in archive if m.isfile()}  # type: ignore[union-attr]
    assert packed == build
    assert (tiny / "dist" / "stances-test.parquet").read_bytes() == build["data/stances/test-00000-of-00001.parquet"]
    sums = dict(line.split("  ")[::-1] for line in (tiny / "dist" / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {path.name: path.read_bytes() for path in (tiny / "dist").iterdir() if path.name != "SHA256SUMS"}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_commands_of_steps_exist(repository: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for workflow in WORKFLOWS:
        for step in steps(repository, workflow):
            for line in step.get("run", "").splitlines():
                words = line.split()
                assert words[:1] != ["stancebank"] or words[1] in commands, line
