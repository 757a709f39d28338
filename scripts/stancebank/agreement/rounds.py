"""Agreement between the passes of a corpus, one round for each version of the guidelines that they followed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from stancebank import collection, layout, manifest
from stancebank.agreement.changes import recovered
from stancebank.agreement.comparison import Agreement, agree
from stancebank.errors import UsageError
from stancebank.model import Document
from stancebank.scoring.rendering import interval_cell, value_cell

_SHOWN: Final = {
    "mentions.exact": "mention F1, exact spans",
    "mentions.type.kappa": "entity type, kappa",
    "coreference.conll": "coreference, CoNLL mean",
    "attributions.token_alpha": "attribution, token-level alpha",
    "attributions.whole.overlap": "attribution F1",
    "attributions.whole.chain": "attribution F1, whole chain of sources",
    "attributions.belief.kappa": "belief, kappa",
    "stances.tuple": "stance tuple F1",
    "stances.polarity.kappa": "polarity of matched stances, kappa",
    "stances.attitude.kappa": "attitude of matched stances, kappa",
    "stances.intensity.kappa": "intensity of matched stances, weighted kappa",
}


class Round(Struct, frozen=True):
    """The documents that were annotated twice under one version of the guidelines, by split, and how far they agree."""

    guidelines: str
    splits: dict[str, int]
    documents: list[str]
    agreement: Agreement


class Twin(Struct, frozen=True):
    """How many of the changes of a contrast twin an annotator recovered who did not know of them."""

    document: str
    split: str
    annotator: str
    changes: int
    recovered: int


class Rounds(Struct, frozen=True):
    """All rounds, and all twins."""

    rounds: list[Round]
    twins: list[Twin]


def measure(corpus: Path, seeds: Path) -> Rounds:
    """Measure the passes of a corpus. Raises `UsageError` where it has none."""
    folders = layout.pass_folders(corpus)
    if not folders:
        raise UsageError(f"{corpus / layout.PASSES} holds no passes")
    entries = manifest.read(seeds)
    passes = {folder: {one.id: one for one in collection.documents(folder, seeds)} for folder in folders}
    versions = defaultdict(list)
    for name, count in Counter(name for found in passes.values() for name in found).items():
        if count > 1:
            versions[_version(name, passes.values())].append(name)
    rounds = [
        Round(
            guidelines=version,
            splits=dict(sorted(Counter(entries[name].split for name in names).items())),
            documents=sorted(names),
            agreement=agree(*_folders_with(names, passes), seeds=seeds, documents=sorted(names)),
        )
        for version, names in sorted(versions.items())
    ]
    twins = [
        Twin(gold.id, entries[gold.id].split, folder.name, len(judged), sum(judged))
        for gold in sorted(collection.documents(corpus, seeds), key=lambda document: document.id)
        if gold.metadata.changes
        for folder, found in passes.items()
        if gold.id in found
        for judged in [recovered(gold, found[gold.id])]
    ]
    return Rounds(rounds, twins)


def render(found: Rounds) -> str:
    """The rounds as a table in Markdown, a column for each, and what was recovered of the twins."""
    heads = [f"{one.guidelines}: {sum(one.splits.values())} ({_spell(one.splits)})" for one in found.rounds]
    lines = [f"| guidelines: documents | {' | '.join(heads)} |", f"| --- |{' --- |' * len(heads)}"]
    for name, title in _SHOWN.items():
        results = [one.agreement.results[name] for one in found.rounds]
        cells = [f"{value_cell(result.value)} ({interval_cell(result)})" for result in results]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    for split in sorted({twin.split for twin in found.twins}):
        twins = [twin for twin in found.twins if twin.split == split]
        changes, again = sum(twin.changes for twin in twins), sum(twin.recovered for twin in twins)
        lines += [
            "",
            f"Of the {changes} intended changes of the {len(twins)} twins in `{split}`, an annotator who did "
            f"not know of them recovered {again}.",
        ]
    return "\n".join(lines) + "\n"


def _version(name: str, passes: Iterable[dict[str, Document]]) -> str:
    return max(found[name].provenance.guidelines or "" for found in passes if name in found)


def _folders_with(names: list[str], passes: dict[Path, dict[str, Document]]) -> list[Path]:
    return [folder for folder, found in passes.items() if any(name in found for name in names)]


def _spell(splits: dict[str, int]) -> str:
    return ", ".join(f"{split} {number}" for split, number in splits.items())
