"""A finding: one offence against one rule, at one place."""

import re
from collections.abc import Sequence
from typing import Final, Literal, Self

from msgspec import Struct

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

Severity = Literal["error", "warning"]


class Excerpt(Struct, frozen=True):
    """A stretch of the text on one line, and where in it the words stand that a finding is about."""

    text: str
    start: int
    end: int


class Finding(Struct, frozen=True, kw_only=True):
    """`line` and `column` count from 1, in code points; `pointer` is a JSON Pointer (RFC 6901) into the document."""

    code: str
    severity: Severity = "error"
    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    pointer: str | None = None
    document_id: str | None = None
    excerpt: Excerpt | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        subject = " ".join(part for part in (self.document_id, self.pointer) if part)
        line = f"{place or '-'}: {self.severity} {self.code} {self.message}{f' [{subject}]' if subject else ''}"
        return _CONTROL.sub(lambda match: repr(match.group())[1:-1], line)


def sort_key(finding: Finding) -> tuple[str, int, int, str, str]:
    return (finding.path or "", finding.line or 0, finding.column or 0, finding.code, finding.pointer or "")


class InvalidContent(Exception):
    """What was read breaks the rules of the format; `findings` says where and how. The command line exits with 1."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    @classmethod
    def single(cls, code: str, message: str, *, path: str | None = None, line: int | None = None) -> Self:
        return cls([Finding(code=code, message=message, path=path, line=line)])
