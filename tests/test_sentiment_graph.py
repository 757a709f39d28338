"""Sentiment Graph F1 against the task's definition, written out here a second time, and on the task's own data."""

import json
import os
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize import SpaceTokenizer

import stancebank
from stancebank.scoring import rendering, semeval, sentiment_graph
from stancebank.scoring.sentiment_graph import Tuple

EXTERNAL = os.environ.get("STANCEBANK_EXTERNAL_DATA")
needs_opener = pytest.mark.skipif(not EXTERNAL, reason="STANCEBANK_EXTERNAL_DATA is not set")

Sentence = dict[str, Any]


class Published:
    """The score as Barnes et al. (2022) define it and the task computes it, sentence by sentence, with no shortcuts."""

    def __init__(self, gold: Iterable[Sentence], predicted: Iterable[Sentence], *, polar: bool) -> None:
        self.gold = {sentence["sent_id"]: self.tuples(sentence) for sentence in gold}
        self.predicted = {sentence["sent_id"]: self.tuples(sentence) for sentence in predicted}
        self.polar = polar

    @staticmethod
    def tuples(sentence: Sentence) -> list[tuple[set[int], set[int], set[int], str]]:
        tokens = list(SpaceTokenizer().span_tokenize(sentence["text"]))

        def positions(spans: list[str]) -> set[int]:
            found: set[int] = set()
            for span in spans:
                first, last = (int(part) for part in span.split(":"))
                begin = [n for n, (start, _) in enumerate(tokens) if start == first]
                if begin:
                    ends = [n for n, (_, end) in enumerate(tokens) if end == last and n >= begin[0]]
                    found.update(range(begin[0], (ends[0] if ends else len(tokens) - 1) + 1))
            return found

        keys = ("Source", "Target", "Polar_expression")
        return [
            (*(positions(opinion[key][1]) for key in keys), opinion["Polarity"])  # type: ignore[misc]
            for opinion in sentence["opinions"]
        ]

    def share(self, own: dict[str, Any], others: dict[str, Any]) -> float:
        credit, number = 0.0, 0
        for name, tuples in own.items():
            for one in tuples:
                number += 1
                near = [other for other in others[name] if all(map(self.meet, one[:3], other[:3], (1, 1, 0)))]
                if any(one[3] == other[3] or not self.polar for other in near):
                    credit += max(
                        sum(self.portion(a, b) for a, b in zip(one[:3], other[:3], strict=True)) / 3 for other in near
                    )
        return credit / number if number else 0.0

    @staticmethod
    def meet(one: set[int], other: set[int], may_be_empty: int) -> bool:
        return bool(one & other) or (bool(may_be_empty) and not one and not other)

    @staticmethod
    def portion(one: set[int], other: set[int]) -> float:
        return len(one & other) / len(one) if one else 1.0

    @property
    def scores(self) -> tuple[float, float, float]:
        precision, recall = self.share(self.predicted, self.gold), self.share(self.gold, self.predicted)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return precision, recall, f1


def predictions(gold: list[Sentence], seed: int) -> list[Sentence]:
    """The gold with the mistakes of a parser: spans moved, polarity turned, tuples lost, repeated and made up."""
    chance = random.Random(seed)
    return [{**sentence, "opinions": [*_mistaken(sentence, chance)]} for sentence in gold]


def _mistaken(sentence: Sentence, chance: random.Random) -> Iterable[dict[str, Any]]:
    tokens = list(SpaceTokenizer().span_tokenize(sentence["text"]))
    for opinion in sentence["opinions"]:
        changed = dict(opinion)
        for key in ("Source", "Target", "Polar_expression"):
            if chance.random() < 0.3 and tokens:
                first = chance.randrange(len(tokens))
                last = min(first + chance.randrange(4), len(tokens) - 1)
                changed[key] = [["…"], [f"{tokens[first][0] + (chance.random() < 0.1)}:{tokens[last][1]}"]]
            elif chance.random() < 0.1:
                changed[key] = [[], []]
        if chance.random() < 0.2:
            changed["Polarity"] = "Negative" if opinion["Polarity"] == "Positive" else "Positive"
        for _ in range(chance.choice([0, 1, 1, 1, 1, 3])):
            yield changed


@needs_opener
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_scores_on_opener_are_the_published_ones(seed: int, tmp_path: Path) -> None:
    path = Path(str(EXTERNAL)) / "semeval22" / "opener_en_dev.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    predicted = predictions(gold, seed)
    (tmp_path / "predicted.json").write_text(json.dumps(predicted, indent=1), encoding="utf-8")
    plain = rendering.plain(stancebank.score(path, tmp_path / "predicted.json", resamples=0))
    for name, polar in (("sentiment_graph", True), ("sentiment_graph_nonpolar", False)):
        expected = Published(gold, predicted, polar=polar).scores
        assert (plain[f"{name}_precision"], plain[f"{name}_recall"], plain[f"{name}_f1"]) == pytest.approx(expected)
    assert plain["sentiment_graph_one_to_one_f1"] < plain["sentiment_graph_f1"]


@needs_opener
def test_every_set_of_the_task_scores_one_against_itself() -> None:
    for path in sorted((Path(str(EXTERNAL)) / "semeval22").glob("*_dev.json")):
        scores = stancebank.score(path, path, resamples=0)
        tuples = Published.tuples
        sentences = json.loads(path.read_text(encoding="utf-8"))
        wordless = sum(not one[2] for sentence in sentences for one in tuples(sentence))
        number = sum(len(sentence["opinions"]) for sentence in sentences)
        assert scores.results["sentiment_graph"].value == pytest.approx((number - wordless) / number), path


TOKENS = st.frozensets(st.integers(0, 4), max_size=3)
TUPLES = st.lists(st.builds(Tuple, TOKENS, TOKENS, TOKENS, st.sampled_from(["Positive", "Negative"])), max_size=4)


@given(TUPLES, TUPLES)
def test_scores_of_any_tuples_are_the_published_ones(gold: list[Tuple], predicted: list[Tuple]) -> None:
    for name, polar in (("sentiment_graph", True), ("sentiment_graph_nonpolar", False)):
        definition = Published([], [], polar=polar)
        definition.gold, definition.predicted = ({"s": [tuple(one) for one in side]} for side in (gold, predicted))
        sums = dict(sentiment_graph.counts(gold, predicted))[name]
        values = sentiment_graph.SentimentGraphF1().values(sums)
        assert tuple(map(float, values.values())) == pytest.approx(definition.scores)


@given(st.text(alphabet="ab 👩e\u0301", max_size=12))
def test_tokens_are_those_of_nltk(text: str) -> None:
    assert semeval.split_tokens(text) == list(SpaceTokenizer().span_tokenize(text))


def sentence(*opinions: dict[str, Any], name: str = "s1") -> Sentence:
    return {"sent_id": name, "text": "the staff was very friendly", "opinions": list(opinions)}


def opinion(expression: str = "14:27", polarity: str = "Positive") -> dict[str, Any]:
    return {
        "Source": [[], []],
        "Target": [["the staff"], ["0:9"]],
        "Polar_expression": [["…"], [expression]],
        "Polarity": polarity,
        "Intensity": "Standard",
    }


def score_arrays(folder: Path, gold: Any, predicted: Any) -> dict[str, Any]:
    for name, sentences in (("gold", gold), ("predicted", predicted)):
        (folder / f"{name}.json").write_text(json.dumps(sentences), encoding="utf-8")
    return rendering.plain(stancebank.score(folder / "gold.json", folder / "predicted.json", resamples=0))


def test_repeating_a_right_tuple_raises_the_published_score_only(tmp_path: Path) -> None:
    gold = [sentence(opinion(), opinion("4:9", "Negative"))]
    wrong = opinion("0:3", "Negative")
    once = score_arrays(tmp_path, gold, [sentence(opinion(), wrong)])
    nine_times = score_arrays(tmp_path, gold, [sentence(*[opinion()] * 9, wrong)])
    assert (once["sentiment_graph_f1"], nine_times["sentiment_graph_f1"]) == pytest.approx((0.5, 2 * 0.45 / 1.4))
    assert (once["sentiment_graph_one_to_one_f1"], nine_times["sentiment_graph_one_to_one_f1"]) == pytest.approx(
        (0.5, 1 / 6)
    )


def test_weights_ignore_polarity_in_the_published_score_only(tmp_path: Path) -> None:
    """The tuple of equal polarity shares one token, the other one both: the weight is that of the other."""
    gold = [sentence(opinion("14:27", "Negative"), opinion("14:18", "Positive"))]
    plain = score_arrays(tmp_path, gold, [sentence(opinion("14:27", "Positive"))])
    assert plain["sentiment_graph_precision"] == 1.0
    assert plain["sentiment_graph_one_to_one_precision"] == pytest.approx((1 + 1 + 1 / 2) / 3)


def test_nothing_against_nothing_is_zero(tmp_path: Path) -> None:
    plain = score_arrays(tmp_path, [sentence()], [sentence()])
    assert (plain["sentiment_graph_f1"], plain["sentiment_graph_one_to_one_f1"]) == (0.0, 0.0)


def test_spans_that_cut_tokens_are_read_as_the_task_reads_them() -> None:
    tokens = semeval.split_tokens("the staff was very friendly")
    numbers = semeval._numbers
    assert numbers(["4:13"], tokens) == {1, 2}
    assert numbers(["5:13"], tokens) == frozenset()
    assert numbers(["4:12"], tokens) == {1, 2, 3, 4}
    assert numbers(["0:3", "14:18"], tokens) == {0, 3}


def test_bad_arrays_are_refused_with_a_code(tmp_path: Path) -> None:
    for broken, code in (
        ([{"sent_id": "s1", "text": ""}], "SB010"),
        ([sentence(opinion("four:nine"))], "SB012"),
        ([sentence(), "s2"], "SB012"),
    ):
        with pytest.raises(stancebank.InvalidContent, match=code):
            score_arrays(tmp_path, broken, [])
    for data, code in ((b"[{", "SB002"), (b'[{"sent_id": "\xff"}]', "SB001")):
        (tmp_path / "gold.json").write_bytes(data)
        with pytest.raises(stancebank.InvalidContent, match=code):
            stancebank.score(tmp_path / "gold.json", tmp_path / "gold.json")


def test_unmatched_and_mixed_arrays_are_wrong_usage(tmp_path: Path, repository: Path) -> None:
    with pytest.raises(stancebank.UsageError, match=r"predicted\.json lacks s2"):
        score_arrays(tmp_path, [sentence(), sentence(name="s2")], [sentence()])
    with pytest.raises(stancebank.UsageError, match=r"gold\.json is a SemEval-2022 array"):
        stancebank.score(tmp_path / "gold.json", repository / "tests" / "valid" / "harbour.json")
