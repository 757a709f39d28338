"""Findings as text, as JSON, as annotations of a GitHub workflow, and as SARIF."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct
from rich.cells import cell_len

from stancebank.findings import Excerpt, Finding, Severity

Format = Literal["text", "json", "github", "sarif"]

_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


class RuleSummary(Struct, frozen=True):
    """What a report says of a rule, once, however many findings it has."""

    name: str
    summary: str
    page: str
    severity: Severity


def render(documents: int, findings: Sequence[Finding], form: Format, rules: Mapping[str, RuleSummary]) -> str:
    """The findings in one of the forms, without a line end; `rules` has every code that occurs."""
    match form:
        case "json":
            return _json({"documents": documents, "findings": [_plain(finding) for finding in findings]})
        case "github":
            return "\n".join(map(_github, findings))
        case "sarif":
            return _json(_sarif(findings, rules))
        case "text":
            return "\n".join([*map(_text, findings), summarize(documents, findings)])


def explain(findings: Iterable[Finding], rules: Mapping[str, RuleSummary]) -> str:
    """What each rule that found something is about, a line each."""
    codes = sorted({finding.code for finding in findings})
    return "\n".join(f"{code} {rules[code].name}: {rules[code].summary}" for code in codes)


def summarize(documents: int, findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    found = ", ".join(count(counts[severity], severity) for severity in ("error", "warning") if counts[severity])
    return f"{count(documents, 'document')}: {found or 'no findings'}"


def count(number: int, noun: str) -> str:
    """A number and its noun: 1 file, 2 files."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _text(finding: Finding) -> str:
    if finding.excerpt is None:
        return str(finding)
    line, marks = _marked(finding.excerpt)
    return f"{finding}\n    {line}\n    {marks}"


def _marked(excerpt: Excerpt) -> tuple[str, str]:
    """The text on one line, and marks beneath the words meant, in cells of a terminal."""
    line = "".join(character if character.isprintable() else " " for character in excerpt.text)
    before, inside = line[: excerpt.start], line[excerpt.start : excerpt.end]
    return line, " " * cell_len(before) + "^" * max(cell_len(inside), 1)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _plain(finding: Finding) -> dict[str, Any]:
    fields = msgspec.structs.asdict(finding)
    del fields["excerpt"]
    return fields


def _github(finding: Finding) -> str:
    properties = {"file": finding.path, "line": finding.line, "col": finding.column, "title": finding.code}
    given = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in properties.items() if value is not None)
    return f"::{finding.severity} {given}::{_escape(finding.message)}"


def _escape(text: str, more: str = "") -> str:
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _sarif(findings: Sequence[Finding], rules: Mapping[str, RuleSummary]) -> dict[str, Any]:
    """Static Analysis Results Interchange Format 2.1.0 (OASIS 2020); columns count code points."""
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "stancebank",
        "version": version("stancebank"),
        "rules": [_sarif_rule(code, rules[code]) for code in codes],
    }
    results = [_sarif_result(finding, codes.index(finding.code)) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _sarif_rule(code: str, rule: RuleSummary) -> dict[str, Any]:
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": rule.severity},
    }


def _sarif_result(finding: Finding, rule_index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": {"text": finding.message},
    }
    location: dict[str, Any] = {}
    if finding.path is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": quote(Path(finding.path).as_posix())}}
        if finding.line is not None:
            physical["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
        location["physicalLocation"] = physical
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": f"{finding.document_id or ''}{finding.pointer}"}]
    if location:
        result["locations"] = [location]
    return result
