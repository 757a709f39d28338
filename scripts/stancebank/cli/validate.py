import os
from pathlib import Path
from typing import Annotated

import typer

from stancebank import report, settings, validation
from stancebank.cli.options import Seeds


def validate(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files (JSON, JSONL, YAML, Parquet), folders of these, or - for stdin."),
    ],
    seeds: Seeds = None,
    form: Annotated[
        report.Format | None,
        typer.Option("--format", help="By default text, and github in a GitHub workflow."),
    ] = None,
    select: Annotated[
        str | None, typer.Option(metavar="CODES", help="Only these rules: codes or their beginnings, by commas.")
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="CODES", help="Not these rules: codes or their beginnings, by commas.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="First mend in JSON and JSONL files what can be mended without loss.")
    ] = False,
    fix_quotes: Annotated[
        bool,
        typer.Option("--fix-quotes", help="Like --fix, and take quotes that differ anew from their offsets."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show the changes of --fix; without --fix, do not make them.")
    ] = False,
    strict: Annotated[
        bool | None, typer.Option("--strict/--no-strict", help="Exit 1 for warnings, too.", show_default=False)
    ] = None,
) -> None:
    """Check annotations against the rules of the corpus.

    Defaults of --select, --ignore and --strict may stand under [tool.stancebank] in pyproject.toml. Exit codes: 0 where
    there is no error, 1 where there is one, 2 where the call itself is wrong.
    """
    if fix or fix_quotes or diff:
        changes = list(validation.fix_paths(paths, seeds, refill_quotes=fix_quotes, write=fix or fix_quotes))
        if diff:
            typer.echo("".join(changes), nl=False)
        if diff and not (fix or fix_quotes):
            raise typer.Exit(1 if changes else 0)
        typer.echo(f"mended {report.count(len(changes), 'file')}", err=True)
    defaults = settings.read(Path.cwd())
    found = validation.validate_paths(
        paths,
        seeds,
        select=defaults.select if select is None else _codes(select),
        ignore=defaults.ignore if ignore is None else _codes(ignore),
    )
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    rules = validation.rule_summaries()
    if printed := report.render(found.documents, found.findings, form, rules):
        typer.echo(printed)
    if form == "text" and found.findings:
        typer.echo(f"\n{report.explain(found.findings, rules)}\nMore: stancebank explain CODE", err=True)
    if form == "github":
        typer.echo(report.summarize(found.documents, found.findings), err=True)
    if found.has_errors or (found.findings and (defaults.strict if strict is None else strict)):
        raise typer.Exit(1)


def _codes(value: str) -> list[str]:
    return [code.strip().upper() for code in value.split(",") if code.strip()]
