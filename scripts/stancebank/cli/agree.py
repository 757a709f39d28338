import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from stancebank import agreement, layout, studies
from stancebank.agreement import rendering
from stancebank.cli.options import Documents, OfOrigin, OfSplit, Resamples, Seed, Seeds, TextOrJson
from stancebank.cli.terminal import console, table, track


def agree(
    passes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[A B...]", help="A file or folder of each annotator; documents are matched by their ids."
        ),
    ] = None,
    seeds: Seeds = None,
    split: OfSplit = None,
    origin: OfOrigin = None,
    documents: Documents = None,
    disagreements: Annotated[
        bool, typer.Option("--disagreements", help="List the places where annotators differ instead.")
    ] = False,
    write: Annotated[
        bool,
        typer.Option("--write", help="Renew the report on the passes of a corpus, reports/agreement.json and .md."),
    ] = False,
    corpus: Annotated[Path, typer.Option("--corpus", help="With --write: folder of the annotations.")] = Path("corpus"),
    resamples: Resamples = 1000,
    seed: Seed = 0,
    form: TextOrJson = "text",
) -> None:
    """Measure how far annotators agree, layer by layer, or list where they do not.

    Exit codes: 0 where there is something to compare, 1 where a document can not be read, 2 where the call is wrong.
    """
    if write:
        for path in studies.write_agreement(corpus, seeds or Path("seeds"), corpus / layout.REPORTS):
            typer.echo(f"wrote {path}", err=True)
        return
    passes = passes or []
    if disagreements:
        found = agreement.differences(*passes, seeds=seeds, split=split, origin=origin, documents=documents or ())
        if form == "json":
            typer.echo(json.dumps([msgspec.to_builtins(one) for one in found], indent=2, ensure_ascii=False))
        else:
            for line in rendering.describe(found):
                typer.echo(line)
        return
    measured = agreement.agree(
        *passes,
        seeds=seeds,
        split=split,
        origin=origin,
        documents=documents or (),
        resamples=resamples,
        seed=seed,
        track=track,
    )
    if form == "json":
        typer.echo(json.dumps(rendering.plain(measured), indent=2, ensure_ascii=False))
        return
    console().print(table(rendering.rows(measured)))
    typer.echo(f"\n{rendering.explain(measured)}", err=True)
