"""The rules: each has a code, a name after the offence, a severity, and a docstring that is its explanation."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from msgspec import Struct

from stancebank.findings import Excerpt, Finding, Severity
from stancebank.index import DocumentIndex
from stancebank.spans import around


class Offence(NamedTuple):
    """What a rule finds: a JSON Pointer into the document, and what is wrong there."""

    pointer: str
    message: str


Check = Callable[[DocumentIndex], Iterator[Offence]]


class Rule(Struct, frozen=True):
    """One rule. `check` is None where reading itself finds the offence, or where it takes the whole corpus."""

    code: str
    name: str
    explanation: str
    severity: Severity
    requires: frozenset[str]
    check: Check | None


RULES: Final[dict[str, Rule]] = {}


def rule(
    code: str, *, severity: Severity = "error", requires: frozenset[str] | set[str] = frozenset()
) -> Callable[[Check], Check]:
    """Register a check over one document. It runs only where none of the rules that it `requires` found anything."""

    def register(check: Check) -> Check:
        assert check.__doc__, f"{code} needs a docstring"
        declare(code, check.__name__.replace("_", "-"), check.__doc__, severity, frozenset(requires), check)
        return check

    return register


def declare(
    code: str,
    name: str,
    explanation: str,
    severity: Severity = "error",
    requires: frozenset[str] = frozenset(),
    check: Check | None = None,
) -> None:
    assert code not in RULES, f"{code} stands twice"
    RULES[code] = Rule(code, name, explanation, severity, requires, check)


def check_document(index: DocumentIndex) -> Iterator[Finding]:
    """Every finding about one document, which its structure has passed. Rules run in order of their codes."""
    failed: set[str] = set()
    for code in sorted(RULES):
        current = RULES[code]
        if current.check is None or current.requires & failed:
            continue
        for offence in current.check(index):
            if current.severity == "error":
                failed.add(code)
            yield Finding(
                code=code,
                severity=current.severity,
                message=offence.message,
                pointer=offence.pointer,
                document_id=index.document.id,
                excerpt=_excerpt(index, offence.pointer),
            )


def _excerpt(index: DocumentIndex, pointer: str) -> Excerpt | None:
    spans = index.spans_at(pointer)
    if index.document.text is None or not spans or not spans[0].start < spans[0].end <= len(index.text):
        return None
    return Excerpt(*around(index.text, spans[0]))
