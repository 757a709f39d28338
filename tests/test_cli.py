"""The command line as people and scripts meet it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from msgspec import structs
from typer.testing import CliRunner, Result

import stancebank
from stancebank import layout, manifest, schemas, standoff
from stancebank.cli import app

SEED = "000_aaedc645091e8ef2"
ARTICLE = "Ferry Halted\n\nThe ferry was halted on Monday, the Bellmoor Herald said. “We are sorry,” Lind wrote.\n"

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def stancebank_process(*arguments: str | Path, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "stancebank", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help_and_is_in_the_readme(name: str, repository: Path) -> None:
    command = COMMANDS[name]
    assert command.help
    assert [parameter.name for parameter in command.params if not getattr(parameter, "help", None)] == []
    assert f"stancebank {name}" in (repository / "README.md").read_text(encoding="utf-8")


def test_build_says_how_to_load_what_it_made(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny)
    (tiny / "corpus" / "reports" / "old.json").write_text("{}", encoding="utf-8")
    done = run("build", "--out", "some/where")
    assert done.exit_code == 0
    assert 'load_dataset("some/where", "stances", split="test")' in done.stderr
    assert "left out corpus/reports/old.json, which is not about this corpus" in done.stderr
    names = (path.relative_to(tiny) for path in (tiny / "some" / "where").rglob("*") if path.is_file())
    assert sorted(done.stdout.splitlines()) == sorted(str(name) for name in names if name.name != "SHA256SUMS")


def test_build_check_exits_1_where_the_build_is_not_up_to_date(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny)
    done = run("build", "--check")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "stancebank build" in done.stderr
    assert run("build").exit_code == 0
    done = run("build", "--check")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "build is what a build gives\n")
    (tiny / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    done = run("build", "--check")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == ["build: CHANGELOG.md differs", "build: SHA256SUMS differs"]


def test_build_of_an_invalid_corpus_exits_1_with_findings(checkout: Path) -> None:
    path = checkout / "corpus" / f"{SEED}.json"
    path.write_bytes(path.read_bytes().replace(b'"entity": "e1"', b'"entity": "e999"', 1))
    done = stancebank_process("build", cwd=checkout)
    assert done.returncode == 1
    assert "error SB202 there is no e999" in done.stderr.decode()
    assert not (checkout / "build").exists()


def test_build_into_a_foreign_folder_exits_2(checkout: Path) -> None:
    done = stancebank_process("build", "--out", "seeds", cwd=checkout)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "was not made by a build" in done.stderr.decode()


@pytest.mark.parametrize("missing", [["--corpus", "no"], ["--seeds", "no"], ["--card", "no"]])
def test_build_without_its_input_exits_2(checkout: Path, missing: list[str]) -> None:
    done = stancebank_process("build", *missing, cwd=checkout)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_add_convert_validate_show(here: Path) -> None:
    (here / "ferry.txt").write_bytes(b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    added = run("add", "ferry.txt", "--license", "CC0-1.0", "--redistribute")
    assert added.exit_code == 0
    assert "dropped the byte order mark" in added.stderr
    assert "made all line ends LF" in added.stderr
    assert (here / "seeds" / "ferry.txt").read_bytes() == ARTICLE.encode()
    entry = manifest.read(here / "seeds")["ferry"]
    assert (entry.license, entry.redistribute, entry.origin, entry.group) == ("CC0-1.0", True, "external", "ferry")
    skeleton = here / "corpus" / "source" / "ferry.yaml"
    assert run("convert", skeleton, "corpus/ferry.json").exit_code == 0
    assert run("validate", "corpus").exit_code == 0
    document = stancebank.read("corpus/ferry.json")
    assert [(ARTICLE[s.start : s.end], s.role) for s in document.sentences] == [
        ("Ferry Halted", "headline"),
        ("The ferry was halted on Monday, the Bellmoor Herald said.", "body"),
        ("“We are sorry,” Lind wrote.", "body"),
    ]
    assert document.metadata.title == "Ferry Halted"
    stored = json.loads((here / "corpus" / "ferry.json").read_text(encoding="utf-8"))
    assert stored["text"] is None
    shown = run("show", "ferry")
    assert "s3 “We are sorry,” Lind wrote." in shown.stdout


def test_add_overwrites_nothing(here: Path) -> None:
    (here / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("add", "ferry.txt").exit_code == 0
    before = (here / "seeds" / "manifest.jsonl").read_bytes()
    done = stancebank_process("add", "ferry.txt", cwd=here)
    assert done.returncode == 2
    assert "is in the corpus already" in done.stderr.decode()
    assert (here / "seeds" / "manifest.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a b.txt", ARTICLE.encode(), "can not be an id"),
        ("x.txt", b"\xff\xfe", "not UTF-8"),
        ("x.txt", b" \n", "holds no text"),
        ("missing.txt", None, "is not a file"),
    ],
)
def test_add_of_what_is_no_article_exits_2(here: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (here / name).write_bytes(content)
    done = stancebank_process("add", name, cwd=here)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert not (here / "seeds").exists()


def test_group_decides_the_split(here: Path) -> None:
    for name in ("one", "two"):
        (here / f"{name}.txt").write_text(f"{name} {ARTICLE}", encoding="utf-8")
    assert run("add", "one.txt", "--split", "validation", "--group", "pair").exit_code == 0
    assert run("add", "two.txt", "--group", "pair").exit_code == 0
    assert {entry.split for entry in manifest.read(here / "seeds").values()} == {"validation"}


def test_convert_names_the_line_of_a_missing_quote(here: Path) -> None:
    (here / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    run("add", "ferry.txt")
    skeleton = here / "corpus" / "source" / "ferry.yaml"
    lind = "{type: person, name: Lind, mentions: [{exact: Lund, form: name}]}"
    source = skeleton.read_text(encoding="utf-8").replace("entities: {}", f"entities:\n  lind: {lind}")
    skeleton.write_text(source, encoding="utf-8")
    line = next(n for n, text in enumerate(source.splitlines(), start=1) if "Lund" in text)
    done = stancebank_process("convert", skeleton, "corpus/ferry.json", cwd=here)
    assert done.returncode == 1
    assert f"ferry.yaml:{line}:" in done.stderr.decode()
    assert "SB021 'Lund' does not stand here; near to it is 'Lind'" in done.stderr.decode()
    assert not (here / "corpus" / "ferry.json").exists()


def test_convert_folder_to_jsonl_and_back(repository: Path, here: Path) -> None:
    assert run("convert", repository / "corpus", here / "all.jsonl").exit_code == 0
    assert run("convert", here / "all.jsonl", here / "single").exit_code == 0
    assert list(stancebank.documents(here / "single")) == list(stancebank.documents(repository / "corpus"))


def test_schema_prints_and_writes(here: Path) -> None:
    assert run("schema").stdout == schemas.schema_text()
    assert run("schema", "--write").exit_code == 0
    assert (here / layout.SCHEMA).read_text(encoding="utf-8") == schemas.schema_text()


def test_show_lists_entities_attributions_and_stances(repository: Path, built: Path) -> None:
    document = stancebank.read(repository / "corpus" / f"{SEED}.json")
    shown = run("show", repository / "corpus" / f"{SEED}.json")
    assert shown.exit_code == 0
    for heading in ("attributions", "stances", "entities"):
        assert f"\n{heading} ({len(getattr(document, heading))})\n" in shown.stdout
    assert " → Nicolás Maduro: negative (want)" in shown.stdout or " → Maduro: negative (want)" in shown.stdout
    assert "\n├── " in shown.stdout
    assert run("show", SEED, "--from", built).stdout == shown.stdout


def test_show_of_an_unknown_id_suggests_one(repository: Path) -> None:
    done = stancebank_process("show", "000_aaedc645091e8ef", cwd=repository)
    assert done.returncode == 2
    assert f"did you mean {SEED}?" in done.stderr.decode()


def test_stats_counts_what_there_is(repository: Path, built: Path) -> None:
    documents = list(stancebank.documents(repository / "corpus"))
    originals = [document for document in documents if document.metadata.twin_of is None]
    counts = json.loads(run("stats", repository / "corpus", "--format", "json").stdout)
    assert counts == json.loads(run("stats", built, "--format", "json").stdout)
    assert counts["splits"] == ["train", "validation", "test", "total"]
    stances = sum(len(document.stances) for document in documents)
    assert counts["layers"]["stances"]["total"] == stances
    assert (
        sum(row["total"] for row in counts["labels"]["entities.type"].values()) == counts["layers"]["entities"]["total"]
    )
    table = run("stats", repository / "corpus").stdout
    cells = [line.split() for line in table.splitlines()]
    assert ["stances", *map(str, counts["layers"]["stances"].values())] in cells
    without = json.loads(run("stats", repository / "corpus", "--no-twins", "--format", "json").stdout)
    assert without["layers"]["documents"]["total"] == len(originals) < len(documents)
    assert without["labels"]["documents.phenomena"]["denial"]["total"] == sum(
        "denial" in document.metadata.phenomena for document in originals
    )


def test_version() -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"stancebank {version('stancebank')}\n"


def test_bug_exits_2_with_a_traceback(tmp_path: Path) -> None:
    script = "import sys, stancebank.__main__ as m; m.app = lambda: 1 / 0; m.main()"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"ZeroDivisionError" in done.stderr


def test_fix_shows_then_mends_then_finds_nothing_more(here: Path) -> None:
    source = Path(__file__).parent / "invalid" / "SB114" / "space-after.json"
    broken = source.read_bytes()
    (here / "harbour.json").write_bytes(broken)
    shown = run("validate", "harbour.json", "--diff")
    assert shown.exit_code == 1
    assert '-    {"id": "a2"' in shown.stdout
    assert '"end": 81, "text": "called"' in shown.stdout
    assert (here / "harbour.json").read_bytes() == broken
    mended = run("validate", "harbour.json", "--fix")
    assert (mended.exit_code, mended.stdout) == (0, "1 document: no findings\n")
    assert (here / "harbour.json").read_bytes() == broken.replace(
        b'"end": 82, "text": "called "', b'"end": 81, "text": "called"'
    )
    assert run("validate", "harbour.json", "--diff").exit_code == 0
    assert run("validate", "harbour.json", "--fix").stderr == "mended 0 files\n"


def test_fix_of_a_stand_off_file_reads_its_article(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    path = checkout / "corpus" / f"{SEED}.json"
    original = path.read_bytes()
    first = stancebank.read(path).mentions[0].spans[0]
    moved = original.replace(
        f'"start": {first.start}, "end": {first.end}, "text": "{first.text}"'.encode(),
        f'"start": {first.start}, "end": {first.end + 1}, "text": "{first.text} "'.encode(),
        1,
    )
    assert moved != original
    path.write_bytes(moved)
    assert run("validate", "corpus", "--fix").exit_code == 0
    assert path.read_bytes() == original


def test_standard_input_is_not_mended(here: Path) -> None:
    done = stancebank_process("validate", "-", "--fix", cwd=here)
    assert (done.returncode, done.stderr) == (2, b"stancebank: standard input can not be mended; give a file\n")


def test_hooks_are_a_manifest_of_pre_commit(repository: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    done = subprocess.run(command, cwd=repository, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def test_score_tells_what_it_scored(here: Path, repository: Path) -> None:
    gold = repository / "tests" / "valid" / "harbour.json"
    scored = run("score", gold, gold)
    assert scored.exit_code == 0
    assert "tuple                1.000 1.000 1.000" in scored.stdout
    assert "1 document in 1 group" in scored.stderr
    printed = json.loads(run("score", gold, gold, "--format", "json").stdout)
    assert (printed["sentiment_graph_f1"], printed["stances"]["tuple"]["f1"]) == (1.0, 1.0)


def test_score_and_agree_refuse_what_they_can_not_compare(here: Path, repository: Path) -> None:
    harbour, seed = repository / "tests" / "valid" / "harbour.json", repository / "corpus"
    unmatched = stancebank_process("score", harbour, seed, cwd=here)
    assert unmatched.returncode == 2
    assert b"corpus lacks harbour" in unmatched.stderr
    assert b"harbour.json lacks " in unmatched.stderr
    assert stancebank_process("agree", harbour, cwd=here).returncode == 2
    (here / "broken.json").write_text("{}", encoding="utf-8")
    broken = stancebank_process("score", harbour, "broken.json", cwd=here)
    assert (broken.returncode, broken.stdout) == (1, b"")
    assert b"SB010" in broken.stderr


def test_agree_measures_and_lists_disagreements(here: Path, repository: Path) -> None:
    harbour = repository / "tests" / "valid" / "harbour.json"
    one = stancebank.read(harbour)
    other = structs.replace(one, stances=one.stances[:1])
    (here / "bo.json").write_bytes(standoff.encode(other))
    measured = run("agree", harbour, "bo.json")
    assert (measured.exit_code, "tuple                0.667" in measured.stdout) == (0, True)
    assert json.loads(run("agree", harbour, "bo.json", "--format", "json").stdout)["annotators"] == ["harbour", "bo"]
    listed = run("agree", harbour, "bo.json", "--disagreements")
    assert "    bo       nothing" in listed.stdout
    (found,) = json.loads(run("agree", harbour, "bo.json", "--disagreements", "--format", "json").stdout)
    assert (found["layer"], found["sides"]["harbour"]["id"], found["sides"]["bo"]) == ("stances", "t2", None)
