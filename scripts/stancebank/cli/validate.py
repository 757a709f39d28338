from typing import Annotated

import typer

from stancebank import report, validation
from stancebank.cli.options import Seeds


def validate(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files (JSON, JSONL, YAML, Parquet), folders of these, or - for stdin."),
    ],
    seeds: Seeds = None,
    form: Annotated[
        report.Format, typer.Option("--format", help="For people, for programs, or for a GitHub workflow.")
    ] = "text",
    select: Annotated[
        str, typer.Option(metavar="CODES", help="Only these rules: codes or their beginnings, by commas.")
    ] = "",
    ignore: Annotated[
        str, typer.Option(metavar="CODES", help="Not these rules: codes or their beginnings, by commas.")
    ] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for warnings, too.")] = False,
) -> None:
    """Check annotations against the rules of the corpus.

    Exit codes: 0 where there is no error, 1 where there is one, 2 where the call itself is wrong.
    """
    found = validation.validate_paths(paths, seeds, select=_codes(select), ignore=_codes(ignore))
    typer.echo(report.render(found.documents, found.findings, form))
    if found.has_errors or (strict and found.findings):
        raise typer.Exit(1)


def _codes(value: str) -> list[str]:
    return [code.strip().upper() for code in value.split(",") if code.strip()]
