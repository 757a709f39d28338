"""The official scorer: a collection of predicted documents against the gold."""

from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from stancebank.errors import UsageError
from stancebank.model import Document
from stancebank.scoring import layers, measures, semeval, sentiment_graph
from stancebank.scoring.bootstrap import Bootstrap, results
from stancebank.scoring.joining import join, name_some
from stancebank.scoring.readings import Pair, read_together
from stancebank.scoring.selection import Joined, Selection, Track, read_joined
from stancebank.scoring.statistics import Result, Tally


class Coverage(Struct):
    """In how many documents a part was scored, in how many for recall only, and in how many not, by whose doing."""

    scored: int = 0
    recall_only: int = 0
    none_in_gold: int = 0
    none_in_predicted: int = 0


class Scores(Struct, frozen=True):
    """The scores of a collection. `units` says what `documents` counts: documents, or sentences of SemEval-2022."""

    units: str
    documents: int
    groups: int
    bootstrap: Bootstrap
    layers: dict[str, Coverage]
    results: dict[str, Result]


def score(
    gold: Path | str,
    predicted: Path | str,
    *,
    seeds: Path | str | None = None,
    split: str | None = None,
    origin: str | None = None,
    documents: Collection[str] = (),
    resamples: int = 1000,
    seed: int = 0,
    track: Track = iter,
) -> Scores:
    """Score predicted documents against the gold: files or folders of either, or two SemEval-2022 Task 10 arrays.

    `split` and `origin` (of the gold's manifest) and `documents` (ids) restrict what is scored. Intervals are from
    `resamples` bootstrap samples of document groups, started with `seed`; `track` sees the documents pass. Raises
    `UsageError` where documents have no counterpart, with their names, and `InvalidContent` where one can not be read.
    """
    arrays = [semeval.is_array(path) for path in (gold, predicted)]
    bootstrap = Bootstrap(resamples, seed)
    if all(arrays):
        if split or origin or documents:
            raise UsageError("sentences of SemEval-2022 arrays have no split and no origin")
        return _score_arrays(gold, predicted, bootstrap)
    if any(arrays):
        raise UsageError(f"{(gold, predicted)[arrays.index(True)]} is a SemEval-2022 array, and the other is not")
    joined = read_joined([gold, predicted], seeds, Selection(split, origin, documents))
    return _score_documents(gold, predicted, track(joined), bootstrap)


def _score_documents(
    gold: Path | str, predicted: Path | str, joined_documents: Iterable[Joined], bootstrap: Bootstrap
) -> Scores:
    tally = Tally(measures.statistics())
    coverage = {part: Coverage() for part in measures.PARTS}
    unmatched: tuple[list[str], list[str]] = ([], [])
    number = 0
    for joined in joined_documents:
        if len(joined.documents) < 2:
            unmatched[0 in joined.documents].append(joined.id)
            continue
        number += 1
        pair = Pair(*read_together([joined.documents[0], joined.documents[1]]))
        for part, of_part in coverage.items():
            _cover(of_part, part, pair.gold.document, pair.predicted.document)
        tally.add(joined.group, measures.counts(pair))
    _refuse_unmatched(gold, predicted, unmatched)
    return Scores("documents", number, tally.groups, bootstrap, coverage, results(tally, bootstrap))


def _cover(coverage: Coverage, part: str, gold: Document, predicted: Document) -> None:
    state = layers.completeness(gold, part)
    if state == "none":
        coverage.none_in_gold += 1
    elif not layers.is_annotated(predicted, part):
        coverage.none_in_predicted += 1
    elif state == "partial":
        coverage.recall_only += 1
    else:
        coverage.scored += 1


def _score_arrays(gold: Path | str, predicted: Path | str, bootstrap: Bootstrap) -> Scores:
    """Sentences of arrays, each a group of its own."""
    tally = Tally(sentiment_graph.STATISTICS)
    unmatched: tuple[list[str], list[str]] = ([], [])
    for found in join([(path, semeval.read(path)) for path in (gold, predicted)], lambda sentence: sentence[0]):
        name = next(iter(found.values()))[0]
        if len(found) < 2:
            unmatched[0 in found].append(name)
            continue
        tally.add(name, sentiment_graph.counts(found[0][1], found[1][1]))
    _refuse_unmatched(gold, predicted, unmatched)
    return Scores("sentences", tally.groups, tally.groups, bootstrap, {}, results(tally, bootstrap))


def _refuse_unmatched(gold: Path | str, predicted: Path | str, unmatched: tuple[list[str], list[str]]) -> None:
    """Raise where the predicted (first) or the gold (second) has what the other lacks."""
    parts = [
        f"{path} lacks {name_some(names)}" for path, names in zip((gold, predicted), unmatched, strict=True) if names
    ]
    if parts:
        raise UsageError(f"documents without a counterpart: {'; '.join(parts)}")
