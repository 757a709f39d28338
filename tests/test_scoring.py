"""The scorer: against the definitions, against other scorers, and over generated documents."""

import hashlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from nervaluate import Evaluator
from scorch import scores as scorch

import stancebank
from stancebank import labels, standoff
from stancebank.index import DocumentIndex
from stancebank.model import (
    LAYERS,
    Attribution,
    Document,
    Entity,
    Layers,
    Mention,
    Metadata,
    Proposition,
    Sentence,
    Stance,
)
from stancebank.scoring import coreference, layers, measures, mentions, rendering, spans
from stancebank.scoring.bootstrap import Bootstrap, results
from stancebank.scoring.readings import Pair, read_together
from stancebank.scoring.statistics import Array, Mean, Result, Retrieval, Tally
from stancebank.spans import Span

WORDS = ("Ada", "said", "the", "ferry", "is", "“fine”,", "re\u0301gime", "👩🏽‍⚖️", "wasn’t", "سعيد", "not", "Lund.")


class Writer:
    """A document over drawn words: its annotations are anywhere, nested, crossing, repeated and discontinuous."""

    def __init__(self, draw: st.DrawFn, words: list[str]) -> None:
        self.draw = draw
        self.text = " ".join(words)
        starts = [sum(len(word) + 1 for word in words[:number]) for number in range(len(words))]
        self.places = [(start, start + len(word)) for start, word in zip(starts, words, strict=True)]

    def label(self, literal: Any) -> Any:
        return self.draw(st.sampled_from(get_args(literal)))

    def count(self, most: int) -> range:
        return range(1, self.draw(st.integers(0, most)) + 1)

    def spans(self, *, may_be_empty: bool = True) -> tuple[Span, ...]:
        chosen = self.draw(st.sets(st.integers(0, len(self.places) - 1), min_size=not may_be_empty, max_size=3))
        return tuple(Span(start=self.places[n][0], end=self.places[n][1]) for n in sorted(chosen))

    def one_of(self, *ids: Any) -> Any:
        return self.draw(st.sampled_from(ids))


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)


@st.composite
def documents(
    draw: st.DrawFn, states: Any = labels.Completeness, texts: st.SearchStrategy[list[str]] = TEXTS
) -> Document:
    write = Writer(draw, draw(texts))
    entities = tuple(
        Entity(id=f"e{n}", type=write.label(labels.EntityType), name=f"name {n % 2}", key=write.one_of(None, "Q1"))
        for n in write.count(4)
    )
    agents = [entity.id for entity in entities] + ["author", "implicit"]
    mentions = tuple(
        Mention(id=f"m{n}", entity=write.one_of(*agents[:-2]), spans=found, head=found[-1], form="nominal")
        for n in (write.count(6) if entities else ())
        if (found := write.spans(may_be_empty=False))
    )
    named = [None, *(mention.id for mention in mentions)]
    propositions = tuple(
        Proposition(id=f"p{n}", spans=write.spans(may_be_empty=False), kind="claim") for n in write.count(2)
    )
    attributions = tuple(
        Attribution(
            id=f"a{n}",
            source=write.spans(),
            source_entity=write.one_of(*agents),
            cue=write.spans(),
            content=write.spans(),
            parent=write.one_of(None, *(f"a{parent}" for parent in range(1, n))),
            kind="statement",
            belief="CB",
        )
        for n in write.count(4)
    )
    stances = tuple(
        Stance(
            id=f"t{n}",
            holder=write.one_of(*agents),
            holder_mention=write.one_of(*named),
            target=write.one_of("implicit", *agents[:-2], *(proposition.id for proposition in propositions)),
            target_mention=write.one_of(*named),
            attitude=write.label(labels.Attitude),
            polarity=write.label(labels.Polarity),
            intensity=write.label(labels.Intensity),
            expression=write.spans(),
        )
        for n in write.count(4)
    )
    return Document(
        schema_version="1.0",
        id="drawn",
        sha256=hashlib.sha256(write.text.encode()).hexdigest(),
        text=write.text,
        layers=Layers(**{layer: write.label(states) for layer in LAYERS}),
        sentences=tuple(Sentence(id=f"s{n}", start=a, end=b) for n, (a, b) in enumerate(write.places, start=1)),
        entities=entities,
        mentions=mentions,
        propositions=propositions,
        attributions=attributions,
        stances=stances,
    )


@st.composite
def two_readings(draw: st.DrawFn) -> tuple[Document, Document]:
    """Two documents of one text that have nothing else in common."""
    text = st.just(draw(TEXTS))
    complete = Literal["complete"]
    return draw(documents(complete, text)), draw(documents(complete, text))


def pair(gold: Document, predicted: Document) -> Pair:
    return Pair(*read_together([gold, predicted]))


def score_pairs(*pairs: Pair) -> dict[str, Result]:
    tally = Tally(measures.statistics())
    for number, one in enumerate(pairs):
        tally.add(str(number), measures.counts(one))
    return results(tally, Bootstrap(resamples=0))


def scored_values(found: dict[str, Result]) -> Iterator[tuple[str, str, float | None]]:
    for name, result in found.items():
        for key, value in result.values.items():
            yield name, key, value


@given(documents())
def test_gold_against_gold_is_one_or_null(gold: Document) -> None:
    found = score_pairs(pair(gold, gold))
    for name, key, value in scored_values(found):
        part = name.partition(".")[0]
        state = layers.completeness(gold, "stances" if part.startswith("sentiment_graph") else part)
        if part.startswith("sentiment_graph"):
            units = state != "none" and any(stance.expression for stance in gold.stances)
            expected = 1.0 if units and (state == "complete" or key == "recall") else 0.0
            assert value == pytest.approx(expected), (name, key)
        elif state == "complete":
            assert value is None or value == pytest.approx(1.0), (name, key)
        elif value is not None:
            assert (state, key, value) == ("partial", "recall", pytest.approx(1.0)), (name, key)


@given(documents())
def test_gold_has_a_score_wherever_it_has_a_unit(gold: Document) -> None:
    found = score_pairs(pair(gold, gold))
    units = {
        "sentences.exact": gold.sentences,
        "mentions.strict": gold.mentions,
        "coreference.conll": gold.mentions,
        "attributions.whole.chain": gold.attributions,
        "attributions.cue.exact": [a for a in gold.attributions if a.cue],
        "stances.tuple": gold.stances,
        "stances.polarity.macro": gold.stances,
    }
    for name, of_layer in units.items():
        is_scored = bool(of_layer) and layers.completeness(gold, name.partition(".")[0]) == "complete"
        assert (found[name].value is not None) == is_scored, name


@given(documents(states=Literal["complete", "partial"]))
def test_an_empty_prediction_scores_zero(gold: Document) -> None:
    lists: dict[str, Any] = dict.fromkeys(LAYERS, ())
    found = score_pairs(pair(gold, replace(gold, **lists)))
    assert {value for _, _, value in scored_values(found)} <= {0.0, None}
    assert found["sentiment_graph"].value == 0.0


@given(two_readings())
def test_scores_of_anything_are_finite_and_f1_is_the_same_both_ways(both: tuple[Document, Document]) -> None:
    there, back = score_pairs(pair(*both)), score_pairs(pair(*both[::-1]))
    for name, result in there.items():
        assert all(value is None or 0 <= value <= 1 + 1e-9 for value in result.values.values()), name
        if "f1" in result.values and name != "attributions.whole.chain":
            assert result.values["f1"] == pytest.approx(back[name].values["f1"]), name


def test_partial_gold_is_scored_for_recall_only(repository: Path) -> None:
    gold = stancebank.read(repository / "tests" / "valid" / "harbour.json")
    partial = replace(gold, layers=replace(gold.layers, stances="partial"))
    result = score_pairs(pair(partial, gold))["stances.tuple"]
    assert result.values == {"precision": None, "recall": 1.0, "f1": None}
    both = score_pairs(pair(partial, gold), pair(gold, replace(gold, stances=gold.stances[:1])))["stances.tuple"]
    number = len(gold.stances)
    assert both.values["precision"] == 1.0
    assert both.values["recall"] == pytest.approx((number + 1) / (2 * number))


# --- coreference


@st.composite
def partitions(draw: st.DrawFn) -> list[set[int]]:
    homes = draw(st.dictionaries(st.integers(0, 11), st.integers(0, 4), max_size=12))
    return coreference.partition(homes.items())  # type: ignore[return-value]


def f1(sums: Array) -> tuple[float, float, float]:
    values = Retrieval().values(sums)
    return float(values["recall"]), float(values["precision"]), float(values["f1"])


@given(partitions(), partitions())
def test_coreference_metrics_are_those_of_scorch(gold: list[set[int]], predicted: list[set[int]]) -> None:
    found = coreference.counts(gold, predicted)
    assume(set().union(*gold) & set().union(*predicted))  # scorch divides by zero elsewhere
    assert f1(found["b3"]) == pytest.approx(scorch.b_cubed(gold, predicted))
    assert f1(found["ceafe"]) == pytest.approx(scorch.ceaf_e(gold, predicted))
    if f1(found["muc"])[2] > 0:
        assert f1(found["muc"]) == pytest.approx(scorch.muc(gold, predicted))
        mean = Mean(3).values(coreference.conll(found))["f1"]
        assert float(mean) == pytest.approx(scorch.conll2012(gold, predicted))


@given(partitions(), partitions())
def test_lea_is_as_defined(gold: list[set[int]], predicted: list[set[int]]) -> None:
    def links(entity: set[int]) -> set[tuple[int, int]]:
        return {(a, b) for a in entity for b in entity if a < b} or {(a, a) for a in entity}

    def share(entities: list[set[int]], others: list[set[int]]) -> float:
        resolved = sum(
            len(entity) * sum(len(links(entity) & links(other)) for other in others) / len(links(entity))
            for entity in entities
        )
        return resolved / sum(map(len, entities))

    if gold and predicted:
        recall, precision, _ = f1(coreference.counts(gold, predicted)["lea"])
        assert (recall, precision) == pytest.approx((share(gold, predicted), share(predicted, gold)))


def test_lea_of_the_example_in_its_paper() -> None:
    """Moosavi and Strube 2016, section 3."""
    gold, predicted = [set("abc"), set("defg")], [set("ab"), set("cd"), set("fghi")]
    recall, precision, _ = f1(coreference.counts(gold, predicted)["lea"])
    assert recall == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert precision == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


# --- mentions


@st.composite
def flat_mentions(draw: st.DrawFn) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Two lists of mentions over blocks of four words, in which each overlaps at most one of the other list."""
    gold, predicted = [], []
    for block in range(draw(st.integers(1, 5))):
        for side in (gold, predicted):
            if draw(st.booleans()):
                first = draw(st.integers(0, 2))
                last = draw(st.integers(first, 2))
                side.append((4 * block + first, 4 * block + last, draw(st.sampled_from(("person", "place")))))
    return gold, predicted


@given(flat_mentions())
def test_mention_schemes_are_those_of_nervaluate(sides: Any) -> None:
    gold, predicted = sides
    assume(gold and predicted)
    found = dict(mentions.counts(pair(*(with_mentions(side) for side in sides))))
    as_dicts = [[{"start": a, "end": b, "label": label} for a, b, label in side] for side in sides]
    expected = Evaluator([as_dicts[0]], [as_dicts[1]], tags=["person", "place"]).evaluate()["overall"]
    for scheme, theirs in {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}.items():
        recall, precision, mean = f1(found[scheme])
        assert (precision, recall, mean) == pytest.approx(
            (expected[theirs].precision, expected[theirs].recall, expected[theirs].f1)
        ), scheme


def with_mentions(units: list[tuple[int, int, str]]) -> Document:
    """A document of one-letter words with mentions from word to word."""
    text = " ".join("abcdefghijklmnopqrstuvwxyz")
    return Document(
        schema_version="1.0",
        id="letters",
        sha256="0" * 64,
        text=text,
        layers=Layers(mentions="complete", entities="complete"),
        entities=tuple(Entity(id=f"e{n}", type=t, name=t, key=None) for n, (_, _, t) in enumerate(units, 1)),  # type: ignore[arg-type]
        mentions=tuple(
            Mention(id=f"m{n}", entity=f"e{n}", spans=(span,), head=span, form="name")
            for n, (a, b, _) in enumerate(units, 1)
            if (span := Span(start=2 * a, end=2 * b + 1))
        ),
    )


def test_nested_mentions_are_matched_once_whatever_their_order() -> None:
    gold = [(0, 5, "person"), (2, 5, "place")]
    predicted = [(1, 5, "place"), (3, 5, "place")]
    expected = {"strict": 0, "exact": 0, "partial": 1, "type": 1, "head": 0}
    for left in (gold, gold[::-1]):
        for right in (predicted, predicted[::-1]):
            found = mentions.counts(pair(with_mentions(left), with_mentions(right)))
            assert {scheme: sums[2] for scheme, sums in found} == expected


# --- attributions and stances


def test_chain_counts_only_where_every_source_above_is_right(repository: Path) -> None:
    gold = stancebank.read(repository / "tests" / "valid" / "harbour.json")
    inner = next(attribution for attribution in gold.attributions if attribution.parent)
    outer = next(attribution for attribution in gold.attributions if attribution.id == inner.parent)
    others = {entity.id for entity in gold.entities} - {outer.source_entity, inner.source_entity}
    wrong = replace(outer, source_entity=others.pop() if others else "implicit", source=())
    predicted = replace(gold, attributions=tuple(wrong if a.id == outer.id else a for a in gold.attributions))
    found = score_pairs(pair(gold, predicted))
    number = len(gold.attributions)
    below = sum(outer.id in {a.id for a in DocumentIndex(gold).chain(one.id)} for one in gold.attributions)
    assert below == 2
    assert found["attributions.whole.overlap"].values["recall"] == pytest.approx((number - 1) / number)
    assert found["attributions.whole.chain"].values["recall"] == pytest.approx((number - below) / number)


def test_token_weighted_spans_match_one_to_one() -> None:
    gold, predicted = [frozenset({1, 2, 3})], [frozenset({1, 2}), frozenset({2, 3, 4})]
    assert list(spans.shared_tokens(gold, predicted)) == [2, 5, 2, 3, 0]


def test_a_repeated_stance_counts_once_but_raises_sentiment_graph_f1(repository: Path) -> None:
    """SemEval's score is not one-to-one: a right tuple nine times beside a wrong one hides the wrong one."""
    gold = stancebank.read(repository / "tests" / "valid" / "harbour.json")
    right = gold.stances[0]
    wrong = replace(right, id="t90", polarity="neutral" if right.polarity != "neutral" else "mixed")
    repeated = tuple(replace(right, id=f"t{80 + n}") for n in range(9))
    gold = replace(gold, stances=(right,))
    once = score_pairs(pair(gold, replace(gold, stances=(right, wrong))))
    often = score_pairs(pair(gold, replace(gold, stances=(*repeated, wrong))))
    assert once["sentiment_graph"].value == pytest.approx(2 / 3)
    assert often["sentiment_graph"].value == pytest.approx(2 * 0.9 / 1.9)
    for name in ("sentiment_graph_one_to_one", "stances.tuple"):
        assert once[name].value == pytest.approx(2 / 3)
        assert often[name].values["precision"] == pytest.approx(0.1)


# --- the sample and the report


@given(documents(), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_sums_of_a_sample_are_those_of_its_documents(gold: Document, times: list[int]) -> None:
    """What lets a bootstrap sample be one weighted sum."""
    one = pair(gold, replace(gold, stances=gold.stances[1:], attributions=gold.attributions[:1]))
    tally = Tally(measures.statistics())
    for number, repeats in enumerate(times):
        for _ in range(repeats):
            tally.add(str(number), measures.counts(one))
    single = Tally(measures.statistics())
    single.add("0", measures.counts(one))
    every, once = np.ones((1, len(times)), dtype=np.int64), np.ones((1, 1), dtype=np.int64)
    assert tally.combine(every) == pytest.approx(sum(times) * single.combine(once))
    assert tally.combine(every) == pytest.approx(single.combine(sum(times) * once))


def corpus_of(folder: Path, documents: list[Document]) -> Path:
    folder.mkdir()
    for document in documents:
        (folder / f"{document.id}.json").write_bytes(standoff.encode(document))
    return folder


@pytest.fixture
def collections(tmp_path: Path, repository: Path) -> tuple[Path, Path]:
    """Four documents, one a twin of another, and predictions that miss a stance in two."""
    harbour = stancebank.read(repository / "tests" / "valid" / "harbour.json")
    gold = [replace(harbour, id=f"d{n}") for n in range(4)]
    gold[3] = replace(gold[3], metadata=Metadata(twin_of="d0"))
    predicted = [replace(one, stances=one.stances[n % 2 :]) for n, one in enumerate(gold)]
    return corpus_of(tmp_path / "gold", gold), corpus_of(tmp_path / "predicted", predicted)


def test_twins_share_a_group_and_intervals_are_reproducible(collections: tuple[Path, Path]) -> None:
    scores = stancebank.score(*collections)
    assert (scores.documents, scores.groups) == (4, 3)
    result = scores.results["stances.tuple"]
    assert result.interval is not None
    low, high = result.interval
    assert low < (result.value or 0) < high == 1.0
    assert stancebank.score(*collections) == scores
    assert stancebank.score(*collections, resamples=0).results["stances.tuple"].interval is None


def test_json_is_complete_and_stable(collections: tuple[Path, Path], repository: Path) -> None:
    """The keys are those of the file; a change of them is a change of the interface."""
    gold, _ = collections
    plain = json.loads(json.dumps(rendering.plain(stancebank.score(gold, gold))))
    keys = "".join(f"{path}\n" for path in key_paths(plain))
    assert keys == (repository / "tests" / "keys" / "score.txt").read_text(encoding="utf-8")


def key_paths(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from key_paths(inner, f"{path}.{key}".lstrip("."))
    else:
        yield path


def test_unmatched_documents_are_named(collections: tuple[Path, Path]) -> None:
    gold, predicted = collections
    (predicted / "d1.json").unlink()
    (gold / "d2.json").unlink()
    with pytest.raises(stancebank.UsageError, match=r"predicted lacks d1; .*gold lacks d2|gold lacks d2; .*lacks d1"):
        stancebank.score(gold, predicted)


def test_named_documents_are_scored_whatever_else_is_missing(collections: tuple[Path, Path]) -> None:
    gold, predicted = collections
    (predicted / "d1.json").unlink()
    assert stancebank.score(gold, predicted, documents=["d0", "d2"], resamples=0).documents == 2
    with pytest.raises(stancebank.UsageError, match="predicted lacks d1"):
        stancebank.score(gold, predicted, documents=["d0", "d1"])


def test_a_split_is_that_of_the_gold_and_a_misspelt_id_is_still_found(
    checkout: Path, tmp_path: Path, repository: Path
) -> None:
    gold = stancebank.read(next((checkout / "corpus").glob("000_*.json")))
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_bytes(standoff.encode_line(gold))
    scores = stancebank.score(checkout / "corpus", predicted, split="test", documents=[gold.id], resamples=0)
    assert scores.results["stances.tuple"].value == 1.0
    predicted.write_bytes(standoff.encode_line(replace(gold, id="misspelt")))
    with pytest.raises(stancebank.UsageError, match="corpus lacks misspelt"):
        stancebank.score(checkout / "corpus", predicted, split="test")


def test_order_does_not_matter_and_what_stands_twice_is_refused(tmp_path: Path, repository: Path) -> None:
    one = stancebank.read(repository / "tests" / "valid" / "harbour.json")
    other = replace(one, id="other")
    paths = {}
    for name, documents in {"gold": [one, other], "turned": [other, one], "twice": [one, other, one]}.items():
        paths[name] = tmp_path / f"{name}.jsonl"
        paths[name].write_bytes(b"".join(standoff.encode_line(document).rstrip() + b"\n" for document in documents))
    assert stancebank.score(paths["gold"], paths["turned"], resamples=0).results["stances.tuple"].value == 1.0
    with pytest.raises(stancebank.UsageError, match=r"harbour stands twice in .*twice\.jsonl"):
        stancebank.score(paths["gold"], paths["twice"])


def test_other_texts_and_broken_references_are_refused(collections: tuple[Path, Path]) -> None:
    gold, predicted = collections
    path = predicted / "d1.json"
    document = stancebank.read(path)
    path.write_bytes(standoff.encode(replace(document, stances=(replace(document.stances[0], holder="e99"),))))
    with pytest.raises(stancebank.InvalidContent, match="SB202 there is no e99"):
        stancebank.score(gold, predicted)
    path.write_bytes(standoff.encode(replace(document, text="Else.", sha256=hashlib.sha256(b"Else.").hexdigest())))
    with pytest.raises(stancebank.UsageError, match=r"d1: .* different texts"):
        stancebank.score(gold, predicted)


def test_layers_marked_none_are_not_scored_and_said(collections: tuple[Path, Path]) -> None:
    gold, predicted = collections
    path = gold / "d1.json"
    document = stancebank.read(path)
    path.write_bytes(standoff.encode(replace(document, layers=replace(document.layers, stances="none"), stances=())))
    scores = stancebank.score(gold, predicted)
    assert msgspec.to_builtins(scores.layers["stances"]) == {
        "scored": 3,
        "recall_only": 0,
        "none_in_gold": 1,
        "none_in_predicted": 0,
    }
    assert "stances: scored in 3 documents; marked none in the gold in 1 document" in rendering.explain(scores)


@example(0.0, 0.0)
@given(st.floats(0, 5), st.floats(0, 5))
def test_nothing_divides_by_zero(gold: float, predicted: float) -> None:
    values = Retrieval().values(np.array([0, predicted, 0, gold, 0]))
    assert all(math.isnan(value) or value == 0 for value in map(float, values.values()))
