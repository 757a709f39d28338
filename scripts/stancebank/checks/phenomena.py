"""SB240 to SB249: the phenomena that a document is said to show, against its annotation."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.labels import Phenomenon
from stancebank.model import Attribution, Entity, Stance

_NEGATION: Final = re.compile(
    r"\b(not|no|nor|neither|never|nobody|none|nothing|without|hardly|cannot|stopped short|un\w+|no longer)\b|n[’']t\b",
    re.IGNORECASE,
)
_PUBLICATION: Final = re.compile(
    r"\b(report|study|survey|poll|memo|figures|data|filing|document|letter|statement|affidavit|deposition|post|record|log|paper"
    r"|e-?mail)s?\b",
    re.IGNORECASE,
)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_COLLECTIVES: Final = frozenset({"organization", "place"})


def _holders(index: DocumentIndex) -> Iterator[tuple[Entity, Stance]]:
    for stance in index.document.stances:
        if stance.holder in index.entities:
            yield index.entities[stance.holder], stance


def _sources(index: DocumentIndex) -> Iterator[tuple[Entity, Attribution]]:
    for attribution in index.document.attributions:
        if attribution.source_entity in index.entities:
            yield index.entities[attribution.source_entity], attribution


def _has_both(groups: dict[str, set[tuple[str, str]]]) -> bool:
    """Whether a group has a positive and a negative member with different partners."""
    return any(
        one[0] == "positive" and other[0] == "negative" and one[1] != other[1]
        for pairs in groups.values()
        for one in pairs
        for other in pairs
    )


def _is_opposed(index: DocumentIndex, own: str, partner: str) -> bool:
    groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for stance in index.document.stances:
        groups[getattr(stance, own)].add((stance.polarity, getattr(stance, partner)))
    return _has_both(groups)


def _changes_stance(index: DocumentIndex) -> bool:
    polarities: dict[str, set[str]] = defaultdict(set)
    for stance in index.document.stances:
        polarities[stance.holder].add(stance.polarity)
    return any(len(found) > 1 for found in polarities.values())


def _has_emoji_and_rtl(index: DocumentIndex) -> bool:
    has_rtl = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in index.text)
    return has_rtl and any(
        character >= "\u2600" and unicodedata.category(character) == "So" for character in index.text
    )


def _has_collective(index: DocumentIndex) -> bool:
    wholes = {whole for entity in index.document.entities for whole in entity.member_of}
    return any(holder.type in _COLLECTIVES or holder.id in wholes for holder, _ in _holders(index))


def _has_claim_as_target(index: DocumentIndex) -> bool:
    targets = (stance.target for stance in index.document.stances)
    return any(
        index.propositions[target].kind == "claim"
        if target in index.propositions
        else target in index.entities and bool(index.entities[target].denotes or index.entities[target].issuer)
        for target in targets
    )


def _crosses_paragraphs(index: DocumentIndex) -> bool:
    starts = [paragraph.start for paragraph in index.document.paragraphs]
    return any(
        attribution.content[0].start < start <= attribution.content[-1].start
        for attribution in index.document.attributions
        if attribution.content
        for start in starts
    )


def _splits_content(index: DocumentIndex) -> bool:
    for attribution in index.document.attributions:
        homes = [index.sentence_at(span.start) for span in attribution.content]
        if len(homes) > len({sentence.id for sentence in homes if sentence}):
            return True
    return False


def _has_epithet(index: DocumentIndex) -> bool:
    return any({"name", "nominal"} <= {mention.form for mention in mentions} for mentions in index.mentions_of.values())


def _is_in_headline(index: DocumentIndex, stance: Stance) -> bool:
    home = index.home(stance.expression)
    return home is not None and home.role == "headline"


SIGNS: Final[dict[Phenomenon, Callable[[DocumentIndex], bool]]] = {
    "nested_attribution": lambda x: any(len(x.chain(a.id)) > 2 for a in x.document.attributions),
    "denial": lambda x: any(s.attitude == "agreement" and s.polarity == "negative" for s in x.document.stances),
    "refusal_to_comment": lambda x: any(a.negated and a.kind == "statement" for a in x.document.attributions),
    "anonymous_source": lambda x: any(source.nil_reason == "unidentified" for source, _ in _sources(x)),
    "collective_holder": _has_collective,
    "author_holder": lambda x: any(s.holder == ids.AUTHOR for s in x.document.stances),
    "implicit_holder": lambda x: any(s.holder == ids.IMPLICIT for s in x.document.stances),
    "irony": lambda x: any(s.ironic for s in x.document.stances),
    "hypothetical_stance": lambda x: any(s.hypothetical for s in x.document.stances),
    "stance_change": _changes_stance,
    "opposed_holders": lambda x: _is_opposed(x, "target", "holder"),
    "opposed_parts": lambda x: _is_opposed(x, "holder", "target"),
    "proposition_target": lambda x: any(s.target in x.propositions for s in x.document.stances),
    "event_target": lambda x: any(
        s.target in x.entities and x.entities[s.target].type == "event" for s in x.document.stances
    ),
    "claim_target": _has_claim_as_target,
    "epistemic_stance": lambda x: (
        any(s.attitude == "speculation" for s in x.document.stances)
        or any(a.belief == "NCB" for a in x.document.attributions)
    ),
    "intention": lambda x: any(s.attitude == "intention" for s in x.document.stances),
    "inferred_stance": lambda x: any(s.inferred for s in x.document.stances),
    "negated_expression": lambda x: any(_NEGATION.search(x.quote(s.expression)) for s in x.document.stances),
    "weakened_headline": lambda x: any(_is_in_headline(x, s) for s in x.document.stances),
    "quotation_across_paragraphs": _crosses_paragraphs,
    "discontinuous_content": _splits_content,
    "evaluative_cue": lambda x: any(a.engagement != "acknowledge" for a in x.document.attributions),
    "document_source": lambda x: any(
        source.type in ("object", "abstract") or _PUBLICATION.search(x.quote(a.cue)) for source, a in _sources(x)
    ),
    "diacritics": lambda x: any(
        m.form == "name" and not x.quote((m.head,)).replace("’", "").isascii() for m in x.document.mentions
    ),
    "emoji_and_rtl": _has_emoji_and_rtl,
    "epithet": _has_epithet,
}
"""What the annotation must have at the least for a phenomenon to be there. It may still be absent: whether a nominal
mention tells something new, or a headline says more than its article, takes a reader."""


@rule("SB240", severity="warning", requires={"SB110", "SB111", "SB201", "SB202", "SB211", "SB301"})
def phenomenon_without_sign(index: DocumentIndex) -> Iterator[Offence]:
    """A phenomenon is listed that the annotation shows no sign of.

    People select documents by their phenomena. A document listed under irony without an ironic stance is a document
    whose irony was not annotated, or has none. Only documents whose attributions and stances are complete are judged.

    Bad:
        "metadata": {"phenomena": ["irony"]}

    Good:
        "metadata": {"phenomena": []}
    """
    layers = index.document.layers
    if not layers.attributions == layers.stances == "complete":
        return
    for number, phenomenon in enumerate(index.document.metadata.phenomena):
        if not SIGNS[phenomenon](index):
            yield Offence(f"/metadata/phenomena/{number}", f"{phenomenon}, but nothing annotated shows it")
