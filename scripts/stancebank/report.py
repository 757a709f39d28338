"""Findings as text, as JSON, and as annotations of a GitHub workflow."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from stancebank.findings import Finding

Format = Literal["text", "json", "github"]


def render(documents: int, findings: Sequence[Finding], form: Format) -> str:
    match form:
        case "json":
            return json.dumps(
                {"documents": documents, "findings": [_plain(finding) for finding in findings]},
                indent=2,
                ensure_ascii=False,
            )
        case "github":
            return "\n".join(map(_github, findings))
        case "text":
            return "\n".join([*map(str, findings), _summary(documents, findings)])


def _plain(finding: Finding) -> dict[str, Any]:
    fields = msgspec.structs.asdict(finding)
    del fields["excerpt"]
    return fields


def _summary(documents: int, findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    found = ", ".join(_count(counts[severity], severity) for severity in ("error", "warning") if counts[severity])
    return f"{_count(documents, 'document')}: {found or 'no findings'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _github(finding: Finding) -> str:
    properties = {"file": finding.path, "line": finding.line, "col": finding.column, "title": finding.code}
    given = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in properties.items() if value is not None)
    return f"::{finding.severity} {given}::{_escape(finding.message)}"


def _escape(text: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text
