"""Golden files: documents that pass, and for each rule documents that do not, with what is said of them.

A test is added by two files: `invalid/SBnnn/<what>.json` (or .yaml, .jsonl, or a folder) and `<what>.findings.txt`
beside it, which is what `stancebank validate SBnnn/<what>.json` prints in tests/invalid.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import stancebank
from stancebank import report, standoff, validation
from stancebank.checks import RULES
from stancebank.cli import app

TESTS = Path(__file__).resolve().parent
VALID, INVALID = TESTS / "valid", TESTS / "invalid"
GOLDEN = ".findings.txt"
SUFFIXES = (".json", ".jsonl", ".yaml")
GOLDEN_FILES = sorted(path.relative_to(INVALID) for path in INVALID.rglob(f"*{GOLDEN}"))


def checked(golden: Path) -> Path:
    """The file or folder that a golden file is about."""
    name = golden.name.removesuffix(GOLDEN)
    (found,) = [path for path in golden.parent.iterdir() if path.name in {name, *(name + end for end in SUFFIXES)}]
    return found


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path = TESTS) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command in a process of its own."""
    command = [sys.executable, "-m", "stancebank", "validate", *map(str, arguments)]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=cwd, input=stdin, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def in_invalid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)


@pytest.mark.usefixtures("in_invalid")
@pytest.mark.parametrize("golden", GOLDEN_FILES, ids=str)
def test_findings_are_those_of_the_golden_file(golden: Path) -> None:
    path, expected = checked(golden), golden.read_text(encoding="utf-8")
    found = validation.validate_paths([path])
    printed = report.render(found.documents, found.findings, "text", validation.rule_summaries())
    assert f"{printed}\n".replace(f"{INVALID}{os.sep}", "") == expected
    assert stancebank.validate(path) == found.findings
    assert golden.parts[0] in {finding.code for finding in found.findings}

    result = CliRunner().invoke(app, ["validate", str(path)])
    assert result.stdout.replace(f"{INVALID}{os.sep}", "") == expected
    assert result.exit_code == (1 if found.has_errors else 0)


def test_every_rule_has_a_document_that_breaks_it() -> None:
    assert {path.parts[0] for path in GOLDEN_FILES} == set(RULES)


def test_every_document_that_breaks_a_rule_has_a_golden_file() -> None:
    documents = {path.relative_to(INVALID) for path in INVALID.glob("SB*/*") if path.suffix in SUFFIXES}
    files = {checked(INVALID / golden).relative_to(INVALID) for golden in GOLDEN_FILES}
    assert documents == {path for path in files if path.suffix}


@pytest.mark.parametrize("path", sorted(VALID.iterdir()), ids=lambda path: path.name)
def test_valid_documents_have_no_findings(path: Path) -> None:
    assert stancebank.validate(path) == []
    documents = list(stancebank.documents(path))
    assert [stancebank.validate(document) for document in documents] == [[] for _ in documents]
    result = CliRunner().invoke(app, ["validate", "--strict", str(path)])
    count = f"{len(documents)} document{'s' if len(documents) > 1 else ''}"
    assert (result.exit_code, result.stdout) == (0, f"{count}: no findings\n")


def test_spans_may_leave_their_quotes_out() -> None:
    value = json.loads((VALID / "harbour.json").read_bytes(), object_hook=without_quote)
    assert stancebank.validate(standoff.decode(json.dumps(value).encode())) == []


def without_quote(value: dict[str, Any]) -> dict[str, Any]:
    return {"start": value["start"], "end": value["end"]} if value.keys() == {"start", "end", "text"} else value


def test_both_forms_of_a_document_are_the_same_document() -> None:
    assert stancebank.read(VALID / "rich.yaml") == stancebank.read(VALID / "rich.json")


def test_a_folder_is_validated_as_one() -> None:
    assert run("valid") == (0, "7 documents: no findings\n", "")


def test_a_document_in_memory_has_the_findings_of_its_file_without_places() -> None:
    path = INVALID / "SB401" / "another-speaker.json"
    (of_file,) = stancebank.validate(path)
    (of_document,) = stancebank.validate(stancebank.read(path))
    assert (of_file.code, of_file.message, of_file.pointer) == (
        of_document.code,
        of_document.message,
        of_document.pointer,
    )
    assert (of_document.path, of_document.line, of_document.column) == (None, None, None)


def test_several_paths_give_one_report() -> None:
    paths = ["invalid/SB305/no-cue.json", "valid/minimal.json", "invalid/SB201/sentence-id.json"]
    expected = (
        "invalid/SB201/sentence-id.json:48:12: error SB201 s2 stands twice [harbour /sentences/2/id]\n"
        "    ser called the deal “a gift”. She refused to sign it.\n"
        "                                  ^^^^^^^^^^^^^^^^^^^^^^^\n"
        "invalid/SB305/no-cue.json:71:109: warning SB305 no cue [harbour /attributions/1/cue]\n"
        "    onday that her adviser called the deal “a gift”. She refused to sign it.\n"
        "                                  ^^^^^^^^^^^^^^^^^\n"
        "3 documents: 1 error, 1 warning\n"
    )
    assert run(*paths)[:2] == (1, expected)


def test_json_has_every_field_of_every_finding() -> None:
    code, out, _ = run("--format", "json", "invalid/SB305/no-cue.json")
    expected: dict[str, Any] = {
        "documents": 1,
        "findings": [
            {
                "code": "SB305",
                "severity": "warning",
                "message": "no cue",
                "path": "invalid/SB305/no-cue.json",
                "line": 71,
                "column": 109,
                "pointer": "/attributions/1/cue",
                "document_id": "harbour",
            }
        ],
    }
    assert (code, json.loads(out)) == (0, expected)


def test_json_without_findings_has_the_same_keys() -> None:
    code, out, _ = run("--format", "json", "valid/minimal.json")
    assert (code, json.loads(out)) == (0, {"documents": 1, "findings": []})


def test_github_shows_findings_at_their_lines() -> None:
    paths = ["invalid/SB305/no-cue.json", "invalid/SB103/carriage-return.json", "invalid/SB202/parent.json"]
    expected = (
        "::error file=invalid/SB103/carriage-return.json,line=5,col=11,title=SB103::'\\r' at 25\n"
        "::error file=invalid/SB202/parent.json,line=71,col=233,title=SB202::there is no a9\n"
        "::warning file=invalid/SB305/no-cue.json,line=71,col=109,title=SB305::no cue\n"
    )
    assert run("--format", "github", *paths) == (1, expected, "3 documents: 2 errors, 1 warning\n")


@pytest.mark.parametrize(
    ("options", "code", "codes"),
    [
        ([], 1, ["SB201", "SB305"]),
        (["--select", "SB305"], 0, ["SB305"]),
        (["--select", "sb3, SB4"], 0, ["SB305"]),
        (["--select", "SB4"], 0, []),
        (["--ignore", "SB201"], 0, ["SB305"]),
        (["--ignore", "SB201", "--strict"], 1, ["SB305"]),
        (["--select", "SB", "--ignore", "SB2,SB3", "--strict"], 0, []),
    ],
)
def test_options_choose_findings_and_the_exit_code(options: list[str], code: int, codes: list[str]) -> None:
    paths = [str(INVALID / "SB201" / "sentence-id.json"), str(INVALID / "SB305" / "no-cue.json")]
    result = CliRunner().invoke(app, ["validate", "--format", "json", *options, *paths])
    assert (result.exit_code, [finding["code"] for finding in json.loads(result.stdout)["findings"]]) == (code, codes)


def test_standard_input_is_one_json_document() -> None:
    data = (INVALID / "SB201" / "sentence-id.json").read_bytes()
    finding = (
        "<stdin>:48:12: error SB201 s2 stands twice [harbour /sentences/2/id]\n"
        "    ser called the deal “a gift”. She refused to sign it.\n"
        "                                  ^^^^^^^^^^^^^^^^^^^^^^^\n"
    )
    assert run("-", stdin=data)[:2] == (1, f"{finding}1 document: 1 error\n")


def test_standard_input_is_jsonl() -> None:
    lines = (VALID / "lines.jsonl").read_bytes()
    assert run("-", stdin=lines) == (0, "2 documents: no findings\n", "")
    first, second = lines.replace(b'"end": 9', b'"end": 99').splitlines(keepends=True)
    finding = "<stdin>:2:193: error SB111 0 to 99 in a text of 9 code points [line-1 /sentences/0]\n"
    assert run("-", stdin=second + first)[:2] == (1, f"{finding}2 documents: 1 error\n")


def test_standard_input_without_anything_is_no_document() -> None:
    expected = "<stdin>:1:1: error SB002 not JSON: there is nothing in it\n1 document: 1 error\n"
    assert run("-")[:2] == (1, expected)


def test_wrong_calls_exit_2_and_say_why(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    (tmp_path / "empty").mkdir()
    assert run("absent.json", cwd=tmp_path) == (2, "", "stancebank: absent.json does not exist\n")
    endings = ".json, .jsonl, .ndjson, .yaml, .yml, .parquet"
    assert run("notes.txt", cwd=tmp_path) == (2, "", f"stancebank: notes.txt is none of {endings}\n")
    message = f"stancebank: empty holds no documents: no file that ends in {endings}\n"
    assert run("empty", cwd=tmp_path) == (2, "", message)
    assert run("--seeds", "absent", "empty", cwd=tmp_path) == (2, "", "stancebank: absent is not a folder\n")
    message = "stancebank: no rule's code is, or begins with, 'SB9'\n"
    assert run("--select", "SB9", str(VALID), cwd=tmp_path) == (2, "", message)


@pytest.mark.parametrize("arguments", [[], ["--format", "xml", "valid"], ["--selct", "SB1", "valid"]])
def test_misspelt_calls_exit_2_with_usage(arguments: list[str]) -> None:
    code, out, error = run(*arguments)
    assert (code, out) == (2, "")
    assert error.startswith("Usage: ")
    assert "Traceback" not in error
