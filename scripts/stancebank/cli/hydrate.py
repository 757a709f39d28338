from pathlib import Path
from typing import Annotated

import typer

from stancebank import hydration, report


def hydrate(
    build: Annotated[Path, typer.Argument(metavar="BUILD", help="A build without texts, as it was published.")],
    texts: Annotated[Path, typer.Option("--texts", help="Folder of the texts, a file ID.txt for each.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write; by default BUILD itself.", show_default=False)
    ] = None,
) -> None:
    """Put the texts back into a build that was made without them, which gives the full build, byte for byte.

    A text that was fetched with other line ends, a byte order mark or in another Unicode normal form is mended; of one
    that is another text, the first difference is shown.
    """
    done = hydration.hydrate(build, texts, out or build)
    for one in done:
        for change in one.mended:
            typer.echo(f"{one.path}: {change}", err=True)
    typer.echo(f"{out or build}: put back {report.count(len(done), 'text')}", err=True)
