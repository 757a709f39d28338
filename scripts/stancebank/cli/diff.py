import json
from pathlib import Path
from typing import Annotated, get_args

import msgspec
import typer

from stancebank import comparison
from stancebank.cli.options import Seeds, TextOrJson
from stancebank.cli.terminal import console, table
from stancebank.comparison import Comparison, Kind


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A build or a corpus folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, later.")],
    seeds: Seeds = None,
    form: TextOrJson = "text",
) -> None:
    """Say what changed between two versions, layer by layer, and which step of the version number that asks for.

    Annotations are matched by where they are in the text. Exit codes: 1 where both are builds and the version number of
    the new one is too low for what changed, else 0.
    """
    found = comparison.compare(comparison.read(old, seeds), comparison.read(new, seeds))
    if form == "json":
        typer.echo(json.dumps(msgspec.to_builtins(found), indent=2, ensure_ascii=False))
    else:
        _print(found)
    if found.is_due:
        typer.echo(f"{new} has version {found.new_version}, and should have at least {found.due_version}", err=True)
        raise typer.Exit(1)


def _print(found: Comparison) -> None:
    kinds = get_args(Kind)
    counts = {layer: counter for layer, counter in found.counts().items() if counter}
    if counts:
        rows = [[layer, *(str(counter[kind]) for kind in kinds)] for layer, counter in counts.items()]
        console().print(table([["", *kinds], *rows]))
    if labels := sorted(found.label_changes().items()):
        rows = [[name, old, new, str(number)] for (name, old, new), number in labels]
        console().print(table([["", "old", "new", "times"], *rows]))
    for step, reasons in found.reasons.items():
        for reason in reasons:
            typer.echo(f"{step}: {reason}")
    if found.step is None:
        typer.echo("no difference")
    else:
        due = f": {found.old_version} → {found.due_version}" if found.due_version else ""
        typer.echo(f"asks for a {found.step} step{due}")
