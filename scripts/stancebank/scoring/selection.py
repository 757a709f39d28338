"""Documents of several collections side by side: of a split, of an origin, or by name; with their groups."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from stancebank import collection
from stancebank.collection import Placement
from stancebank.errors import UsageError
from stancebank.model import Document
from stancebank.scoring.joining import join, name_some


class Selection(Struct, frozen=True):
    """Which documents are wanted: all, or those of a split and an origin of the manifest, or those named."""

    split: str | None = None
    origin: str | None = None
    documents: Collection[str] = ()

    def takes(self, document_id: str, placement: Placement) -> bool:
        return (
            self.split in (None, placement.split)
            and self.origin in (None, placement.origin)
            and (not self.documents or document_id in self.documents)
        )


class Joined(Struct, frozen=True):
    """A document of one id in the collections that have it, by number."""

    id: str
    group: str
    documents: dict[int, Document]


Track = Callable[[Iterable[Joined]], Iterable[Joined]]
"""Passes documents on as they come, for a caller who wants to see how far the work is."""


def read_joined(paths: Sequence[Path | str], seeds: Path | str | None, selection: Selection) -> Iterator[Joined]:
    """The selected documents of several collections, joined by their ids.

    A document that no manifest places and that not every collection has is given too, whatever split is selected: its
    id may be misspelt. The group is that of the manifest, else the document that this one is a contrast twin of, else
    the document. Raises `UsageError` where nothing is selected.
    """
    taken: set[str] = set()
    known: set[str] = set()
    collections = [(path, collection.placed_documents(path, seeds)) for path in paths]
    for found in join(collections, lambda item: item[1].id):
        document = next(iter(found.values()))[1]
        placement = next((place for place, _ in found.values() if place != Placement()), Placement())
        known.add(document.id)
        is_stray = placement == Placement() and len(found) < len(paths) and not selection.documents
        if is_stray or selection.takes(document.id, placement):
            taken.add(document.id)
            group = placement.group or document.metadata.twin_of or document.id
            yield Joined(document.id, group, {number: one for number, (_, one) in sorted(found.items())})
    if missing := sorted(set(selection.documents) - known):
        raise UsageError(f"no such document: {name_some(missing)}")
    if not taken:
        raise UsageError("no document is of this split and origin; the manifest in seeds/ says which are")
