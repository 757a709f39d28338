"""Baselines for polarity: toward each mention of a sentence or none, and of a stance whose parts are given."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import structs
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from stancebank.baselines.rows import Row
from stancebank.model import Document, Layers, Provenance, Stance
from stancebank.tokens import tokenize

Features = dict[str, float]
Predict = Callable[[Sequence[Row]], list[str]]
Learn = Callable[[Sequence[Row], int], Predict]
"""From training rows and a seed to a function that predicts the polarity of rows."""

_WINDOW: Final = 4
NONE: Final = "none"


def linear(extract: Callable[[Row], Features]) -> Learn:
    """A logistic regression over the features of a row, trained by stochastic gradient descent."""

    def learn(rows: Sequence[Row], seed: int) -> Predict:
        model = make_pipeline(
            FeatureHasher(),
            SGDClassifier(loss="log_loss", alpha=1e-4, class_weight="balanced", random_state=seed),
        )
        model.fit([extract(row) for row in rows], [row["polarity"] for row in rows])
        return lambda tried: model.predict([extract(row) for row in tried]).tolist()

    return learn


def constant(strategy: str) -> Learn:
    """The most frequent label, or labels drawn as they are distributed."""

    def learn(rows: Sequence[Row], seed: int) -> Predict:
        model = DummyClassifier(strategy=strategy, random_state=seed)
        model.fit([[0]] * len(rows), [row["polarity"] for row in rows])
        return lambda tried: model.predict([[0]] * len(tried)).tolist()

    return learn


def words(text: str | None) -> list[str]:
    return [text[start:end].lower() for start, end in tokenize(text)] if text else []


def bag(prefix: str, *texts: str | None) -> Features:
    return {f"{prefix}={word}": 1.0 for text in texts for word in words(text)}


def _of_mention(row: Row) -> Features:
    """The words of a sentence, those of the mention, and those around it by their distance."""
    start, end = row["spans"][0]["start"], row["spans"][-1]["end"]
    before, after = words(row["text"][:start]), words(row["text"][end:])
    near = {f"before={word}": 1 / distance for distance, word in enumerate(reversed(before[-_WINDOW:]), start=1)}
    near |= {f"after={word}": 1 / distance for distance, word in enumerate(after[:_WINDOW], start=1)}
    return bag("sentence", row["text"]) | bag("mention", row["mention"]) | near


def lexicon(stances: Sequence[Row]) -> Learn:
    """The polarity that a sentence's words have most often in the expressions of training, if they have any."""
    votes: dict[str, Counter[str]] = {}
    for row in stances:
        for word in words(row["expression_text"]):
            votes.setdefault(word, Counter())[row["polarity"]] += 1

    def learn(rows: Sequence[Row], seed: int) -> Predict:
        sentences = Counter(word for text in {row["text"] for row in rows} for word in words(text))
        known = {word: found for word, found in votes.items() if 2 * found.total() > sentences[word]}

        def predict(row: Row) -> str:
            total = sum((known[word] for word in words(row["text"]) if word in known), Counter[str]())
            return max(total, key=lambda label: (total[label], label)) if total else NONE

        return lambda tried: [predict(row) for row in tried]

    return learn


def toward_mentions(stances: Sequence[Row]) -> dict[str, Learn]:
    """Systems for the config `targets`; `stances` are training rows, from which the lexicon is made."""
    return {
        "majority": constant("most_frequent"),
        "random": constant("stratified"),
        "target only": linear(lambda row: bag("mention", row["mention"])),
        "expression lexicon": lexicon(stances),
        "sentence and target": linear(_of_mention),
    }


def of_stances() -> dict[str, Learn]:
    """Systems for the config `stances`: what each part of a stance gives away of its polarity."""
    return {
        "majority": constant("most_frequent"),
        "random": constant("stratified"),
        "holder only": linear(lambda row: bag("holder", row["holder_name"], row["holder_text"])),
        "target only": linear(lambda row: bag("target", row["target_name"], row["target_text"])),
        "expression only": linear(lambda row: bag("expression", row["expression_text"])),
        "expression and sentence": linear(
            lambda row: bag("expression", row["expression_text"]) | bag("sentence", row["sentence"])
        ),
    }


def with_polarity(document: Document, labels: Mapping[str, Any]) -> Document:
    """The document with the polarity of each stance as it was predicted, by the ids of stances."""
    stances = tuple(structs.replace(stance, polarity=labels[stance.id]) for stance in document.stances)
    return structs.replace(document, stances=stances)


def with_targets(document: Document, labels: Iterable[tuple[str, Any]]) -> Document:
    """A document whose stances are polarities toward mentions, by the ids of mentions, and nothing else.

    Holders are implicit, and the mention stands for the expression, so that the scorer compares mention by mention.
    """
    mentions = {mention.id: mention for mention in document.mentions}
    stances = tuple(
        Stance(
            id=f"t{number}",
            holder="implicit",
            target=mentions[mention].entity,
            target_mention=mention,
            attitude="sentiment",
            polarity=polarity,
            intensity="medium",
            expression=mentions[mention].spans,
        )
        for number, (mention, polarity) in enumerate(labels, start=1)
        if polarity != NONE
    )
    return structs.replace(
        document,
        layers=Layers(entities="complete", mentions="complete", stances="complete"),
        provenance=Provenance(),
        entities=tuple(structs.replace(entity, denotes=None) for entity in document.entities),
        propositions=(),
        attributions=(),
        stances=stances,
    )
