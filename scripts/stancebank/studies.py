"""Studies of a corpus, kept as reports: JSON with the checksum of the corpus, and what lies beside it.

A build takes in those that are about its own corpus (see `release`).
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from stancebank import collection, plots, standoff, stats
from stancebank.agreement import rounds
from stancebank.agreement.rounds import Rounds
from stancebank.baselines import tables
from stancebank.baselines.figures import Baselines
from stancebank.errors import UsageError
from stancebank.stats import Statistics


def write_statistics(corpus: Path, seeds: Path, folder: Path) -> list[Path]:
    """Count a corpus and draw it: statistics.json, statistics.labels.png and statistics.phenomena.png."""
    counts = stats.count(
        (split or stats.UNASSIGNED, document) for split, document in collection.documents_by_split(corpus, seeds)
    )
    return [_write(corpus, seeds, folder / "statistics.json", counts), *plots.draw(counts, folder / "statistics")]


def write_agreement(corpus: Path, seeds: Path, folder: Path) -> list[Path]:
    """Agreement between the passes of a corpus as agreement.json, and as a table in agreement.md."""
    found = rounds.measure(corpus, seeds)
    page = folder / "agreement.md"
    standoff.replace_file(page, rounds.render(found).encode())
    return [_write(corpus, seeds, folder / "agreement.json", found), page]


def write_baselines(found: Baselines, corpus: Path, seeds: Path, folder: Path) -> list[Path]:
    """Baselines as baseline.json, and as tables in baseline.md."""
    page = folder / "baseline.md"
    standoff.replace_file(page, tables.render(found).encode())
    return [_write(corpus, seeds, folder / "baseline.json", found), page]


def check_build(build: Path, corpus: Path, seeds: Path) -> None:
    """Refuse a build of another corpus. Raises `UsageError`."""
    built, sources = (
        {document.id: document for document in collection.documents(path, seeds)} for path in (build, corpus)
    )
    if built != sources:
        differing = sorted(name for name in built | sources if built.get(name) != sources.get(name))
        raise UsageError(
            f"{build} is not the build of {corpus}: {differing[0]} differs; `stancebank build` makes it anew"
        )


def _write(corpus: Path, seeds: Path, path: Path, content: Baselines | Rounds | Statistics) -> Path:
    report: dict[str, Any] = {"corpus_sha256": collection.checksum(corpus, seeds), **msgspec.to_builtins(content)}
    standoff.replace_file(path, json.dumps(report, indent=2, ensure_ascii=False).encode() + b"\n")
    return path
