"""The YAML at the head of a dataset card: which fields and values the Hub knows."""

import re
from collections.abc import Iterator
from typing import Any, Final, Literal

_CREATORS: Final = frozenset({"found", "crowdsourced", "expert-generated", "machine-generated", "other"})
VALUES: Final[dict[str, frozenset[str]]] = {
    "annotations_creators": _CREATORS | {"no-annotation"},
    "language_creators": _CREATORS,
    "multilinguality": frozenset({"monolingual", "multilingual", "translation", "other"}),
}
"""As the library datasets lists them in its resources."""

TASKS: Final[dict[str, frozenset[str]]] = {
    "text-classification": frozenset(
        "acceptability-classification entity-linking-classification fact-checking hate-speech-detection"
        " intent-classification language-identification multi-class-classification multi-input-text-classification"
        " multi-label-classification natural-language-inference semantic-similarity-classification"
        " semantic-similarity-scoring sentiment-analysis sentiment-classification sentiment-scoring text-scoring"
        " topic-classification".split()
    ),
    "token-classification": frozenset(
        "coreference-resolution lemmatization named-entity-recognition parsing part-of-speech"
        " word-sense-disambiguation".split()
    ),
    "question-answering": frozenset({"closed-domain-qa", "extractive-qa", "open-domain-qa"}),
    "summarization": frozenset({"news-articles-headline-generation", "news-articles-summarization"}),
    "text-retrieval": frozenset(
        "document-retrieval entity-linking-retrieval fact-checking-retrieval utterance-retrieval".split()
    ),
    "feature-extraction": frozenset(),
    "fill-mask": frozenset({"masked-language-modeling", "slot-filling"}),
    "sentence-similarity": frozenset(),
    "text-generation": frozenset({"conversational", "dialogue-generation", "dialogue-modeling", "language-modeling"}),
    "text-ranking": frozenset(),
    "translation": frozenset(),
    "zero-shot-classification": frozenset(),
}
"""The Hub's tasks for text, with the `task_ids` of each (PIPELINE_DATA of @huggingface/tasks)."""

_SIZES: Final = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
_LISTS: Final = (*VALUES, "language", "source_datasets", "task_categories", "task_ids", "tags")
_LANGUAGE: Final = re.compile("[a-z]{2,3}")
_LICENSE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]*")
_VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_SOURCE: Final = re.compile(r"original|extended(\|[\w.-]+(/[\w.-]+)?)?")


def faults(front: Any) -> Iterator[str]:
    """What the Hub, or datasets, would not take. Only `version` has to be there."""
    if not isinstance(front, dict):
        yield "the YAML is no mapping"
        return
    version = front.get("version")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        yield 'there is no `version:` of the form "1.2.3", with quotation marks'
    for key in _LISTS:
        value = front.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield f"`{key}` is no list of words"
            return
    yield from _value_faults(front)


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, which sort as versions do."""
    return tuple(int(part) for part in version.split("."))


def next_version(version: str, step: Literal["major", "minor", "patch"]) -> str:
    major, minor, patch = numbers(version)
    nexts = {"major": (major + 1, 0, 0), "minor": (major, minor + 1, 0), "patch": (major, minor, patch + 1)}
    return ".".join(map(str, nexts[step]))


def size_category(rows: int) -> str:
    """The Hub's size category for a number of rows."""
    return next((name for limit, name in _SIZES if rows < limit), "10M<n<100M")


def _value_faults(front: dict[str, Any]) -> Iterator[str]:
    tasks = front.get("task_categories", [])
    known: dict[str, frozenset[str]] = {
        **VALUES,
        "task_categories": frozenset(TASKS),
        "task_ids": frozenset().union(*(TASKS.get(task, ()) for task in tasks)),
    }
    for key, values in known.items():
        for value in front.get(key, []):
            if value not in values:
                yield f"`{key}` has {value!r}, which the Hub does not know; it knows {', '.join(sorted(values))}"
    for key, form in (("language", _LANGUAGE), ("source_datasets", _SOURCE)):
        yield from (f"`{key}` has {value!r}" for value in front.get(key, []) if not form.fullmatch(value))
    licence = front.get("license", "")
    if licence and not (isinstance(licence, str) and _LICENSE.fullmatch(licence)):
        yield f"`license` is {licence!r}; the Hub writes licences in small letters, as cc-by-4.0"
    if licence == "other" and not (front.get("license_name") and front.get("license_link")):
        yield "`license: other` needs `license_name` and `license_link`"
