import json
from typing import Annotated

import typer

from stancebank import scoring
from stancebank.cli.options import Documents, OfOrigin, OfSplit, Resamples, Seed, Seeds, TextOrJson
from stancebank.cli.terminal import console, table, track
from stancebank.scoring import rendering


def score(
    gold: Annotated[
        str, typer.Argument(metavar="GOLD", help="A file or folder of documents, or a SemEval-2022 Task 10 array.")
    ],
    predicted: Annotated[
        str, typer.Argument(metavar="PREDICTED", help="The same, predicted; documents are matched by their ids.")
    ],
    seeds: Seeds = None,
    split: OfSplit = None,
    origin: OfOrigin = None,
    documents: Documents = None,
    resamples: Resamples = 1000,
    seed: Seed = 0,
    form: TextOrJson = "text",
) -> None:
    """Score predictions against the gold, layer by layer.

    Exit codes: 0 where something was scored, 1 where a document can not be read, 2 where the call is wrong or documents
    have no counterpart.
    """
    scores = scoring.score(
        gold,
        predicted,
        seeds=seeds,
        split=split,
        origin=origin,
        documents=documents or (),
        resamples=resamples,
        seed=seed,
        track=track,
    )
    if form == "json":
        typer.echo(json.dumps(rendering.plain(scores), indent=2, ensure_ascii=False))
        return
    console().print(table(rendering.rows(scores), gap=1))
    if confusion := rendering.confusion_rows(scores):
        console().print("\npolarity, predicted:", table(confusion), sep="\n")
    typer.echo(f"\n{rendering.explain(scores)}", err=True)
