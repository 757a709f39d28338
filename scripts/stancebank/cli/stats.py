import json
from typing import Annotated

import msgspec
import typer

from stancebank import collection
from stancebank import stats as statistics
from stancebank.cli.options import Seeds, TextOrJson
from stancebank.cli.terminal import console, table


def stats(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; by default corpus.")
    ] = None,
    seeds: Seeds = None,
    form: TextOrJson = "text",
) -> None:
    """Count documents, layers and labels, by split."""
    documents = (pair for path in paths or ["corpus"] for pair in collection.documents_by_split(path, seeds))
    counts = statistics.count((split or statistics.UNASSIGNED, document) for split, document in documents)
    if form == "json":
        typer.echo(json.dumps(msgspec.to_builtins(counts), indent=2, ensure_ascii=False))
        return
    for rows in (statistics.layer_table(counts), statistics.label_table(counts)):
        console().print(table(rows))
