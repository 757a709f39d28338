from pathlib import Path
from typing import Annotated

import typer

from stancebank import intake
from stancebank.labels import Origin, Split


def add(
    article: Annotated[Path, typer.Argument(metavar="ARTICLE", help="A plain text file, UTF-8.")],
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder of the articles.")] = Path("seeds"),
    corpus: Annotated[Path, typer.Option("--corpus", help="Folder of the annotations.")] = Path("corpus"),
    document_id: Annotated[
        str | None, typer.Option("--id", help="Id of the document; by default the name of the file.")
    ] = None,
    origin: Annotated[Origin, typer.Option("--origin", help="Where the article comes from.")] = "external",
    license: Annotated[
        str, typer.Option("--license", help="Licence of the text: an SPDX id, or LicenseRef-….")
    ] = "LicenseRef-unknown",
    redistribute: Annotated[
        bool, typer.Option("--redistribute/--no-redistribute", help="Whether the text may be given to others.")
    ] = False,
    group: Annotated[
        str | None, typer.Option("--group", help="Group that must share a split; by default the id.")
    ] = None,
    split: Annotated[
        Split | None, typer.Option("--split", help="By default that of the group, else one by hash of the group.")
    ] = None,
) -> None:
    """Take in an article: copy it to seeds/, list it in the manifest, and write a YAML skeleton to annotate.

    The skeleton proposes paragraphs and sentences, which you may correct.
    """
    result = intake.add(
        article,
        seeds=seeds,
        corpus=corpus,
        document_id=document_id,
        origin=origin,
        license=license,
        redistribute=redistribute,
        group=group,
        split=split,
    )
    for change in result.changes:
        typer.echo(f"{article}: {change}", err=True)
    typer.echo(f"article   {result.article}  ({result.entry.split})", err=True)
    typer.echo(f"skeleton  {result.skeleton}", err=True)
    target = corpus / f"{result.entry.id}.json"
    typer.echo(f"Annotate the skeleton, then: stancebank convert {result.skeleton} {target}", err=True)
