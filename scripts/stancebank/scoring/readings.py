"""A document as one annotator or system reads it, and two readings of the same text side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec.structs import replace

from stancebank.checks import documents as rules
from stancebank.errors import UsageError
from stancebank.findings import Finding, InvalidContent
from stancebank.ids import RESERVED
from stancebank.index import DocumentIndex
from stancebank.model import Attribution, Document, Stance
from stancebank.scoring import coreference
from stancebank.scoring.matching import match_equal
from stancebank.spans import Span, offsets
from stancebank.tokens import tokenize

Tokens = frozenset[int]


class Reading:
    """A document with its annotations by id, and its spans as sets of token numbers."""

    def __init__(self, document: Document, token_spans: Sequence[tuple[int, int]]) -> None:
        self.document = document
        self.index = DocumentIndex(document)
        self.token_count = len(token_spans)
        self._starts = [start for start, _ in token_spans]
        self._ends = [end for _, end in token_spans]

    def tokens(self, spans: Iterable[Span]) -> Tokens:
        """The numbers of the tokens that the spans touch."""
        return frozenset(
            number
            for span in spans
            for number in range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
        )

    @cached_property
    def expressions(self) -> dict[str, Tokens]:
        """The tokens of each stance's expression."""
        return {stance.id: self.tokens(stance.expression) for stance in self.document.stances}

    @cached_property
    def roles(self) -> dict[str, tuple[Tokens, Tokens, Tokens]]:
        """The tokens of each attribution's source, cue and content."""
        return {
            attribution.id: (
                self.tokens(attribution.source),
                self.tokens(attribution.cue),
                self.tokens(attribution.content),
            )
            for attribution in self.document.attributions
        }

    @cached_property
    def propositions(self) -> dict[str, Tokens]:
        return {proposition.id: self.tokens(proposition.spans) for proposition in self.document.propositions}


def read_together(documents: Sequence[Document]) -> list[Reading]:
    """Readings of one text. Raises `UsageError` where the texts differ or none is known, and `InvalidContent`."""
    first = documents[0]
    if other := next((document for document in documents if document.sha256 != first.sha256), None):
        raise UsageError(f"{other.id}: the documents of this id are about different texts (their sha256 differs)")
    text = next((document.text for document in documents if document.text is not None), None)
    if text is None:
        raise UsageError(f"{first.id}: its article was not found; --seeds names the folder of the articles")
    token_spans = tokenize(text)
    readings = [Reading(replace(document, text=text), token_spans) for document in documents]
    for reading in readings:
        _check_ids(reading.index)
    return readings


def _check_ids(index: DocumentIndex) -> None:
    """Refuse what can not be followed: ids that stand twice or lead nowhere."""
    findings = [
        Finding(code=code, message=offence.message, pointer=offence.pointer, document_id=index.document.id)
        for code, check in (("SB201", rules.duplicate_id), ("SB202", rules.dangling_reference))
        for offence in check(index)
    ]
    if findings:
        raise InvalidContent(findings)


class Pair:
    """Two readings of one text, and which of their mentions, entities, agents and targets are the same.

    Ids say nothing across documents. Two mentions are the same if their spans are equal, or, of those left over, if
    their heads are. Two entities are the same where CEAFe's one-to-one alignment over these mentions pairs them; those
    without mentions, if their keys or else their names are equal. Two agents are the same if both are the same reserved
    id, if their entities are the same, or if the mentions that name them there are.
    """

    def __init__(self, gold: Reading, predicted: Reading) -> None:
        self.gold = gold
        self.predicted = predicted

    @cached_property
    def mentions(self) -> dict[str, str]:
        """Ids of gold mentions with those of the predicted mentions that are the same."""
        left, right = self.gold.document.mentions, self.predicted.document.mentions
        found = match_equal(left, right, lambda one: offsets(one.spans), lambda one: offsets((one.head,)))
        return {left[i].id: right[j].id for i, j in found}

    @cached_property
    def gold_entities(self) -> list[set[str]]:
        """The entities of the gold document as sets of mention ids."""
        return _entities((mention.id, mention.entity) for mention in self.gold.document.mentions)

    @cached_property
    def predicted_entities(self) -> list[set[str]]:
        """The entities of the predicted document, mentions under the id of the gold mention that is the same."""
        names = {there: here for here, there in self.mentions.items()}
        mentions = self.predicted.document.mentions
        return _entities((names.get(mention.id, f"predicted {mention.id}"), mention.entity) for mention in mentions)

    @cached_property
    def entities(self) -> dict[str, str]:
        """Ids of gold entities with those of the predicted entities that they are aligned with."""
        here, there = self.gold.index, self.predicted.index
        ids, predicted_ids = _in_order_of_mention(here.document), _in_order_of_mention(there.document)
        aligned = coreference.align(self.gold_entities, self.predicted_entities)
        found = {ids[left]: predicted_ids[right] for left, (right, _) in aligned.items()}
        left = [entity for entity in here.document.entities if entity.id not in ids]
        right = [entity for entity in there.document.entities if entity.id not in predicted_ids]
        unmentioned = match_equal(left, right, lambda one: one.key or one.name, lambda one: one.name)
        return found | {left[i].id: right[j].id for i, j in unmentioned}

    def same_agent(self, gold: str, predicted: str, gold_mention: str | None, predicted_mention: str | None) -> bool:
        """Whether two holders, sources or targets are the same; the mentions are those that name them there."""
        if gold in RESERVED or predicted in RESERVED:
            return gold == predicted
        named = gold_mention is not None and self.mentions.get(gold_mention, "") == predicted_mention
        return named or self.entities.get(gold) == predicted

    def same_holder(self, gold: Stance, predicted: Stance) -> bool:
        return self.same_agent(gold.holder, predicted.holder, gold.holder_mention, predicted.holder_mention)

    def same_target(self, gold: Stance, predicted: Stance) -> bool:
        """Whether the targets are the same: propositions if they have a token in common, else as agents."""
        here = self.gold.propositions.get(gold.target)
        there = self.predicted.propositions.get(predicted.target)
        if here is not None and there is not None:
            return alike(here, there)
        if here is not None or there is not None:
            return False
        return self.same_agent(gold.target, predicted.target, gold.target_mention, predicted.target_mention)

    def same_source(self, gold: Attribution, predicted: Attribution) -> bool:
        """Whether the sources are the same agent, or, where an entity has no counterpart, share a token."""
        here, there = gold.source_entity, predicted.source_entity
        if self.same_agent(here, there, None, None):
            return True
        if here in RESERVED or there in RESERVED or (here in self.entities and there in self.entities.values()):
            return False
        return bool(self.gold.roles[gold.id][0] & self.predicted.roles[predicted.id][0])

    def same_chain(self, gold: Attribution, predicted: Attribution) -> bool:
        """Whether the whole chains of sources are the same, from the outermost to that of the attribution itself."""
        here, there = self.gold.index.chain(gold.id), self.predicted.index.chain(predicted.id)
        return len(here) == len(there) and all(
            self.same_source(left, right) for left, right in zip(here, there, strict=True)
        )


def dice(left: Tokens, right: Tokens) -> float:
    """Overlap of two sets of tokens, 1 if they are equal; two empty sets are equal."""
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def alike(left: Tokens, right: Tokens) -> bool:
    """Whether two sets of tokens have one in common, or are both empty."""
    return not left.isdisjoint(right) or not (left or right)


def _in_order_of_mention(document: Document) -> list[str]:
    """The ids of the entities that are mentioned."""
    return list(dict.fromkeys(mention.entity for mention in document.mentions))


def _entities(mentions: Iterable[tuple[str, str]]) -> list[set[str]]:
    entities: dict[str, set[str]] = {}
    for mention, entity in mentions:
        entities.setdefault(entity, set()).add(mention)
    return list(entities.values())
