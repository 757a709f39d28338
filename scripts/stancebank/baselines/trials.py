"""Each system is trained on `train`, with several seeds, and tried on the parts of `test`, each apart."""

import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from stancebank import scoring, standoff
from stancebank.baselines import polarity, tagging, twins
from stancebank.baselines.figures import ITEMS, PAIRS, Baselines, Figure, Trial
from stancebank.baselines.rows import PARTS, Row, Rows, align, by_document
from stancebank.model import Document

_SCORES: Final = {
    "targets": ("stances.polarity.micro", "stances.polarity.macro"),
    "stances": ("stances.polarity.micro", "stances.polarity.macro"),
    "attributions": ("attributions.cue.tokens", "attributions.source.tokens", "attributions.content.tokens"),
}


def try_all(build: Path, seeds: int, progress: Callable[[str], None] = lambda step: None) -> Baselines:
    """Train and try every baseline on a build that has `train` and `test`, through `load_dataset`.

    The same build gives the same figures.
    """
    rows = Rows(build)
    trials = _run(rows, seeds, progress)
    told = twins.told_apart([(rows.documents[one], rows.documents[other]) for one, other in rows.pairs])
    return Baselines(
        seeds=seeds,
        documents={part: len(names) for part, names in rows.parts.items()},
        trials=trials,
        twin_pairs=len(told),
        twins_told=sum(told),
    )


def _run(rows: Rows, seeds: int, progress: Callable[[str], None]) -> list[Trial]:
    """Every system of every task. Tasks are named after the configs that they learn from."""
    trials = []
    stances = rows.read("stances", "train")
    for task, systems in (("targets", polarity.toward_mentions(stances)), ("stances", polarity.of_stances())):
        train, test = rows.read(task, "train"), rows.read(task, "test")
        for name, learn in systems.items():
            progress(f"{task}: {name}")
            scores = [try_polarity(rows, task, test, learn(train, seed)) for seed in range(seeds)]
            trials.append(Trial(task, name, _summarize(scores)))
    train, test = rows.read("sentences", "train"), rows.read("sentences", "test")
    for name, learn_tags in tagging.SYSTEMS.items():
        progress(f"attributions: {name}")
        scores = [try_tags(rows, test, learn_tags(train, seed)) for seed in range(seeds)]
        trials.append(Trial("attributions", name, _summarize(scores)))
    return trials


Scores = dict[str, dict[str, float | None]]


def try_polarity(rows: Rows, task: str, test: Sequence[Row], predict: polarity.Predict) -> Scores:
    """The scores of a system for `targets` or `stances`, by part of `test`, then by measure."""
    labels = dict(zip((row["id"] for row in test), predict(test), strict=True))
    sentences = by_document(list(test))

    def labelled(document: Document, label: Callable[[Row], str]) -> Document:
        if task == "stances":
            return polarity.with_polarity(document, {r["stance_id"]: label(r) for r in sentences[document.id]})
        return polarity.with_targets(document, [(r["mention_id"], label(r)) for r in sentences[document.id]])

    found: Scores = {}
    for part in PARTS:
        documents = [rows.documents[name] for name in rows.parts[part]]
        gold = [labelled(document, lambda row: row["polarity"]) for document in documents]
        found[part] = _score(gold, [labelled(document, lambda row: labels[row["id"]]) for document in documents], task)
    if task == "targets":
        items = [
            [row["polarity"] == labels[row["id"]] for row in pair]
            for original, twin in rows.pairs
            for pair in align(sentences[original], sentences[twin], "mention")
            if pair[0]["polarity"] != pair[1]["polarity"]
        ]
        found[PAIRS] = _both(items)
    return found


def try_tags(rows: Rows, test: Sequence[Row], tag: tagging.Tag) -> Scores:
    """The scores of a system for attributions, by part of `test`, then by measure."""
    found: Scores = {}
    for part in PARTS:
        gold = [rows.documents[name] for name in rows.parts[part]]
        found[part] = _score(gold, tagging.predict(gold, test, tag), "attributions")
    sentences = by_document(list(test))
    items = [
        [tag(row).cue == tagging.cues(row) for row in pair]
        for original, twin in rows.pairs
        for pair in align(sentences[original], sentences[twin], "text")
        if pair[0]["text"] != pair[1]["text"]
    ]
    found[PAIRS] = _both(items)
    return found


def _score(gold: Sequence[Document], predicted: Sequence[Document], task: str) -> dict[str, float | None]:
    """The official scorer's values."""
    if not gold:
        return dict.fromkeys(_SCORES[task])
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "predicted.jsonl")]
        for path, documents in zip(paths, (gold, predicted), strict=True):
            path.write_bytes(b"".join(standoff.encode_line(document) + b"\n" for document in documents))
        results = scoring.score(*paths, resamples=0).results
    return {name: results[name].value for name in _SCORES[task]}


def _both(items: Sequence[Sequence[bool]]) -> dict[str, float | None]:
    return {"both": sum(map(all, items)) / len(items) if items else None, ITEMS: len(items)}


def _summarize(scores: Sequence[Scores]) -> dict[str, dict[str, Figure]]:
    return {
        part: {measure: _figure([one[part][measure] for one in scores]) for measure in measures}
        for part, measures in scores[0].items()
    }


def _figure(values: Sequence[Any]) -> Figure:
    if any(value is None for value in values):
        return Figure(None, None)
    return Figure(statistics.fmean(values), statistics.pstdev(values))
