"""Agreement between annotators over the documents that they share."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from stancebank.agreement import measures
from stancebank.agreement.disagreements import Disagreement, disagreements
from stancebank.errors import UsageError
from stancebank.scoring.bootstrap import Bootstrap, results
from stancebank.scoring.readings import Reading, read_together
from stancebank.scoring.selection import Selection, Track, read_joined
from stancebank.scoring.statistics import Result, Tally


class Agreement(Struct, frozen=True):
    """How far annotators agree, over the documents that at least two of them have.

    `left_out` are the documents that only one has. `results` are by name, `layer.measure`.
    """

    annotators: tuple[str, ...]
    documents: int
    groups: int
    left_out: tuple[str, ...]
    bootstrap: Bootstrap
    results: dict[str, Result]


def agree(
    *passes: Path | str,
    seeds: Path | str | None = None,
    split: str | None = None,
    origin: str | None = None,
    documents: Collection[str] = (),
    resamples: int = 1000,
    seed: int = 0,
    track: Track = iter,
) -> Agreement:
    """How far the annotators of two or more passes agree.

    Each pass is a file or folder; documents are matched by their ids. `split`, `origin` (of the manifest) and
    `documents` (ids) restrict them. With more than two annotators, scores are over all pairs of them, kappa is Fleiss',
    and alpha takes every unit that two have labelled. Intervals are from `resamples` bootstrap samples of document
    groups, started with `seed`; `track` sees the documents pass. Raises `UsageError` where no document is shared.
    """
    annotators = name_annotators(passes)
    tally = Tally(measures.statistics(len(passes)))
    left_out, shared = [], 0
    for joined in track(read_joined(passes, seeds, Selection(split, origin, documents))):
        if len(joined.documents) < 2:
            left_out.append(joined.id)
            continue
        shared += 1
        readings = read_together(list(joined.documents.values()))
        tally.add(joined.group, measures.counts(readings, len(passes)))
    if not shared:
        raise UsageError("no document is in two of the passes; they are matched by id")
    bootstrap = Bootstrap(resamples, seed)
    found = results(tally, bootstrap)
    return Agreement(annotators, shared, tally.groups, tuple(left_out), bootstrap, found)


def differences(
    *passes: Path | str,
    seeds: Path | str | None = None,
    split: str | None = None,
    origin: str | None = None,
    documents: Collection[str] = (),
) -> Iterator[Disagreement]:
    """The places where the annotators of two or more passes differ, document by document, in the order of the text."""
    annotators = name_annotators(passes)
    for joined in read_joined(passes, seeds, Selection(split, origin, documents)):
        if len(joined.documents) > 1:
            readings: list[Reading] = read_together(list(joined.documents.values()))
            yield from disagreements(readings, [annotators[number] for number in joined.documents])


def name_annotators(passes: Sequence[Path | str]) -> tuple[str, ...]:
    """What to call the annotators: by folder or file, as short as tells them apart."""
    if len(passes) < 2:
        raise UsageError("agreement needs the passes of two annotators or more")
    short = [Path(path).stem or str(path) for path in passes]
    names = tuple(short) if len(set(short)) == len(short) else tuple(map(str, passes))
    if len(set(names)) < len(names):
        raise UsageError(f"{names[0]} is given twice")
    return names
