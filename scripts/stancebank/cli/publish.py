import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from stancebank import report


def publish(
    destination: Annotated[
        str,
        typer.Argument(
            metavar="DESTINATION", help="hf://datasets/ORG/NAME, s3://… or another URL that fsspec knows, or a folder."
        ),
    ],
    build: Annotated[Path, typer.Option("--build", help="The build to publish.")] = Path("build"),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; list what would go.")] = False,
    restricted_text: Annotated[
        bool,
        typer.Option("--restricted-text", help="Publish texts, too, that the manifest keeps from going out."),
    ] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds that a server may take to answer.")] = 60,
) -> None:
    """Publish a build as version vX.Y.Z, which its card names.

    What is published stays as it is. A version is seen whole or not at all; after an interruption, run the same command
    again. Tokens come from where the clients look for them: `hf auth login` or HF_TOKEN; AWS profiles and variables.
    """
    os.environ.setdefault("HF_HUB_VERBOSITY", "error")  # its warnings print the signed URLs of uploads
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # both are read when huggingface_hub is imported
    from stancebank.publish import publish as publish_build

    outcome = publish_build(build, destination, dry_run=dry_run, restricted_text=restricted_text, timeout=timeout)
    for name in outcome.sent:
        typer.echo(name)
    for name in outcome.deleted:
        typer.echo(f"deleted: {name}")
    files = report.count(len(outcome.sent), "file")
    said = {
        "published": f"{files} would go" if dry_run else f"published, {files}",
        "completed": "would be completed" if dry_run else "completed what an earlier run had begun",
        "nothing": "nothing to do: it is published",
    }
    typer.echo(f"{outcome.address}: {said[outcome.done]}", err=True)
