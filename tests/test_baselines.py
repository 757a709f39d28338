"""Baselines: who knows the gold scores 1, and what the rows give away is found."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import structs

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


def test_a_build_without_a_split_is_refused(tiny_built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "build" / "data" / "documents"
    folder.mkdir(parents=True)
    with pytest.raises(UsageError, match="has no train"):
        Rows(tmp_path / "build")
    shutil.copy(tiny_built / "data" / "documents" / "train-00000-of-00001.parquet", folder)
    with pytest.raises(UsageError, match="has no test"):
        Rows(tmp_path / "build")
