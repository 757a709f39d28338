"""Where things lie: seeds/, corpus/ and what is in them."""

from pathlib import Path
from typing import Final

SEEDS: Final = "seeds"
MANIFEST: Final = "manifest.jsonl"
CORPUS: Final = "corpus"
PASSES: Final = "passes"
SOURCE: Final = "source"
REPORTS: Final = "reports"
GUIDELINES: Final = "GUIDELINES.md"
SCHEMA: Final = Path("schema", "document.schema.json")


def find_seeds(path: Path) -> Path | None:
    """The folder seeds/ of the nearest ancestor of `path` (or `path` itself) that has one with a manifest."""
    start, here = path.resolve(), Path.cwd()
    for folder in (start, *start.parents):
        if (folder / SEEDS / MANIFEST).is_file():
            return (folder.relative_to(here) if folder.is_relative_to(here) else folder) / SEEDS
    return None


def find_schema(path: Path) -> str | None:
    """The JSON Schema of the nearest ancestor of the file `path` that has it, relative to that file."""
    start = path.resolve().parent
    for depth, folder in enumerate((start, *start.parents)):
        if (folder / SCHEMA).is_file():
            return "../" * depth + SCHEMA.as_posix()
    return None


def article(seeds: Path, document_id: str) -> Path:
    return seeds / f"{document_id}.txt"


def corpus_documents(corpus: Path) -> list[Path]:
    return sorted(corpus.glob("*.json"))


def pass_folders(corpus: Path) -> list[Path]:
    """One folder for each annotator who made an independent pass."""
    folder = corpus / PASSES
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
