"""Publishing to the Hub and loading from it: the real clients, in processes of their own, on a stand-in on loopback."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest

import hub
from conftest import copy_with_version
from hub import Fault, Hub
from stancebank import tables

NAME = "org/bank"
DESTINATION = f"hf://datasets/{NAME}"
SECRETS = (hub.TOKEN, "not_to_be_printed")
SPLITS = ("train", "validation", "test")


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Client = Callable[..., Done]


@pytest.fixture(scope="module")
def server() -> Iterator[Hub]:
    with hub.running() as running:
        yield running


@pytest.fixture(scope="module")
def settings(server: Hub) -> dict[str, str]:
    return os.environ | {
        "HF_ENDPOINT": server.url,
        "HF_HUB_DISABLE_XET": "1",  # a server that stores with Xet is no part of the stand-in
        "HF_HUB_OFFLINE": "0",
        "HF_TOKEN": hub.TOKEN,
    }


@pytest.fixture
def remote(server: Hub) -> Hub:
    for state in (server.repositories, server.large_files, server.requests, server.faults):
        state.clear()
    return server


FORKING = """
import json, os, sys
import stancebank.__main__, stancebank.publish
for line in sys.stdin:
    call = json.loads(line)
    if (child := os.fork()) == 0:
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(call[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.environ.update(call["environment"])
        sys.argv = ["stancebank", *call["arguments"]]
        try:
            stancebank.__main__.main()
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code or 0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def fork(settings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process that has imported what takes a second to import, and runs each command in a fork of itself."""
    quiet = settings | {"HF_HUB_VERBOSITY": "error", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", FORKING], env=quiet, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def client(fork: subprocess.Popen[str], tmp_path: Path) -> Client:
    def run(*arguments: str | Path, **changes: str) -> Done:
        files = {name: str(tmp_path / name) for name in ("stdout", "stderr")}
        environment = {"HF_HOME": str(tmp_path / "hf"), "HF_TOKEN": hub.TOKEN} | changes
        call = files | {"arguments": list(map(str, arguments)), "environment": environment}
        assert fork.stdin
        assert fork.stdout
        fork.stdin.write(json.dumps(call) + "\n")
        fork.stdin.flush()
        code = int(fork.stdout.readline())
        done = Done(code, *(Path(path).read_text(encoding="utf-8") for path in files.values()))
        assert not any(secret in done.stdout + done.stderr for secret in SECRETS)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def arguments(build: Path, *more: str) -> list[str]:
    return ["publish", DESTINATION, "--build", str(build), "--restricted-text", *more]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published(remote: Hub, revision: str = "main") -> dict[str, bytes]:
    repository = remote.repositories[NAME]
    commit = repository.resolve(revision)
    assert commit
    return {path: data for path, data in repository.commits[commit].items() if path != ".gitattributes"}


def put(remote: Hub, build: Path) -> None:
    """Have it published."""
    repository = remote.repositories.setdefault(NAME, hub.Repository())
    repository.tags["v0.1.0"] = repository.add(contents(build))


def test_publishes_once_and_then_has_nothing_to_do(remote: Hub, client: Client, tiny_built: Path) -> None:
    done = client(*arguments(tiny_built))
    assert (done.returncode, done.stderr) == (0, f"{DESTINATION}@v0.1.0: published, 30 files\n")
    assert sorted(done.stdout.splitlines()) == sorted(contents(tiny_built))
    assert published(remote) == published(remote, "v0.1.0") == contents(tiny_built)
    assert len(remote.repositories[NAME].commits) == 2
    done = client(*arguments(tiny_built))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{DESTINATION}@v0.1.0: nothing to do: it is published\n"
    assert len(remote.repositories[NAME].commits) == 2


def test_dry_run_writes_nothing(remote: Hub, client: Client, tiny_built: Path) -> None:
    done = client(*arguments(tiny_built, "--dry-run"))
    assert (done.returncode, done.stderr) == (0, f"{DESTINATION}@v0.1.0: 30 files would go\n")
    assert sorted(done.stdout.splitlines()) == sorted(contents(tiny_built))
    assert remote.repositories == {}
    assert [request for request in remote.requests if not request.startswith("GET ")] == []


def test_version_that_is_published_stays_as_it_is(
    remote: Hub, client: Client, tiny_built: Path, tmp_path: Path
) -> None:
    put(remote, tiny_built)
    other = copy_with_version(tiny_built, tmp_path / "other", "0.1.0 ")
    done = client(*arguments(other))
    assert done.returncode == 2
    assert re.search(
        r"v0\.1\.0 is published, and with another README\.md; .* give the dataset a new version", done.stderr
    )
    assert published(remote) == published(remote, "v0.1.0") == contents(tiny_built)


def test_new_version_sends_what_is_new_and_leaves_alone_what_is_not_its_own(
    remote: Hub, client: Client, tiny_built: Path, tmp_path: Path
) -> None:
    put(remote, tiny_built)
    remote.repositories[NAME].add(published(remote) | {"notes.txt": b"somebody's"})
    newer = copy_with_version(tiny_built, tmp_path / "newer", "0.2.0")
    (newer / "corpus" / "reports" / "counts.polarity.png").unlink()
    sums = newer / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(keepends=True) if ".png" not in line))
    done = client(*arguments(newer))
    assert (done.returncode, done.stderr) == (0, f"{DESTINATION}@v0.2.0: published, 2 files\n")
    assert done.stdout.splitlines() == ["README.md", "SHA256SUMS", "deleted: corpus/reports/counts.polarity.png"]
    assert published(remote) == contents(newer) | {"notes.txt": b"somebody's"}
    assert published(remote, "v0.1.0") == contents(tiny_built)


def test_passing_faults_are_borne(remote: Hub, client: Client, tiny_built: Path) -> None:
    remote.faults += [
        Fault("POST .*/preupload/", "drop"),
        Fault("POST .*/batch", "503"),
        Fault("PUT /lfs/", "500"),
        Fault("PUT /lfs/", "drop"),
        Fault("PUT /lfs/", "hang"),
    ]
    done = client(*arguments(tiny_built, "--timeout", "1"))
    assert (done.returncode, done.stderr) == (0, f"{DESTINATION}@v0.1.0: published, 30 files\n")
    assert [fault.times for fault in remote.faults] == [0] * 5
    assert published(remote, "v0.1.0") == contents(tiny_built)


def test_run_after_the_commit_only_tags(remote: Hub, client: Client, tiny_built: Path) -> None:
    put(remote, tiny_built)
    remote.repositories[NAME].tags.clear()
    done = client(*arguments(tiny_built))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{DESTINATION}@v0.1.0: completed what an earlier run had begun\n"
    assert published(remote, "v0.1.0") == contents(tiny_built)
    assert len(remote.repositories[NAME].commits) == 1


def test_signed_addresses_of_uploads_are_not_printed(remote: Hub, settings: dict[str, str], tiny_built: Path) -> None:
    """The client would, in a warning that it tries again."""
    remote.faults.append(Fault("PUT /lfs/", "500"))
    command = [sys.executable, "-m", "stancebank", *arguments(tiny_built)]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    assert (done.stderr, remote.faults[0].times) == (f"{DESTINATION}@v0.1.0: published, 30 files\n", 0)


def test_interrupted_runs_leave_nothing_half_and_are_completed_by_the_next(
    remote: Hub, client: Client, tiny_built: Path
) -> None:
    """Each run but the last meets another fault, further on than the one before."""
    faults = [
        (Fault("POST /api/repos/create", "500"), None),
        (Fault("POST .*/commit/", "500"), {}),
        (Fault("POST .*/commit/", "drop"), {}),
        (Fault("POST .*/commit/", "hang"), {}),
        (Fault("POST .*/commit/", "serve, then drop"), contents(tiny_built)),
        (Fault("GET .*/resolve/.*/CITATION.cff", "garble"), contents(tiny_built)),
        (Fault("POST .*/tag/", "500"), contents(tiny_built)),
    ]
    for fault, visible in faults:
        remote.faults = [fault]
        done = client(*arguments(tiny_built, "--timeout", "1"))
        assert (done.returncode, done.stdout, fault.times) == (2, "", 0), fault
        assert re.match("stancebank: .*run th", done.stderr, re.DOTALL), fault  # run this, or the same command, again
        assert (published(remote) if NAME in remote.repositories else None) == visible, fault
        assert [tag for repository in remote.repositories.values() for tag in repository.tags] == [], fault
    remote.faults = [Fault("POST .*/tag/", "serve, then drop")]
    assert client(*arguments(tiny_built)).returncode == 2
    done = client(*arguments(tiny_built))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{DESTINATION}@v0.1.0: nothing to do: it is published\n"
    assert published(remote) == published(remote, "v0.1.0") == contents(tiny_built)
    assert len(remote.repositories[NAME].commits) == 2


def test_killed_run_is_completed_by_the_next_without_sending_twice(
    remote: Hub, client: Client, settings: dict[str, str], tiny_built: Path
) -> None:
    remote.faults.append(Fault("POST .*/commit/", "hang"))
    command = [sys.executable, "-m", "stancebank", *arguments(tiny_built)]
    process = subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL)
    while not any("/commit/" in request for request in remote.requests) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert published(remote) == {}
    remote.requests.clear()
    assert client(*arguments(tiny_built)).returncode == 0
    assert [request for request in remote.requests if request.startswith("PUT /lfs/")] == []
    assert published(remote, "v0.1.0") == contents(tiny_built)


def test_with_a_wrong_token_nothing_is_published(remote: Hub, client: Client, tiny_built: Path) -> None:
    done = client(*arguments(tiny_built), HF_TOKEN="hf_another_not_to_be_printed")
    assert done.returncode == 2
    assert "401" in done.stderr
    assert remote.repositories == {}


def test_other_places_on_the_hub_are_refused(client: Client, tiny_built: Path) -> None:
    done = client("publish", "hf://org/model", "--build", tiny_built, "--restricted-text")
    assert done.returncode == 2
    assert "give hf://datasets/ORG/NAME" in done.stderr


LOAD = f"""
import json, sys
import pandas as pd
from datasets import load_dataset
from huggingface_hub import snapshot_download

found = {{"rows": {{}}, "names": {{}}}}
for config in {list(tables.CONFIGS)}:
    for how in ({{"revision": "v0.1.0"}}, {{"streaming": True}}):
        splits = load_dataset("{NAME}", config, **how)
        rows = {{split: list(rows) for split, rows in splits.items()}}
        found["rows"][json.dumps([config, how])] = rows
        found["names"].setdefault(config, str(splits["test"].features))
found["snapshot"] = snapshot_download("{NAME}", repo_type="dataset", revision="v0.1.0")
found["local"] = snapshot_download("{NAME}", repo_type="dataset", revision="v0.1.0", local_dir=sys.argv[1])
found["pandas"] = len(pd.read_parquet("hf://datasets/{NAME}@v0.1.0/data/stances/test-00000-of-00001.parquet"))
print(json.dumps(found))
"""


def test_datasets_loads_every_config_mapped_streaming_and_by_revision(
    remote: Hub, client: Client, settings: dict[str, str], tiny_built: Path, tmp_path: Path
) -> None:
    assert client(*arguments(tiny_built)).returncode == 0
    command = [sys.executable, "-c", LOAD, str(tmp_path / "local")]
    environment = settings | {"HF_HOME": str(tmp_path / "loader")}
    loader = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(loader.stdout)
    assert len(found["rows"]) == 2 * len(tables.CONFIGS)
    for key, splits in found["rows"].items():
        config, _ = json.loads(key)
        assert splits == {
            split: pq.read_table(tiny_built / "data" / config / f"{split}-00000-of-00001.parquet").to_pylist()
            for split in SPLITS
        }
    assert "ClassLabel(names=['positive', 'negative', 'neutral', 'mixed'])" in found["names"]["stances"]
    assert found["pandas"] == len(found["rows"][json.dumps(["stances", {"streaming": True}])]["test"])
    for folder in (found["snapshot"], found["local"]):
        copied = contents(Path(folder))
        assert {name: copied[name] for name in contents(tiny_built)} == contents(tiny_built)
