"""The pages of the rules: each has a reason and examples, and the examples are what they are said to be."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from stancebank import validation
from stancebank.checks import RULES, pages
from stancebank.checks.catalogue import Example
from stancebank.checks.examples import file
from stancebank.cli.explain import explain
from stancebank.errors import UsageError

INVALID = Path(__file__).resolve().parent / "invalid"
REFERENCE = Path(__file__).resolve().parent.parent / "schema" / "RULES.md"
EXAMPLES = [
    pytest.param(rule.code, example, is_bad, id=f"{rule.code}-{'bad' if is_bad else 'good'}")
    for rule in RULES.values()
    for examples, is_bad in ((rule.bad, True), (rule.good, False))
    for example in examples
    if example.form != "listing"
]


def codes(example: Example, folder: Path) -> set[str]:
    """The codes that are found in the file that an example stands for."""
    suffix, data = file(example)
    path = folder / f"ferry{suffix}"
    path.write_bytes(data)
    return {finding.code for finding in validation.validate_paths([path]).findings}


@pytest.mark.parametrize(("code", "example", "is_bad"), EXAMPLES)
def test_only_the_bad_example_breaks_the_rule(code: str, example: Example, is_bad: bool, tmp_path: Path) -> None:
    assert (code in codes(example, tmp_path)) == is_bad


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_the_document_of_the_examples_breaks_no_rule(form: str, tmp_path: Path) -> None:
    unchanged = Example("json", "") if form == "json" else Example("yaml", "id: ferry")
    assert codes(unchanged, tmp_path) == set()


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_a_whole_page(code: str) -> None:
    rule = RULES[code]
    assert rule.summary.endswith(".")
    assert rule.reason
    assert rule.bad
    assert rule.good
    assert (INVALID / code).is_dir()
    is_corpus = code.startswith("SB5")
    assert all((example.form == "listing") == is_corpus for example in (*rule.bad, *rule.good))


def test_the_reference_is_up_to_date() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == pages.reference(), "`stancebank explain --write` renews it"


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(explain)
    result = CliRunner().invoke(app, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_explain_prints_one_page_in_markdown() -> None:
    assert run("sb112") == pages.page(RULES["SB112"])


def test_explain_lists_the_rules() -> None:
    assert [line.split("\t")[0] for line in run().splitlines()] == sorted(RULES)
    assert [line.split("\t")[0] for line in run("SB31").splitlines()] == ["SB310", "SB311", "SB312"]


def test_explain_suggests_the_rule_that_was_meant() -> None:
    with pytest.raises(UsageError, match="no rule 'SB999'"):
        run("SB999")
    with pytest.raises(UsageError, match=r"no rule 'cut-tokn'; did you mean SB115\?"):
        run("cut-tokn")


def test_explain_writes_the_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "schema").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("--write") == ""
    assert (tmp_path / "schema" / "RULES.md").read_text(encoding="utf-8") == pages.reference()
