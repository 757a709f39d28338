from pathlib import Path
from typing import Annotated

import typer

from stancebank import layout, schemas, standoff


def schema(
    write: Annotated[
        bool, typer.Option("--write", help=f"Write it to {layout.SCHEMA} here instead of printing it.")
    ] = False,
) -> None:
    """Print the JSON Schema of the annotation format (draft 2020-12), derived from the typed model."""
    if write:
        standoff.replace_file(Path(layout.SCHEMA), schemas.schema_text().encode())
        typer.echo(f"wrote {layout.SCHEMA}", err=True)
    else:
        typer.echo(schemas.schema_text(), nl=False)
