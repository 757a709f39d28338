"""Baselines for attributions: cue, source and content as tags on tokens, and attributions put together from them."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct, structs
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from stancebank.baselines.rows import Row, by_document
from stancebank.model import Attribution, Document, Entity, Layers, Mention, Provenance
from stancebank.spans import Span

ROLES: Final = ("cue", "source", "content")
_OPENING, _CLOSING = "“‘«", "”’»"
_NEIGHBOURS: Final = (-2, -1, 1, 2)

Run = tuple[int, int]
"""From a token to one past the last, of a sentence."""


class Tagged(Struct, frozen=True):
    """What is predicted in one sentence: the runs of tokens that are cues, sources and contents."""

    cue: tuple[Run, ...] = ()
    source: tuple[Run, ...] = ()
    content: tuple[Run, ...] = ()


Tag = Callable[[Row], Tagged]


def _features(row: Row) -> list[dict[str, float]]:
    """Those of each token: itself, its neighbours, and whether it stands within quotation marks."""
    tokens, found, quoted = row["tokens"], [], False
    for number, token in enumerate(tokens):
        quoted = (quoted or token in _OPENING) and token not in _CLOSING
        features = {f"w={token.lower()}": 1.0, f"end={token[-3:].lower()}": 1.0, "quoted": float(quoted)}
        features |= {"title": float(token.istitle()), "first": float(number == 0)}
        for step in _NEIGHBOURS:
            inside = 0 <= number + step < len(tokens)
            features[f"{step}={tokens[number + step].lower() if inside else ''}"] = 1.0
        found.append(features)
    return found


def _truth(row: Row, role: str) -> list[bool]:
    """Whether each token lies in a span of that role."""
    spans = [(span["start"], span["end"]) for attribution in row["attributions"] for span in attribution[role]]
    return [any(start <= place < end for start, end in spans) for place in row["token_starts"]]


def runs(tags: Sequence[bool]) -> tuple[Run, ...]:
    found, start = [], None
    for number, tag in enumerate([*tags, False]):
        if tag and start is None:
            start = number
        elif not tag and start is not None:
            found.append((start, number))
            start = None
    return tuple(found)


def learn_tagger(rows: Sequence[Row], seed: int) -> Tag:
    """A logistic regression for each role over the tokens of a sentence."""
    features = [token for row in rows for token in _features(row)]
    models = {}
    for role in ROLES:
        model = make_pipeline(
            FeatureHasher(), SGDClassifier(loss="log_loss", alpha=1e-5, class_weight="balanced", random_state=seed)
        )
        models[role] = model.fit(features, [tag for row in rows for tag in _truth(row, role)])

    def tag(row: Row) -> Tagged:
        features = _features(row)
        return Tagged(**{role: runs(model.predict(features).tolist()) for role, model in models.items()})

    return tag


def learn_lexicon(rows: Sequence[Row], seed: int) -> Tag:
    """Words that are cues more often than not; before them the source, after them the content, to the next comma."""
    seen: dict[str, list[bool]] = {}
    for row in rows:
        for token, is_cue in zip(row["tokens"], _truth(row, "cue"), strict=True):
            seen.setdefault(token.lower(), []).append(is_cue)
    cues = {word for word, found in seen.items() if 2 * sum(found) > len(found) and word.isalpha()}

    def tag(row: Row) -> Tagged:
        words = [token.lower() for token in row["tokens"]]
        cue = runs([word in cues for word in words])
        if not cue:
            return Tagged()
        start, end = cue[0]
        clause = max((number + 1 for number in range(start) if words[number] in {",", ";", ":", *_CLOSING}), default=0)
        last = len(words) - 1 if words[-1] in ".?!" else len(words)
        source = ((clause, start),) if clause < start else ()
        return Tagged(cue=cue, source=source, content=((end, last),) if end < last else ())

    return tag


def majority(rows: Sequence[Row], seed: int) -> Tag:
    """The most frequent tag of a token in every role, which is none."""
    return lambda row: Tagged()


SYSTEMS: Final = {"majority": majority, "cue lexicon": learn_lexicon, "tagger": learn_tagger}


def cues(row: Row) -> tuple[Run, ...]:
    """The cues of the gold as runs of tokens."""
    return runs(_truth(row, "cue"))


def with_attributions(document: Document, rows: Sequence[Row], tag: Tag) -> Document:
    """The document with predicted attributions alone: each cue with the nearest source and the contents around it."""
    attributions: list[Attribution] = []
    entities: list[Entity] = []
    mentions: list[Mention] = []
    for row in rows:
        tagged = tag(row)
        content = tuple(_span(row, run) for run in tagged.content)
        for cue in tagged.cue:
            source = min(tagged.source, key=lambda run: _distance(run, cue), default=None)
            agent: str = "implicit"
            words: tuple[Span, ...] = ()
            if source:
                agent, words = f"e{len(entities) + 1}", (_span(row, source),)
                entities.append(Entity(id=agent, type="person", name=_quote(row, source)))
                mentions.append(
                    Mention(id=f"m{len(mentions) + 1}", entity=agent, spans=words, head=words[0], form="nominal")
                )
            attributions.append(
                Attribution(
                    id=f"a{len(attributions) + 1}",
                    source=words,
                    source_entity=agent,
                    cue=(_span(row, cue),),
                    content=content,
                    kind="statement",
                    belief="CB",
                )
            )
    return structs.replace(
        document,
        layers=Layers(attributions="complete"),
        provenance=Provenance(),
        entities=tuple(entities),
        mentions=tuple(mentions),
        propositions=(),
        attributions=tuple(attributions),
        stances=(),
    )


def predict(documents: Sequence[Document], rows: Sequence[Row], tag: Tag) -> list[Document]:
    sentences = by_document(list(rows))
    return [with_attributions(document, sentences[document.id], tag) for document in documents]


def _span(row: Row, run: Run) -> Span:
    start, last = row["token_starts"][run[0]], run[1] - 1
    end = row["token_starts"][last] + len(row["tokens"][last])
    return Span(start=row["start"] + start, end=row["start"] + end, text=row["text"][start:end])


def _quote(row: Row, run: Run) -> str:
    return _span(row, run).text or ""


def _distance(one: Run, other: Run) -> int:
    return max(one[0] - other[1], other[0] - one[1])
