"""The rules: each has a code, a name after the offence, a severity, and a docstring that is its page."""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, Literal, NamedTuple, cast, get_args

from msgspec import Struct

from stancebank.findings import Excerpt, Finding, Severity
from stancebank.index import DocumentIndex
from stancebank.spans import around


class Offence(NamedTuple):
    """What a rule finds: a JSON Pointer into the document, and what is wrong there."""

    pointer: str
    message: str


Check = Callable[[DocumentIndex], Iterator[Offence]]
Form = Literal["json", "yaml", "file", "bytes", "listing"]


class Example(NamedTuple):
    """What a page shows: `json` and `yaml` change the tiny document of `examples`, a `listing` is only read."""

    form: Form
    text: str


class Rule(Struct, frozen=True):
    """One rule. `check` is None where reading itself finds the offence, or where it takes the whole corpus."""

    code: str
    name: str
    severity: Severity
    requires: frozenset[str]
    check: Check | None
    fix: str | None
    summary: str
    reason: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]


RULES: Final[dict[str, Rule]] = {}

_HEADING: Final = re.compile(rf"^(Bad|Good)(?: ({'|'.join(get_args(Form))}))?:\n", re.MULTILINE)


def rule(
    code: str,
    *,
    severity: Severity = "error",
    requires: frozenset[str] | set[str] = frozenset(),
    fix: str | None = None,
) -> Callable[[Check], Check]:
    """Register a check over one document. It runs only where all that it `requires` ran and found no error.

    The docstring of the check is its page: the offence in one line, why it is bad, then `Bad:` and `Good:`, each with
    an indented example. `fix` says what mends the offence without a person.
    """

    def register(check: Check) -> Check:
        assert check.__doc__, f"{code} needs a docstring"
        declare(code, check.__name__.replace("_", "-"), check.__doc__, severity, frozenset(requires), check, fix)
        return check

    return register


def declare(
    code: str,
    name: str,
    page: str,
    severity: Severity = "error",
    requires: frozenset[str] = frozenset(),
    check: Check | None = None,
    fix: str | None = None,
) -> None:
    """Register a rule with the text of its page, which has the form of a check's docstring."""
    assert code not in RULES, f"{code} stands twice"
    prose, *sections = _HEADING.split(inspect.cleandoc(page))
    examples: dict[str, list[Example]] = {"Bad": [], "Good": []}
    for heading, form, body in zip(sections[::3], sections[1::3], sections[2::3], strict=True):
        examples[heading].append(Example(cast(Form, form or "json"), textwrap.dedent(body).strip("\n")))
    summary, _, reason = prose.partition("\n")
    RULES[code] = Rule(
        code=code,
        name=name,
        severity=severity,
        requires=requires,
        check=check,
        fix=fix,
        summary=summary,
        reason="\n\n".join(" ".join(paragraph.split()) for paragraph in reason.strip().split("\n\n")),
        bad=tuple(examples["Bad"]),
        good=tuple(examples["Good"]),
    )


def check_document(index: DocumentIndex) -> Iterator[Finding]:
    """Every finding about one document, which its structure has passed."""
    closed: set[str] = set()
    for current in _in_order():
        if current.check is None:
            continue
        if current.requires & closed:
            closed.add(current.code)
            continue
        for offence in current.check(index):
            if current.severity == "error":
                closed.add(current.code)
            yield Finding(
                code=current.code,
                severity=current.severity,
                message=offence.message,
                pointer=offence.pointer,
                document_id=index.document.id,
                excerpt=_excerpt(index, offence.pointer),
            )


@cache
def _in_order() -> tuple[Rule, ...]:
    """The rules by code, each after those that it requires."""
    found: dict[str, Rule] = {}

    def place(code: str) -> None:
        for required in sorted(RULES[code].requires - found.keys()):
            place(required)
        found.setdefault(code, RULES[code])

    for code in sorted(RULES):
        place(code)
    return tuple(found.values())


def _excerpt(index: DocumentIndex, pointer: str) -> Excerpt | None:
    spans = index.spans_at(pointer)
    if index.document.text is None or not spans or not spans[0].start < spans[0].end <= len(index.text):
        return None
    return Excerpt(*around(index.text, spans[0]))
