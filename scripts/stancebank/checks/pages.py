"""The pages of the rules as Markdown."""

from itertools import groupby
from typing import Final

from stancebank.checks.catalogue import RULES, Example, Form, Rule
from stancebank.checks.examples import JSON, YAML

FAMILIES: Final = {
    "SB0": "Structure: what is found while a file is read",
    "SB1": "The text, and the spans over it",
    "SB2": "Sentences, entities and mentions",
    "SB3": "Attributions",
    "SB4": "Stances",
    "SB5": "The corpus as a whole",
}

_FENCES: Final[dict[Form, str]] = {"json": "json", "yaml": "yaml", "file": "", "bytes": "", "listing": ""}


def page(rule: Rule) -> str:
    """The page of one rule."""
    fix = f"`--fix` mends it: {rule.fix}." if rule.fix else "It takes a person to mend it."
    if rule.fix and rule.fix.startswith("with `--fix"):
        fix = f"It can be mended {rule.fix}."
    parts = [f"### {rule.code} {rule.name}", f"*{rule.severity}* · {rule.summary}", rule.reason]
    for heading, examples in (("Breaks the rule:", rule.bad), ("Keeps it:", rule.good)):
        parts += [heading, *map(_fenced, examples)]
    return "\n\n".join([*parts, fix]) + "\n"


def _fenced(example: Example) -> str:
    return f"```{_FENCES[example.form]}\n{example.text}\n```"


def reference() -> str:
    """All pages, by family, under a table of contents."""
    rules = sorted(RULES.values(), key=lambda rule: rule.code)
    families = [(prefix, list(found)) for prefix, found in groupby(rules, key=lambda rule: rule.code[:3])]
    contents = [line for prefix, found in families for line in ("", f"**{FAMILIES[prefix]}**", "", *map(_entry, found))]
    parts = ["\n".join([_INTRODUCTION, "## Rules", *contents]) + "\n", _BASE]
    for prefix, found in families:
        parts += [f"## {FAMILIES[prefix]}\n", *map(page, found)]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    return f"- [{rule.code} {rule.name}](#{rule.code.lower()}-{rule.name}) ({rule.severity}): {rule.summary}"


_INTRODUCTION: Final = """\
# Rules

What `stancebank validate` checks. Written by `stancebank explain --write` from the rules themselves; every example is
run by the tests. An error makes the exit code 1, a warning does so with `--strict` only. A rule is not run where one
that it rests on found an error, so that one fault gives one finding. Codes are never given to another rule.
"""

_BASE: Final = f"""\
## The document of the examples

An example shows only what differs from this document: its keys, and in lists of annotations the keys of those whose id
is given. The checksum is that of the text.

```json
{JSON.rstrip()}
```

Examples in YAML replace whole keys of this file.

```yaml
{YAML.rstrip()}
```
"""
