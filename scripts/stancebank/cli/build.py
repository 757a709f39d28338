from pathlib import Path
from typing import Annotated

import typer

from stancebank import release


def build(
    corpus: Annotated[Path, typer.Option("--corpus", help="Folder of the annotations.")] = Path("corpus"),
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder of the articles.")] = Path("seeds"),
    card: Annotated[Path, typer.Option("--card", help="The dataset card that people write.")] = Path("DATASET_CARD.md"),
    out: Annotated[Path, typer.Option("--out", help="Folder to write; replaced if a build made it.")] = Path("build"),
) -> None:
    """Build the dataset: articles and annotations, validated, to Parquet splits with a dataset card.

    The folder is a dataset repository as the Hugging Face Hub holds it. It is replaced in one step, or not at all.
    """
    warnings = release.build(corpus, seeds, card, out)
    for finding in warnings:
        typer.echo(finding, err=True)
    typer.echo(f"Built {out}. Load it with:\n", err=True)
    typer.echo(f'  from datasets import load_dataset\n  load_dataset("{out}", "stances", split="test")\n', err=True)
    for name in release.read_checksums(out):
        typer.echo(out / name)
