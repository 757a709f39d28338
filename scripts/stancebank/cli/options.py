"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from stancebank.labels import Origin, Split

Seeds = Annotated[
    Path | None,
    typer.Option("--seeds", help="Folder of the articles; by default the nearest seeds/ with a manifest above PATH."),
]
TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", help="For people, or for programs.")]
OfSplit = Annotated[Split | None, typer.Option("--split", help="Only the documents of this split of the manifest.")]
OfOrigin = Annotated[Origin | None, typer.Option("--origin", help="Only the documents of this origin in the manifest.")]
Documents = Annotated[
    list[str] | None, typer.Option("--document", metavar="ID", help="Only this document; may be given several times.")
]
Resamples = Annotated[
    int, typer.Option("--resamples", min=0, help="Bootstrap samples behind each interval; 0 for none.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="What the bootstrap samples are drawn from.")]
