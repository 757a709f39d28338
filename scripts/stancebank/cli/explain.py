import difflib
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.table import Table

from stancebank import standoff
from stancebank.checks import RULES, Rule, pages
from stancebank.cli.terminal import console
from stancebank.errors import UsageError

_REFERENCE = Path("schema", "RULES.md")


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A rule's code, or the beginning of several, as SB1.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help=f"Write all pages to {_REFERENCE} here instead of printing.")
    ] = False,
) -> None:
    """Print a rule: what it finds, why that is wrong, and examples; without a code, a table of all rules."""
    if write:
        standoff.replace_file(_REFERENCE, pages.reference().encode())
        typer.echo(f"wrote {_REFERENCE}", err=True)
        return
    wanted = (code or "SB").upper()
    if wanted in RULES:
        _print_page(RULES[wanted])
        return
    rules = [RULES[name] for name in sorted(RULES) if name.startswith(wanted)]
    if not rules:
        raise UsageError(f"there is no rule {code!r}{_near(wanted)}")
    _print_table(rules)


def _near(wanted: str) -> str:
    names = {rule.name.upper(): rule.code for rule in RULES.values()}
    found = difflib.get_close_matches(wanted, [*RULES, *names], n=1)
    return f"; did you mean {names.get(found[0], found[0])}?" if found else ""


def _print_page(rule: Rule) -> None:
    if sys.stdout.isatty():
        console().print(Markdown(pages.page(rule)))
    else:
        typer.echo(pages.page(rule), nl=False)


def _print_table(rules: list[Rule]) -> None:
    if not sys.stdout.isatty():
        for rule in rules:
            typer.echo("\t".join(_row(rule)))
        return
    table = Table("code", "name", "severity", "fixable", "what it finds", box=None, pad_edge=False)
    for rule in rules:
        table.add_row(*_row(rule))
    console().print(table)


def _row(rule: Rule) -> tuple[str, ...]:
    return rule.code, rule.name, rule.severity, "fixable" if rule.fix else "", rule.summary
