"""The tiny document that the examples of the rules' pages change, and the files that come of it."""

import hashlib
import json
import re
from typing import Any, Final

from stancebank.checks.catalogue import Example

JSON: Final = """\
{
  "schema_version": "1.0",
  "id": "ferry",
  "text": "Ada Brook said the ferry is a disgrace. She left.",
  "layers": {
    "paragraphs": "complete", "sentences": "complete", "entities": "complete", "mentions": "complete",
    "propositions": "complete", "attributions": "complete", "stances": "complete"
  },
  "paragraphs": [{"start": 0, "end": 49}],
  "sentences": [{"id": "s1", "start": 0, "end": 39}, {"id": "s2", "start": 40, "end": 49}],
  "entities": [{"id": "e1", "type": "person", "name": "Ada Brook"}, {"id": "e2", "type": "object", "name": "ferry"}],
  "mentions": [
    {"id": "m1", "entity": "e1", "spans": [{"start": 0, "end": 9}], "head": {"start": 0, "end": 9}, "form": "name"},
    {"id": "m2", "entity": "e2", "spans": [{"start": 15, "end": 24}], "head": {"start": 19, "end": 24},
     "form": "nominal"},
    {"id": "m3", "entity": "e1", "spans": [{"start": 40, "end": 43}], "head": {"start": 40, "end": 43},
     "form": "pronoun"}
  ],
  "attributions": [
    {"id": "a1", "source": [{"start": 0, "end": 9}], "source_entity": "e1", "cue": [{"start": 10, "end": 14}],
     "content": [{"start": 15, "end": 38}], "kind": "statement", "belief": "CB"}
  ],
  "stances": [
    {"id": "t1", "holder": "e1", "holder_mention": "m1", "target": "e2", "target_mention": "m2",
     "attitude": "sentiment", "polarity": "negative", "intensity": "high",
     "expression": [{"start": 28, "end": 38}], "attribution": "a1"}
  ]
}
"""

YAML: Final = """\
schema_version: "1.0"
id: ferry
text: Ada Brook said the ferry is a disgrace. She left.
layers: {sentences: complete, entities: complete, mentions: complete}
sentences:
  s1: Ada Brook said the ferry is a disgrace.
  s2: She left.
entities:
  brook:
    type: person
    name: Ada Brook
    mentions:
      - {in: s1, exact: Ada Brook, form: name}
      - {in: s2, exact: She, form: pronoun}
"""

_YAML_KEY: Final = re.compile(r"^(?=\w+:)", re.MULTILINE)


def file(example: Example) -> tuple[str, bytes]:
    """The suffix of the file that an example stands for, and what is in it."""
    match example.form:
        case "json":
            return ".json", json.dumps(_changed(json.loads(JSON), json.loads(f"{{{example.text}}}"))).encode()
        case "yaml":
            return ".yaml", _changed_yaml(example.text).encode()
        case "bytes":
            return ".json", bytes.fromhex(example.text)
    return (".json" if example.text.startswith(("{", "[")) else ".yaml"), example.text.encode()


def _changed(value: dict[str, Any], fragment: dict[str, Any]) -> dict[str, Any]:
    changed = {key: _merged(value.get(key), new) for key, new in fragment.items()}
    merged = {**value, **changed}
    if "sha256" not in fragment and isinstance(merged["text"], str):
        merged["sha256"] = hashlib.sha256(merged["text"].encode()).hexdigest()
    return merged


def _merged(old: Any, new: Any) -> Any:
    """Objects key by key, lists of annotations id by id; everything else, and an empty list, is put in place."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    if not isinstance(new, list) or not new or not all(isinstance(item, dict) and "id" in item for item in new):
        return new
    known = {item["id"]: item for item in old or ()}
    merged, seen = list(old or ()), set()
    for item in new:
        if item["id"] in known and item["id"] not in seen:
            merged[merged.index(known[item["id"]])] = {**known[item["id"]], **item}
        else:
            merged.append(item)
        seen.add(item["id"])
    return merged


def _changed_yaml(fragment: str) -> str:
    """Each key of the fragment in place of the same key of the document, with all that is under it."""
    blocks = {block.partition(":")[0]: block for block in _YAML_KEY.split(YAML) if block}
    for block in _YAML_KEY.split(fragment):
        blocks[block.partition(":")[0]] = block.rstrip("\n") + "\n"
    if "sha256" not in blocks:
        blocks["sha256"] = f"sha256: {hashlib.sha256(json.loads(JSON)['text'].encode()).hexdigest()}\n"
    return "".join(blocks.values())
