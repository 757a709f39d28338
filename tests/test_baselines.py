"""Baselines: what knows the gold scores 1, what a corpus gives away is found, and the report is about the corpus."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import structs

import stancebank
from stancebank import collection, studies
from stancebank.baselines import polarity, tagging, trials, twins
from stancebank.baselines.figures import ITEMS, PAIRS
from stancebank.baselines.rows import PARTS, Row, Rows, align
from stancebank.baselines.tagging import Tagged
from stancebank.errors import UsageError


@pytest.fixture(scope="module")
def rows(built: Path) -> Rows:
    return Rows(built)


@pytest.mark.parametrize("task", ["targets", "stances"])
def test_who_knows_the_polarity_scores_1(rows: Rows, task: str) -> None:
    scores = trials.try_polarity(rows, task, rows.read(task, "test"), lambda tried: [row["polarity"] for row in tried])
    for part in PARTS:
        assert scores[part] == {"stances.polarity.micro": 1.0, "stances.polarity.macro": 1.0}
    if task == "targets":
        items = scores[PAIRS].pop(ITEMS)
        assert items is not None
        assert items > 0
        assert scores[PAIRS] == {"both": 1.0}


def test_who_sees_no_stance_has_no_pair_right(rows: Rows) -> None:
    scores = trials.try_polarity(rows, "targets", rows.read("targets", "test"), lambda tried: ["none"] * len(tried))
    assert scores[PAIRS]["both"] == 0
    assert scores["companions"]["stances.polarity.micro"] == 0


def test_who_knows_the_cues_has_every_pair_right(rows: Rows) -> None:
    def tag(row: Row) -> Tagged:
        return Tagged(cue=tagging.cues(row))

    scores = trials.try_tags(rows, rows.read("sentences", "test"), tag)
    assert scores[PAIRS]["both"] == 1
    assert scores["seed"]["attributions.cue.tokens"] == pytest.approx(1, abs=0.05)
    assert scores["seed"]["attributions.content.tokens"] == 0


def test_learners_learn_what_they_are_shown(rows: Rows) -> None:
    train = rows.read("stances", "train")[:200]
    predict = polarity.linear(lambda row: {row["polarity"]: 1.0})(train, 0)
    assert predict(train) == [row["polarity"] for row in train]
    most = polarity.constant("most_frequent")(train, 0)(train)
    assert len(set(most)) == 1


def test_aligned_rows_stand_in_the_same_place() -> None:
    def make(words: str) -> Sequence[Row]:
        return [{"word": word} for word in words.split()]

    pairs = align(list(make("a b c d e")), list(make("a x c d f g")), "word")
    assert [(left["word"], right["word"]) for left, right in pairs] == [("a", "a"), ("b", "x"), ("c", "c"), ("d", "d")]


def test_a_mark_tells_twins_apart(rows: Rows) -> None:
    pairs = [(rows.documents[one], rows.documents[other]) for one, other in rows.pairs]
    marked = [(one, structs.replace(one, text=f"{one.text} furthermore")) for one, _ in pairs]
    assert all(twins.told_apart(marked))


def test_reports_are_about_the_corpus(repository: Path) -> None:
    checksum = collection.checksum(repository / "corpus", repository / "seeds")
    for path in (repository / "corpus" / "reports").glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["corpus_sha256"] == checksum, (
            f"{path} is stale: make it anew"
        )


def test_the_agreement_report_is_what_the_passes_give(repository: Path, tmp_path: Path) -> None:
    studies.write_agreement(repository / "corpus", repository / "seeds", tmp_path)
    page = repository / "corpus" / "reports" / "agreement.md"
    assert (tmp_path / page.name).read_text(encoding="utf-8") == page.read_text(encoding="utf-8")


def test_the_build_of_another_corpus_is_refused(built: Path, checkout: Path) -> None:
    document = next(stancebank.documents(checkout / "corpus"))
    changed = structs.replace(document, metadata=structs.replace(document.metadata, topic="another"))
    stancebank.write(changed, checkout / "corpus" / f"{document.id}.json")
    with pytest.raises(UsageError, match=f"{document.id} differs; `stancebank build` makes it anew"):
        studies.check_build(built, checkout / "corpus", checkout / "seeds")


@pytest.mark.parametrize(
    ("command", "library", "extra"), [("baseline", "sklearn", "baseline"), ("plot", "matplotlib", "plot")]
)
def test_a_missing_library_is_named(repository: Path, tmp_path: Path, command: str, library: str, extra: str) -> None:
    script = f"import sys; sys.modules[{library!r}] = None; import stancebank.__main__ as m; m.main()"
    arguments = [sys.executable, "-c", script, command, "--out", str(tmp_path)]
    done = subprocess.run(arguments, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"pip install 'stancebank[{extra}]'" in done.stderr
