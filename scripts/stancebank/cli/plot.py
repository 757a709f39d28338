from pathlib import Path
from typing import Annotated

import typer

from stancebank import layout, studies


def plot(
    corpus: Annotated[Path, typer.Option("--corpus", help="Folder of the annotations.")] = Path("corpus"),
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder of the articles.")] = Path("seeds"),
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the pictures; by default reports/ in the corpus.")
    ] = None,
) -> None:
    """Draw what the corpus holds: labels and phenomena by split, as PNG, beside the counts as JSON.

    Needs matplotlib: pip install 'stancebank[plot]'.
    """
    for path in studies.write_statistics(corpus, seeds, out or corpus / layout.REPORTS):
        typer.echo(f"wrote {path}", err=True)
