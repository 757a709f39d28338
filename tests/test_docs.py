"""What the documents promise is so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from datasets import load_dataset
from typer.testing import CliRunner

import hub
import stancebank
from stancebank import card
from stancebank.cli import app
from stancebank.publish import publish

ROW_COLUMNS = (
    "holder_name",
    "target_name",
    "polarity",
    "attitude",
    "expression_text",
    "sentence",
    "chain",
    "depth",
    "hedged",
)


OWNER, VERSION, SERVED = "OWNER/stancebank", "v0.1.0", "/srv/www/stancebank"


def snippets(path: Path, language: str = "python") -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def python_blocks() -> list[tuple[str, int]]:
    root = Path(__file__).parent.parent
    return [
        (name, number)
        for name in ("README.md", "DATASET_CARD.md")
        for number, snippet in enumerate(snippets(root / name))
        if OWNER not in snippet and SERVED not in snippet
    ]


@pytest.mark.parametrize(("name", "number"), python_blocks())
def test_python_snippets_run(
    name: str,
    number: int,
    repository: Path,
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for target in (built, repository / "corpus", repository / "seeds"):
        (tmp_path / target.name).symlink_to(target)
    monkeypatch.chdir(tmp_path)
    exec(compile(snippets(repository / name)[number], f"{name}, snippet {number + 1}", "exec"), {})
    printed = capsys.readouterr().out
    assert printed or "validate" in snippets(repository / name)[number]


def test_snippets_about_the_hub_run(repository: Path, tiny_built: Path, tmp_path: Path) -> None:
    python = [snippet for snippet in snippets(repository / "README.md") if OWNER in snippet]
    shell = [snippet for snippet in snippets(repository / "README.md", "sh") if OWNER in snippet]
    files = {str(path.relative_to(tiny_built)): path.read_bytes() for path in tiny_built.rglob("*") if path.is_file()}
    with hub.running() as remote:
        published = remote.repositories.setdefault(OWNER, hub.Repository())
        published.tags[VERSION] = published.add(files)
        environment = os.environ | {"HF_ENDPOINT": remote.url, "HF_HUB_OFFLINE": "0", "HF_HOME": str(tmp_path / "hf")}
        commands = [[sys.executable, "-c", snippet] for snippet in python]
        commands += [["sh", "-ec", snippet.replace("https://huggingface.co", remote.url)] for snippet in shell]
        printed = [
            subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
            for command in commands
        ]
    assert len(printed) == 2
    assert "num_rows: 3" in printed[0]
    assert printed[1] == "data/stances/test-00000-of-00001.parquet: OK\n"


def test_snippets_about_a_folder_run(
    repository: Path, tiny_built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (snippet,) = (snippet for snippet in snippets(repository / "README.md") if SERVED in snippet)
    publish(tiny_built, str(tmp_path / "srv"), restricted_text=True)
    exec(compile(snippet.replace(SERVED, str(tmp_path / "srv")), "README.md", "exec"), {})
    assert capsys.readouterr().out.count("num_rows: ") == 2


def test_row_in_the_readme_is_of_the_dataset(repository: Path, built: Path) -> None:
    rows = load_dataset(str(built), "stances", split="test")
    row = max(rows, key=lambda row: (row["depth"], -int(row["stance_id"][1:])))
    shown = {name: row[name] for name in ROW_COLUMNS}
    for name in ("polarity", "attitude"):
        shown[name] = rows.features[name].int2str(shown[name])
    expected = f"```json\n{json.dumps(shown, indent=2, ensure_ascii=False)}\n```"
    assert expected in (repository / "README.md").read_text(encoding="utf-8"), expected


def test_findings_in_the_readme_are_what_is_printed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    printed = CliRunner().invoke(app, ["validate", "tests/invalid/SB112/other-words.json"]).stdout
    assert f"```\n{printed}```" in (repository / "README.md").read_text(encoding="utf-8"), printed


def test_versions_agree(repository: Path) -> None:
    front, _ = card.read(repository / "DATASET_CARD.md")
    citation = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    data, code = changelog.split("## Code")
    assert citation["version"] == front["version"] == re.findall(r"### (\S+)", data)[0]
    pyproject = (repository / "pyproject.toml").read_text(encoding="utf-8")
    assert re.findall(r'^version = "(.*)"', pyproject, re.MULTILINE) == re.findall(r"### (\S+)", code)[:1]


def test_citation_is_valid(repository: Path) -> None:
    command = ["-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"]
    done = subprocess.run([sys.executable, *command], cwd=repository, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_guidelines_are_the_version_that_the_corpus_follows(repository: Path) -> None:
    guidelines = (repository / "corpus" / "GUIDELINES.md").read_text(encoding="utf-8")
    match = re.search(r"^Version (\S+)$", guidelines, re.MULTILINE)
    assert match
    assert {document.provenance.guidelines for document in stancebank.documents(repository / "corpus")} == {
        match.group(1)
    }


def test_links_between_documents_lead_somewhere(repository: Path) -> None:
    dead = [
        (str(path.relative_to(repository)), target)
        for path in (*repository.glob("*.md"), *repository.glob("*/*.md"))
        if "build" not in path.parts
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert dead == []
