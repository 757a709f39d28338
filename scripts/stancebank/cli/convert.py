from pathlib import Path
from typing import Annotated

import typer

from stancebank import conversion, report
from stancebank.cli.options import Seeds


def convert(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="A file, a folder, or - for stdin.")],
    target: Annotated[
        Path, typer.Argument(metavar="OUTPUT", help="A .json, .jsonl or .yaml file, or a folder for JSON files.")
    ],
    seeds: Seeds = None,
) -> None:
    """Convert annotations, for one from the YAML that people write to the JSON with offsets.

    A quote that is missing from the text, or stands there more than once, is an error that names its line.
    """
    number = conversion.convert(source, target, seeds)
    typer.echo(f"{target}: {report.count(number, 'document')}", err=True)
