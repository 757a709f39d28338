from pathlib import Path
from typing import Annotated

import typer

from stancebank import release, report, repository


def build(
    corpus: Annotated[Path, typer.Option("--corpus", help="Folder of the annotations.")] = Path("corpus"),
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder of the articles.")] = Path("seeds"),
    card: Annotated[Path, typer.Option("--card", help="The dataset card that people write.")] = Path("DATASET_CARD.md"),
    out: Annotated[Path, typer.Option("--out", help="Folder to write; replaced if a build made it.")] = Path("build"),
    without_text: Annotated[
        bool,
        typer.Option("--without-text", help="Leave out the texts that, by the manifest, may not be redistributed."),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if the folder differs from what a build would give.")
    ] = False,
) -> None:
    """Build the dataset: articles and annotations, validated, to Parquet splits with a dataset card.

    The folder is a dataset repository as the Hugging Face Hub holds it. It is replaced in one step, or not at all.
    """
    sources = release.Sources(corpus, seeds, card)
    if check:
        _check(sources, out, without_text)
        return
    outcome = release.build(sources, out, without_text=without_text)
    for finding in outcome.findings:
        typer.echo(finding, err=True)
    for path in outcome.stale_reports:
        typer.echo(f"left out {path}, which is not about this corpus; make it anew", err=True)
    typer.echo(f"Built {out}. Load it with:\n", err=True)
    typer.echo(f'  from datasets import load_dataset\n  load_dataset("{out}", "stances", split="test")\n', err=True)
    for name in repository.read_checksums(out):
        typer.echo(out / name)


def _check(sources: release.Sources, out: Path, without_text: bool) -> None:
    if not out.is_dir():
        raise typer.BadParameter(f"{out} is no folder; `stancebank build` makes it", param_hint="--out")
    if differences := release.check(sources, out, without_text=without_text):
        typer.echo("\n".join(f"{out}: {line}" for line in differences))
        typer.echo(f"{report.count(len(differences), 'file')} of {out} not up to date; run: stancebank build", err=True)
        raise typer.Exit(1)
    typer.echo(f"{out} is what a build gives", err=True)
