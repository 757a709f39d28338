from typing import Annotated

import typer

from stancebank import collection, display
from stancebank.cli.options import Seeds
from stancebank.cli.terminal import console


def show(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A file, or the id of a document in --from.")],
    source: Annotated[
        str, typer.Option("--from", metavar="PATH", help="Where to look for an id: a folder or a file.")
    ] = "corpus",
    seeds: Seeds = None,
) -> None:
    """Print an annotated article: entities coloured by type, attributions nested, stances listed."""
    found = collection.find_or_read(document, source, seeds)
    display.print_document(found, console())
