"""Findings in the forms that people and programs read, and the settings that choose them."""

import json
from pathlib import Path

import pytest
from sarif_pydantic import Sarif
from typer.testing import CliRunner

from stancebank import report, settings, validation
from stancebank.cli import app
from stancebank.errors import UsageError
from stancebank.findings import Excerpt, Finding

TESTS = Path(__file__).parent
WORDS = Finding(
    code="SB112",
    message="100% wrong,\nsee: below",
    path="my files/a,b.json",
    line=3,
    column=7,
    pointer="/stances/0/expression/0",
    document_id="d",
    excerpt=Excerpt(text="寒い😀 she\nwants peace", start=8, end=13),
)
FILE = Finding(code="SB503", severity="warning", message="x is not annotated", path="corpus")


def render(form: report.Format, *findings: Finding) -> str:
    return report.render(2, findings, form, validation.rule_summaries())


def test_text_marks_the_words_beneath_them() -> None:
    assert render("text", WORDS, FILE).splitlines() == [
        "my files/a,b.json:3:7: error SB112 100% wrong,\\nsee: below [d /stances/0/expression/0]",
        "    寒い😀 she wants peace",
        "               ^^^^^",
        "corpus: warning SB503 x is not annotated",
        "2 documents: 1 error, 1 warning",
    ]


def test_github_escapes_what_would_end_a_property() -> None:
    assert render("github", WORDS, FILE).splitlines() == [
        "::error file=my files/a%2Cb.json,line=3,col=7,title=SB112::100%25 wrong,%0Asee: below",
        "::warning file=corpus,title=SB503::x is not annotated",
    ]


def test_sarif_is_valid_and_holds_every_rule_once() -> None:
    log = json.loads(render("sarif", WORDS, WORDS, FILE))
    Sarif.model_validate(log)
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["SB112", "SB503"]
    assert [(result["ruleId"], result["ruleIndex"], result["level"]) for result in run["results"]] == [
        ("SB112", 0, "error"),
        ("SB112", 0, "error"),
        ("SB503", 1, "warning"),
    ]
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "my%20files/a%2Cb.json"},
                "region": {"startLine": 3, "startColumn": 7},
            },
            "logicalLocations": [{"fullyQualifiedName": "d/stances/0/expression/0"}],
        }
    ]


def test_a_rule_is_explained_once_whatever_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS)
    result = CliRunner().invoke(app, ["validate", "invalid/SB110", "invalid/SB112", "--select", "SB1"])
    assert result.exit_code == 1
    explained = [line.split()[0] for line in result.stderr.splitlines() if line.startswith("SB")]
    assert explained == ["SB110", "SB112"]
    assert result.stdout.count("error SB112") > 1


def test_a_workflow_gets_annotations_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS / "invalid")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = CliRunner().invoke(app, ["validate", "SB112/other-words.json"])
    assert result.stdout.startswith("::error file=SB112/other-words.json,line=")
    assert CliRunner().invoke(app, ["validate", "SB112/other-words.json", "--format", "text"]).stdout[:2] == "SB"


def test_settings_of_the_nearest_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.stancebank]\nignore = ["SB11"]\nstrict = true\n', encoding="utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    assert settings.read(tmp_path / "below") == settings.Settings(ignore=("SB11",), strict=True)
    monkeypatch.chdir(tmp_path / "below")
    path = str(TESTS / "invalid" / "SB112" / "other-words.json")
    assert CliRunner().invoke(app, ["validate", path]).exit_code == 0
    assert CliRunner().invoke(app, ["validate", path, "--ignore", ""]).exit_code == 1


@pytest.mark.parametrize("table", ["colour = 1", "select = 'SB1'", "strict = 'yes'", "["])
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, table: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.stancebank]\n{table}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"pyproject\.toml"):
        settings.read(tmp_path)
