"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Seeds = Annotated[
    Path | None,
    typer.Option("--seeds", help="Folder of the articles; by default the nearest seeds/ with a manifest above PATH."),
]
TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", help="For people, or for programs.")]
