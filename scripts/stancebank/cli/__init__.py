"""The command line: one module for each command, which parses, calls, renders and exits."""

from typing import Annotated

import typer

from stancebank.cli import (
    add,
    agree,
    baseline,
    build,
    convert,
    diff,
    explain,
    hydrate,
    plot,
    publish,
    schema,
    score,
    show,
    stats,
    validate,
)

app = typer.Typer(
    name="stancebank",
    help="News annotated for who takes which stance toward whom or what, who says so, and where in the text.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"stancebank {version('stancebank')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


for module in (
    build,
    publish,
    hydrate,
    diff,
    add,
    convert,
    validate,
    explain,
    show,
    stats,
    schema,
    score,
    agree,
    baseline,
    plot,
):
    app.command()(getattr(module, module.__name__.rpartition(".")[2]))
