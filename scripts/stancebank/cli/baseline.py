from pathlib import Path
from typing import Annotated

import typer

from stancebank import layout, studies
from stancebank.errors import UsageError


def baseline(
    build: Annotated[Path, typer.Option("--build", help="The build of the corpus, to train and try on.")] = Path(
        "build"
    ),
    corpus: Annotated[Path, typer.Option("--corpus", help="Folder of the annotations.")] = Path("corpus"),
    seeds: Annotated[Path, typer.Option("--seeds", help="Folder of the articles.")] = Path("seeds"),
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder of the report; by default reports/ in the corpus.")
    ] = None,
    runs: Annotated[
        int, typer.Option("--runs", min=1, help="How often each system is trained, with seeds from 0.")
    ] = 5,
) -> None:
    """Train simple systems on the build and report what they reach, as JSON and Markdown.

    Needs scikit-learn: pip install 'stancebank[baseline]'.
    """
    try:
        from stancebank.baselines import trials
    except ModuleNotFoundError as error:
        raise UsageError(f"baselines need {error.name}: pip install 'stancebank[baseline]'") from None
    studies.check_build(build, corpus, seeds)
    found = trials.try_all(build, runs, progress=lambda step: typer.echo(step, err=True))
    for path in studies.write_baselines(found, corpus, seeds, out or corpus / layout.REPORTS):
        typer.echo(f"wrote {path}", err=True)
