"""SB2xx: ids and references, sentences and paragraphs, entities and mentions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from stancebank import ids
from stancebank.checks.catalogue import Offence, rule
from stancebank.index import DocumentIndex
from stancebank.spans import Span, covers, cross, extent, offsets

_LAYERS: Final = ("sentences", "entities", "mentions", "propositions", "attributions", "stances")
_PLACED: Final = frozenset({"SB101", "SB102", "SB110", "SB111"})
_REFERRED: Final = frozenset({"SB201", "SB202"})


@rule("SB201")
def duplicate_id(index: DocumentIndex) -> Iterator[Offence]:
    """Two annotations of a layer have the same id, so that a reference to it means both."""
    for layer in _LAYERS:
        seen: set[str] = set()
        for number, annotation in enumerate(getattr(index.document, layer)):
            if annotation.id in seen:
                yield Offence(f"/{layer}/{number}/id", f"{annotation.id} stands twice")
            seen.add(annotation.id)


@rule("SB202", requires={"SB201"})
def dangling_reference(index: DocumentIndex) -> Iterator[Offence]:
    """An annotation refers to an id that the document does not have."""
    known: dict[str, Mapping[str, object]] = {
        "e": index.entities,
        "m": index.mentions,
        "p": index.propositions,
        "a": index.attributions,
        "t": index.stances,
        "s": index.sentences,
    }
    for pointer, reference in _references(index):
        if reference not in ids.RESERVED and reference not in known[reference[0]]:
            yield Offence(pointer, f"there is no {reference}")


def _references(index: DocumentIndex) -> Iterator[tuple[str, str]]:
    for layer, names in (
        ("entities", ("issuer", "denotes")),
        ("mentions", ("entity",)),
        ("attributions", ("source_entity", "parent", "time")),
        ("stances", ("holder", "holder_mention", "target", "target_mention", "attribution", "time")),
    ):
        for number, annotation in enumerate(getattr(index.document, layer)):
            for name in names:
                reference = getattr(annotation, name)
                if reference is not None:
                    yield f"/{layer}/{number}/{name}", reference
    for number, entity in enumerate(index.document.entities):
        for position, reference in enumerate(entity.member_of):
            yield f"/entities/{number}/member_of/{position}", reference
    for number, decision in enumerate(index.document.provenance.decisions):
        for position, reference in enumerate(decision.about):
            yield f"/provenance/decisions/{number}/about/{position}", reference


@rule("SB203")
def unknown_annotator(index: DocumentIndex) -> Iterator[Offence]:
    """The provenance names an annotator who is not on its list, or lists one twice."""
    provenance = index.document.provenance
    listed: set[str] = set()
    for number, annotator in enumerate(provenance.annotators):
        if annotator.id in listed:
            yield Offence(f"/provenance/annotators/{number}/id", f"{annotator.id} stands twice")
        listed.add(annotator.id)
    named = [(f"/provenance/passes/{number}", name) for number, name in enumerate(provenance.passes)]
    named += [(f"/provenance/decisions/{n}/chosen", d.chosen) for n, d in enumerate(provenance.decisions) if d.chosen]
    if provenance.adjudicated_by:
        named.append(("/provenance/adjudicated_by", provenance.adjudicated_by))
    for pointer, name in named:
        if name not in listed:
            yield Offence(pointer, f"{name} is not among the annotators")


@rule("SB204")
def annotated_layer_marked_none(index: DocumentIndex) -> Iterator[Offence]:
    """A layer that is said not to be annotated has annotations; a scorer would leave them out."""
    for layer in ("paragraphs", *_LAYERS):
        if getattr(index.document, layer) and getattr(index.document.layers, layer) == "none":
            yield Offence(f"/layers/{layer}", f"none, but there are {len(getattr(index.document, layer))}")


@rule("SB210", requires=_PLACED)
def unordered_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """Sentences are out of order, or overlap."""
    yield from _unordered("sentences", index.document.sentences)


@rule("SB211", requires=_PLACED)
def unordered_paragraphs(index: DocumentIndex) -> Iterator[Offence]:
    """Paragraphs are out of order, or overlap."""
    yield from _unordered("paragraphs", index.document.paragraphs)


def _unordered(layer: str, stretches: Iterable[Any]) -> Iterator[Offence]:
    for number, (left, right) in enumerate(pairwise(stretches)):
        if right.start < left.end:
            yield Offence(f"/{layer}/{number + 1}", f"starts at {right.start}, before {left.end}")


@rule("SB212", requires=_PLACED | {"SB103", "SB210"})
def text_outside_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """Text stands outside every sentence, although the layer is marked complete."""
    if index.document.layers.sentences != "complete":
        return
    cursor = 0
    for number, sentence in enumerate((*index.document.sentences, None)):
        end = len(index.text) if sentence is None else sentence.start
        between = index.text[cursor:end]
        if between.strip():
            yield Offence(f"/sentences/{max(number - 1, 0)}", f"{between.strip()[:60]!r} is in no sentence")
        cursor = end if sentence is None else sentence.end


@rule("SB213", severity="warning", requires=_PLACED | {"SB210", "SB211"})
def sentence_across_paragraphs(index: DocumentIndex) -> Iterator[Offence]:
    """A sentence runs over the end of a paragraph."""
    ends = [paragraph.end for paragraph in index.document.paragraphs]
    position = 0
    for number, sentence in enumerate(index.document.sentences):
        while position < len(ends) and ends[position] <= sentence.start:
            position += 1
        if position < len(ends) and sentence.end > ends[position]:
            yield Offence(f"/sentences/{number}", f"runs past the end of a paragraph at {ends[position]}")


@rule("SB220", severity="warning", requires=_REFERRED)
def entity_without_mention(index: DocumentIndex) -> Iterator[Offence]:
    """An entity is mentioned nowhere, although mentions are marked complete."""
    if index.document.layers.mentions != "complete":
        return
    for number, entity in enumerate(index.document.entities):
        if not index.mentions_of.get(entity.id):
            yield Offence(f"/entities/{number}", f"{entity.id} ({entity.name}) has no mention")


@rule("SB221", requires=_REFERRED)
def nil_key_without_reason(index: DocumentIndex) -> Iterator[Offence]:
    """A NIL key has no reason, or a Wikidata key has one."""
    for number, entity in enumerate(index.document.entities):
        is_nil = entity.key is not None and entity.key.startswith("NIL-")
        if is_nil != (entity.nil_reason is not None):
            yield Offence(f"/entities/{number}/nil_reason", f"{entity.nil_reason or 'null'} beside {entity.key}")


@rule("SB222", requires=_REFERRED)
def shared_key(index: DocumentIndex) -> Iterator[Offence]:
    """Two entities of a document have the same key, so that they are one entity, or one is linked wrongly."""
    seen: dict[str, str] = {}
    for number, entity in enumerate(index.document.entities):
        if entity.key in seen:
            yield Offence(f"/entities/{number}/key", f"{entity.key} is the key of {seen[entity.key]} as well")
        elif entity.key is not None:
            seen[entity.key] = entity.id


@rule("SB223", requires=_REFERRED)
def entity_within_itself(index: DocumentIndex) -> Iterator[Offence]:
    """An entity is a member, or the issuer, of itself, directly or through others."""
    for number, entity in enumerate(index.document.entities):
        if _reaches(index, entity.id, "member_of"):
            yield Offence(f"/entities/{number}/member_of", f"{entity.id} is a member of itself")
        if _reaches(index, entity.id, "issuer"):
            yield Offence(f"/entities/{number}/issuer", f"{entity.id} is issued by itself")


def _reaches(index: DocumentIndex, start: str, field: str) -> bool:
    waiting, seen = [start], set()
    while waiting:
        entity = index.entities.get(waiting.pop())
        value = getattr(entity, field) if entity else None
        for name in (value,) if isinstance(value, str) else value or ():
            if name == start:
                return True
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return False


@rule("SB230", requires=_REFERRED | _PLACED | {"SB112"})
def head_outside_mention(index: DocumentIndex) -> Iterator[Offence]:
    """The head of a mention is not inside one of its spans."""
    for number, mention in enumerate(index.document.mentions):
        if not covers(mention.spans, (mention.head,)):
            yield Offence(f"/mentions/{number}/head", f"{mention.head.start} to {mention.head.end} is outside")


@rule("SB231", requires=_REFERRED | _PLACED | {"SB112"})
def mention_twice(index: DocumentIndex) -> Iterator[Offence]:
    """Two mentions have the same spans. One phrase mentions one entity."""
    seen: dict[tuple[tuple[int, int], ...], str] = {}
    for number, mention in enumerate(index.document.mentions):
        place = offsets(mention.spans)
        if place in seen:
            yield Offence(f"/mentions/{number}", f"{index.quote(mention.spans)!r} is mention {seen[place]} already")
        seen.setdefault(place, mention.id)


@rule("SB232", requires=_REFERRED | _PLACED | {"SB112", "SB113"})
def crossing_mentions(index: DocumentIndex) -> Iterator[Offence]:
    """Two mentions of one entity cross: they overlap with neither inside the other."""
    numbers = {mention.id: number for number, mention in enumerate(index.document.mentions)}
    for mentions in index.mentions_of.values():
        pieces = sorted(((span, mention.id) for mention in mentions for span in mention.spans), key=_place)
        open_pieces: list[tuple[Span, str]] = []
        for span, mention_id in pieces:
            open_pieces = [(other, name) for other, name in open_pieces if other.end > span.start]
            for other, name in open_pieces:
                if name != mention_id and cross(other, span):
                    yield Offence(f"/mentions/{numbers[mention_id]}", f"{mention_id} crosses {name}")
            open_pieces.append((span, mention_id))


def _place(piece: tuple[Span, str]) -> tuple[int, int]:
    return piece[0].start, -piece[0].end


@rule("SB233", severity="warning", requires=_REFERRED | _PLACED | {"SB112", "SB210"})
def mention_across_sentences(index: DocumentIndex) -> Iterator[Offence]:
    """A mention runs over the end of a sentence."""
    yield from _across_sentences(index, "mentions", "spans")


@rule("SB234", severity="warning", requires=_REFERRED | _PLACED | {"SB112"})
def form_against_text(index: DocumentIndex) -> Iterator[Offence]:
    """The form of a mention does not fit its words: a pronoun marked as a name, a name without a capital."""
    for number, mention in enumerate(index.document.mentions):
        head, words = index.quote((mention.head,)), index.quote(mention.spans)
        if mention.form == "name":
            is_unfit = head.islower() or (words.casefold() in _PRONOUNS and not _is_acronym(words))
        elif mention.form == "pronoun":
            is_unfit = head.casefold() not in _PRONOUNS and not _QUANTIFIER.match(head)
        else:
            is_unfit = words.casefold() in _PRONOUNS
        if is_unfit:
            yield Offence(f"/mentions/{number}/form", f"{words!r} is marked as a {mention.form}")


def _is_acronym(word: str) -> bool:
    """Whether a pronoun's letters may stand for a name, as in "US" or "WHO"."""
    return len(word) > 1 and word.isupper()


_PRONOUNS: Final = frozenset(
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers "
    "herself it its itself they them their theirs themselves who whom whose which that this these those one another "
    "everyone everybody everything someone somebody something anyone anybody anything nobody nothing none "
    "whoever whomever themself ourself".split()
)
_QUANTIFIER: Final = re.compile(
    r"(all|any|both|some|several|many|more|most|much|few|each|neither|either|no one|one|others?|such"
    r"|where|when|then|there|here)\b",
    re.IGNORECASE,
)


def _across_sentences(index: DocumentIndex, layer: str, field: str) -> Iterator[Offence]:
    for number, annotation in enumerate(getattr(index.document, layer)):
        spans = getattr(annotation, field)
        if not spans:
            continue
        first, last = extent(spans)
        sentence = index.sentence_at(first)
        if sentence is not None and last > sentence.end:
            yield Offence(f"/{layer}/{number}/{field}", f"runs past the end of {sentence.id} at {sentence.end}")
