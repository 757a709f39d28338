"""What changed between two versions, and the step that it asks for."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

import stancebank
from conftest import copy_with_version
from stancebank import comparison, layout, manifest, release, standoff
from stancebank.cli import app
from stancebank.comparison import Comparison, UnitChange
from stancebank.model import Document


def compare(old: Path, new: Path) -> Comparison:
    return comparison.compare(comparison.read(old), comparison.read(new))


@pytest.fixture
def before(tiny: Path, tmp_path: Path) -> Path:
    """The corpus as it was; `tiny` is for changing."""
    shutil.copytree(tiny, tmp_path / "before")
    return tmp_path / "before" / "corpus"


def change(tiny: Path, edit: Callable[[Document], Document], document_id: str = "tiny-1") -> Path:
    path = tiny / "corpus" / f"{document_id}.json"
    document = edit(stancebank.read(path))
    standoff.replace_file(path, standoff.encode(replace(document, text=None)))
    return tiny / "corpus"


def edit_manifest(tiny: Path, edit: Callable[[str], str]) -> None:
    path = tiny / "seeds" / "manifest.jsonl"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_nothing_changed(before: Path, tiny: Path, tiny_built: Path) -> None:
    found = compare(before, tiny / "corpus")
    assert (found.step, found.reasons, found.units) == (None, {}, [])
    assert compare(before, tiny_built).step is None


def test_other_ids_for_the_same_annotations_are_no_change(before: Path, tiny: Path) -> None:
    path = tiny / "corpus" / "tiny-1.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"([emapt])(\d+)"', lambda m: f'"{m[1]}{int(m[2]) + 40}"', text), encoding="utf-8")
    assert stancebank.read(path).entities[0].id == "e41"
    assert compare(before, tiny / "corpus").units == []


def test_label_changes_are_counted_and_ask_for_a_patch(before: Path, tiny: Path) -> None:
    def flip(document: Document) -> Document:
        first, *rest = document.stances
        return replace(document, stances=(replace(first, polarity="negative", hedged=True), *rest))

    found = compare(before, change(tiny, flip))
    (unit,) = found.units
    span = stancebank.read(tiny / "corpus" / "tiny-1.json").stances[0].expression[0]
    fields = {"polarity": ("positive", "negative"), "hedged": (False, True)}
    assert unit == UnitChange("tiny-1", "stances", "changed", f"{span.start}-{span.end}", fields)
    assert dict(found.label_changes()) == {
        ("stances.polarity", "positive", "negative"): 1,
        ("stances.hedged", "false", "true"): 1,
    }
    assert (found.step, found.reasons) == ("patch", {"patch": ["stances: 1 changed"]})


def test_annotations_added_and_removed(before: Path, tiny: Path) -> None:
    def drop(document: Document) -> Document:
        return replace(document, stances=document.stances[:-1])

    removed = compare(before, change(tiny, drop))
    added = compare(tiny / "corpus", before)
    assert [(unit.layer, unit.kind) for unit in removed.units] == [("stances", "removed")]
    assert [(unit.layer, unit.kind) for unit in added.units] == [("stances", "added")]
    assert removed.units[0].place == added.units[0].place
    assert (removed.step, added.step) == ("patch", "patch")


def test_moved_boundary_is_a_change_of_one_annotation(before: Path, tiny: Path) -> None:
    def narrow(document: Document) -> Document:
        mention = next(mention for mention in document.mentions if mention.spans[0].text == "Mayor Lind")
        others = tuple(replace(one, spans=(one.head,)) if one is mention else one for one in document.mentions)
        return replace(document, mentions=others)

    found = compare(before, change(tiny, narrow))
    changes = {(unit.layer, unit.kind, *unit.fields) for unit in found.units}
    assert changes == {("mentions", "changed", "spans"), ("stances", "changed", "target_mention")}


def test_reference_to_another_entity_is_a_change(before: Path, tiny: Path) -> None:
    def swap(document: Document) -> Document:
        first, *rest = document.stances
        other = next(entity.id for entity in document.entities if entity.id != first.holder)
        return replace(document, stances=(replace(first, holder=other), *rest))

    found = compare(before, change(tiny, swap))
    assert [(unit.kind, list(unit.fields)) for unit in found.units] == [("changed", ["holder"])]
    assert found.label_changes() == {}


def test_new_document_asks_for_a_minor_step_and_a_lost_one_for_a_major(before: Path, tiny: Path) -> None:
    (tiny / "corpus" / "tiny-2.json").unlink()
    lost, gained = compare(before, tiny / "corpus"), compare(tiny / "corpus", before)
    assert (lost.removed, lost.reasons) == (["tiny-2"], {"major": ["tiny-2 was removed"]})
    assert (gained.added, gained.reasons) == (["tiny-2"], {"minor": ["tiny-2 was added"]})


def test_document_in_another_split_asks_for_a_major_step(before: Path, tiny: Path) -> None:
    edit_manifest(tiny, lambda text: text.replace('"train"', '"test"'))
    found = compare(before, tiny / "corpus")
    assert found.moved == {"tiny-1": ("train", "test")}
    assert found.reasons == {"major": ["tiny-1 moved from train to test"]}


def test_other_text_asks_for_a_major_step(before: Path, tiny: Path) -> None:
    article = layout.article(tiny / "seeds", "tiny-1")
    text = article.read_text(encoding="utf-8") + "\n"
    article.write_bytes(text.encode())
    found = compare(before, change(tiny, lambda document: replace(document, sha256=manifest.sha256(text))))
    assert (found.other_text, found.step) == (["tiny-1"], "major")


def test_new_layer_asks_for_a_minor_step_and_other_metadata_for_a_patch(before: Path, tiny: Path) -> None:
    def without_stances(document: Document) -> Document:
        return replace(document, stances=(), layers=replace(document.layers, stances="none"))

    assert compare(change(tiny, without_stances), before).step == "minor"
    change(tiny, lambda document: next(stancebank.documents(before)))
    found = compare(before, change(tiny, lambda d: replace(d, metadata=replace(d.metadata, publisher="Herald"))))
    assert found.reasons == {"patch": ["tiny-1 has other metadata"]}


def test_columns_labels_and_configs_of_builds(tiny_built: Path) -> None:
    old = comparison.read(tiny_built)
    features = json.loads(json.dumps(old.features))
    features["stances"]["polarity"]["names"].append("unclear")
    features["documents"]["mentions"]["feature"]["form"] = {"dtype": "string", "_type": "Value"}
    features["stances"]["note"] = {"dtype": "string", "_type": "Value"}
    del features["passes"]
    features["frames"] = features["targets"]
    found = comparison.compare(old, comparison.Version(old.documents, old.number, features, old.files))
    assert found.reasons == {
        "major": [
            "the config passes was removed",
            "the column documents.mentions[].form was changed",
            "the column stances.note was added",
            "the column stances.polarity was changed",
        ],
        "minor": ["the config frames was added"],
    }


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, ["diff", *map(str, arguments)], catch_exceptions=False)


def test_command_shows_layers_labels_and_the_step(tiny: Path, tiny_built: Path, tmp_path: Path) -> None:
    def flip(document: Document) -> Document:
        return replace(document, stances=tuple(replace(one, intensity="high") for one in document.stances))

    change(tiny, flip)
    sources = release.Sources(tiny / "corpus", tiny / "seeds", tiny / "DATASET_CARD.md")
    (tiny / "corpus" / "reports" / "counts.json").unlink()
    release.build(sources, tiny / "build")
    done = run(tiny_built, tiny / "build")
    assert done.exit_code == 1
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["added", "removed", "changed"],
        ["stances", "0", "0", "3"],
        ["old", "new", "times"],
        ["stances.intensity", "medium", "high", "3"],
        "patch: corpus/reports/counts.json is not the same".split(),
        "patch: corpus/reports/counts.polarity.png is not the same".split(),
        "patch: stances: 3 changed".split(),
        "asks for a patch step: 0.1.0 → 0.1.1".split(),
    ]
    assert done.stderr == f"{tiny / 'build'} has version 0.1.0, and should have at least 0.1.1\n"
    newer = copy_with_version(tiny / "build", tmp_path / "newer", "0.1.1")
    assert run(tiny_built, newer).exit_code == 0
    content = json.loads(run(tiny_built, newer, "--format", "json").stdout)
    assert (content["step"], content["due_version"], len(content["units"])) == ("patch", "0.1.1", 3)
    assert run(newer, newer).stdout == "no difference\n"


def test_command_tells_a_missing_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "stancebank", "diff", str(tmp_path / "no"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "does not exist" in done.stderr
