"""What the baselines learn from and are tried on: the rows of a build, as `load_dataset` gives them."""

from collections import defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from stancebank import collection, features
from stancebank.errors import UsageError
from stancebank.labels import Split
from stancebank.model import Document

Row = dict[str, Any]

PARTS: Final = ("companions", "twins", "seed")
"""The parts of `test`, which are never scored together."""


class Rows:
    """The rows of a build by config and split, with labels by name, and its documents in the parts of `test`.

    Raises `UsageError` where the build lacks a split.
    """

    def __init__(self, build: Path) -> None:
        for split in ("train", "test"):
            if not any((build / "data" / "documents").glob(f"{split}-*.parquet")):
                raise UsageError(f"{build} has no {split}: baselines are trained on train and tried on test")
        self.build = build
        self.documents: dict[str, Document] = {document.id: document for document in collection.documents(build)}
        self.parts: dict[str, list[str]] = defaultdict(list)
        for row in self.read("documents", "test"):
            part = "twins" if row["metadata"]["twin_of"] else "seed" if row["origin"] == "seed" else "companions"
            self.parts[part].append(row["id"])

    def read(self, config: str, split: Split) -> list[Row]:
        from datasets import disable_progress_bars, load_dataset

        disable_progress_bars()
        rows = load_dataset(str(self.build), config, split=split)
        named = rows.features.to_dict()
        return [{key: features.decode(value, named[key]) for key, value in row.items()} for row in rows]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Contrast twins of every split, each after the document that it is the twin of."""
        found = ((document.metadata.twin_of, document.id) for document in self.documents.values())
        return sorted((original, twin) for original, twin in found if original in self.documents)


def by_document(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by their document, in order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["document_id"]].append(row)
    return found


def align(original: list[Row], twin: list[Row], key: str) -> list[tuple[Row, Row]]:
    """Rows of two versions of an article that stand in the same place.

    Runs with equal values under `key` are aligned, and between them runs of the same length.
    """
    here, there = ([row[key] for row in rows] for rows in (original, twin))
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    return [
        pair
        for _, start, end, other_start, other_end in matcher.get_opcodes()
        if end - start == other_end - other_start
        for pair in zip(original[start:end], twin[other_start:other_end], strict=True)
    ]
