"""Each kind of slip in a valid document is found under its own code, and brings no other finding with it.

The documents are drawn: a headline, a sentence of the author's, one of a voice within a voice, then any number of
either, over words with emoji, combining accents and right-to-left scripts.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

import stancebank
from stancebank import manifest
from stancebank.labels import Attitude, MentionForm, NilReason
from stancebank.model import (
    Annotator,
    Attribution,
    Decision,
    Document,
    Entity,
    Layers,
    Mention,
    Paragraph,
    Proposition,
    Provenance,
    Sentence,
    Stance,
)
from stancebank.spans import Span

PEOPLE = ["Ada Brook", "Jose\u0301 Vall", "أبو عمر", "שלום", "the mayor 👩🏽‍⚖️", "Zoe\u0308 O’Neill"]
THINGS = ["the old ferry", "a cafe\u0301", "the new 🇺🇦 museum", "the סוכה", "that re\u0301gime"]
CUES = ["said", "claimed", "re\u0301pe\u0301ta"]
# Each ends in a character of several code points, so that there is always one to cut.
EXPRESSIONS = ["a fiasco\u0301", "a risk 👩🏽‍🍳", "worth it 🇺🇦", "passe\u0301", "good 👍🏽"]
HEADLINE = "Café news 🎉"
LAYERS = ("paragraphs", "sentences", "entities", "mentions", "propositions", "attributions", "stances")

Mutation = Callable[[Document], Document]


class Writer:
    """A document as it is written, word by word."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.is_quoting = draw(st.booleans())
        self.text = ""
        self.lists: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
        self.ids: dict[str, str] = {}

    def add(self, words: str) -> Span:
        """Write `words`, after a blank where a word is before them."""
        self.text += " " * (self.text != "" and not self.text[-1].isspace()) + words
        return self.since(len(self.text) - len(words))

    def since(self, start: int) -> Span:
        return Span(start=start, end=len(self.text), text=self.text[start:] if self.is_quoting else None)

    def number(self, layer: str) -> int:
        return len(self.lists[layer]) + 1

    def mention(self, words: str, kind: Any) -> Mention:
        if words not in self.ids:
            self.ids[words] = f"e{self.number('entities')}"
            kinds: list[tuple[str | None, NilReason | None]] = [(None, None), ("Q", None), ("NIL-", "no_entry")]
            key, reason = self.draw(st.sampled_from(kinds))
            key = key and f"{key}{self.number('entities')}"
            entity = Entity(id=self.ids[words], type=kind, name=words, key=key, nil_reason=reason)
            self.lists["entities"].append(entity)
        span = self.add(words)
        head = self.since(span.end - len(words.split()[-1])) if kind == "object" else span
        form: MentionForm = "nominal" if words.startswith(("the ", "a ", "that ")) else "name"
        mention = Mention(id=f"m{self.number('mentions')}", entity=self.ids[words], spans=(span,), head=head, form=form)
        self.lists["mentions"].append(mention)
        return mention

    def sentence(self, depth: int) -> None:
        """A sentence in which `depth` voices report one another, and the innermost one judges a thing."""
        start = len(self.text) + 1 if self.text[-1:].strip() else len(self.text)
        voices = [self.voice(words) for words in self.draw(people(depth))]
        (*fragments, expression), target, time = self.clause()
        parent = None
        for voice in voices:
            inside = (self.since(voice.pop("inside")),) if voice is not voices[-1] else (*fragments,)
            voice.pop("inside", None)
            parent = self.attribute(voice, inside, parent, time)
        holder = voices[-1]["holder"] if voices else None
        self.stances(holder, target, expression, parent, fragments)
        self.text += "."
        self.lists["sentences"].append(
            Sentence(id=f"s{self.number('sentences')}", start=start, end=len(self.text), role="body")
        )

    def voice(self, words: str) -> dict[str, Any]:
        holder = self.mention(words, "person")
        cue = self.add(self.draw(st.sampled_from(CUES)))
        return {"holder": holder, "cue": (cue,), "inside": len(self.text) + 1}

    def clause(self) -> tuple[list[Span], Mention, str]:
        """What is judged: its fragments around "on Friday" with the expression last, its target and its time."""
        start = len(self.text) + 1 if self.text[-1:].strip() else len(self.text)
        target = self.mention(self.draw(st.sampled_from(THINGS)), "object")
        first = self.since(start)
        self.text += ", on"
        time = self.mention("Friday", "time")
        self.text += ","
        second = self.add("is")
        expression = self.add(self.draw(st.sampled_from(EXPRESSIONS)))
        return [first, self.since(second.start), expression], target, time.entity

    def attribute(self, voice: dict[str, Any], content: tuple[Span, ...], parent: str | None, time: str) -> str:
        name = f"a{self.number('attributions')}"
        holder = voice["holder"]
        attribution = Attribution(
            id=name,
            source=holder.spans,
            source_entity=holder.entity,
            cue=voice["cue"],
            content=content,
            parent=parent,
            kind=self.draw(st.sampled_from(["statement", "knowledge"])),
            belief="CB",
            time=self.draw(st.sampled_from([None, time])),
        )
        self.lists["attributions"].append(attribution)
        return name

    def stances(
        self, holder: Mention | None, target: Mention, words: Span, voice: str | None, clause: list[Span]
    ) -> None:
        """A stance toward the thing, and one toward what is said of it."""
        name = f"p{self.number('propositions')}"
        self.lists["propositions"].append(Proposition(id=name, spans=(*clause,), kind="claim"))
        toward_each: list[tuple[str, str | None, Attitude]] = [
            (target.entity, target.id, "sentiment"),
            (name, None, "arguing"),
        ]
        for toward, mention, attitude in toward_each:
            stance = Stance(
                id=f"t{self.number('stances')}",
                holder=holder.entity if holder else "author",
                holder_mention=holder.id if holder else None,
                target=toward,
                target_mention=mention,
                attitude=attitude,
                polarity=self.draw(st.sampled_from(["positive", "negative"])),
                intensity=self.draw(st.sampled_from(["low", "high"])),
                expression=(words,),
                attribution=voice,
            )
            self.lists["stances"].append(stance)


def people(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(PEOPLE), min_size=count, max_size=count, unique=True)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    writer = Writer(draw)
    writer.add(HEADLINE)
    writer.lists["sentences"].append(Sentence(id="s1", start=0, end=len(HEADLINE), role="headline"))
    paragraphs = [0]
    ends = [len(HEADLINE)]
    for position, depth in enumerate([0, draw(st.integers(2, 3)), *draw(st.lists(st.integers(0, 3), max_size=2))]):
        if position == 0 or draw(st.booleans()):
            writer.text += "\n\n"
            paragraphs.append(len(writer.text))
            ends.append(0)
        writer.sentence(depth)
        ends[-1] = len(writer.text)
    writer.lists["paragraphs"] = [Paragraph(start=a, end=b) for a, b in zip(paragraphs, ends, strict=True)]
    return Document(
        schema_version="1.0",
        id="drawn",
        sha256=manifest.sha256(writer.text),
        text=writer.text,
        layers=Layers(**dict.fromkeys(LAYERS, "complete")),  # type: ignore[arg-type]
        provenance=Provenance(annotators=(Annotator(id="ada", kind="human", name="Ada"),), passes=("ada",)),
        **{layer: tuple(found) for layer, found in writer.lists.items()},  # type: ignore[arg-type]
    )


def edit(document: Document, layer: str, number: int, **changes: Any) -> Document:
    items = list(getattr(document, layer))
    items[number] = structs.replace(items[number], **changes)
    return structs.replace(document, **{layer: tuple(items)})


def put(layer: str, number: int, **changes: Any) -> Mutation:
    """Other values in one annotation; a function is asked for the value with the document."""

    def apply(document: Document) -> Document:
        values = {name: value(document) if callable(value) else value for name, value in changes.items()}
        return edit(document, layer, number, **values)

    return apply


def label(**changes: Any) -> Mutation:
    """Another completeness of layers."""
    return lambda document: structs.replace(document, layers=structs.replace(document.layers, **changes))


def copy(layer: str, number: int, **changes: Any) -> Mutation:
    """An annotation once more, at the end of its layer, with a free id and other changes."""

    def apply(document: Document) -> Document:
        original = getattr(document, layer)[number]
        added = structs.replace(document, **{layer: (*getattr(document, layer), original)})
        return put(layer, -1, id=f"{original.id[0]}999", **changes)(added)

    return apply


def move(layer: str, number: int, field: str, start: int = 0, end: int = 0) -> Mutation:
    """The edges of the first span of a field moved by so many code points."""

    def apply(document: Document) -> Document:
        first, *others = getattr(getattr(document, layer)[number], field)
        moved = Span(start=first.start + start, end=first.end + end)
        return edit(document, layer, number, **{field: (moved, *others)})

    return apply


def swap(layer: str) -> Mutation:
    def apply(document: Document) -> Document:
        first, second, *others = getattr(document, layer)
        return structs.replace(document, **{layer: (second, first, *others)})

    return apply


def drop_last(layer: str) -> Mutation:
    return lambda document: structs.replace(document, **{layer: getattr(document, layer)[:-1]})


def retext(change: Callable[[Document], str], with_checksum: bool) -> Mutation:
    def apply(document: Document) -> Document:
        text = change(document)
        sha256 = manifest.sha256(text) if with_checksum else document.sha256
        return structs.replace(document, text=text, sha256=sha256)

    return apply


def count_in(encoding: str, size: int) -> Mutation:
    """Expressions with their quotes, and offsets in units of an encoding; no other span with a quote."""

    def counted(text: str, span: Span) -> Span:
        start, end = (len(text[:offset].encode(encoding)) // size for offset in (span.start, span.end))
        return Span(start=start, end=end, text=text[span.start : span.end])

    def apply(document: Document) -> Document:
        stances = tuple(
            structs.replace(stance, expression=tuple(counted(document.text or "", s) for s in stance.expression))
            for stance in document.stances
        )
        return structs.replace(unquoted(document), stances=stances)

    return apply


def unquoted(document: Document) -> Document:
    """Without quotes outside stances."""

    def bare(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(structs.replace(span, text=None) for span in spans)

    mentions = tuple(structs.replace(m, spans=bare(m.spans), head=bare((m.head,))[0]) for m in document.mentions)
    propositions = tuple(structs.replace(p, spans=bare(p.spans)) for p in document.propositions)
    attributions = tuple(
        structs.replace(a, source=bare(a.source), cue=bare(a.cue), content=bare(a.content))
        for a in document.attributions
    )
    return structs.replace(document, mentions=mentions, propositions=propositions, attributions=attributions)


def whole(attribution: Attribution) -> tuple[Span, ...]:
    """One span from the source to the end of the content."""
    return (Span(start=attribution.source[0].start, end=attribution.content[-1].end),)


def overlapping(document: Document) -> tuple[Span, ...]:
    """The thing, then from its head to the end of the clause."""
    first, second = document.propositions[0].spans
    return first, Span(start=document.mentions[THING].head.start, end=second.end)


def next_words(document: Document) -> int:
    """Where the first mention of the sentence after the author's ends."""
    return document.mentions[TIME + 1].spans[0].end


def into_next_sentence(document: Document) -> tuple[Span, ...]:
    return (Span(start=document.stances[AUTHORS].expression[0].start, end=next_words(document)),)


def halved(document: Document) -> Document:
    """The last paragraph is cut in two in the middle of its last sentence."""
    *others, last = document.paragraphs
    cut = document.propositions[-1].spans[-1].start
    halves = Paragraph(start=last.start, end=cut - 1), Paragraph(start=cut, end=last.end)
    return structs.replace(document, paragraphs=(*others, *halves))


def crossing(document: Document) -> Document:
    """One more mention of the first thing, from its head to the verb."""
    head, verb = document.mentions[THING].head, document.propositions[0].spans[1]
    return copy("mentions", THING, spans=(Span(start=head.start, end=verb.start + 2),), head=head)(document)


def long_mention(document: Document) -> Document:
    """A mention of a new entity that runs from one sentence into the next."""
    head = document.stances[AUTHORS].expression[0]
    copied = copy("mentions", THING, spans=into_next_sentence, head=head, entity=LUNDE.id)
    return copied(with_unmentioned(document))


def with_unmentioned(document: Document) -> Document:
    return structs.replace(document, entities=(*document.entities, LUNDE))


def reasonless(document: Document) -> Document:
    return edit(document, "entities", 0, key="NIL-ferry", nil_reason=None)


def same_key(document: Document) -> Document:
    return edit(edit(document, "entities", 0, key="Q130", nil_reason=None), "entities", 1, key="Q130", nil_reason=None)


def members_of_each_other(document: Document) -> Document:
    first, second = document.entities[0].id, document.entities[1].id
    return edit(edit(document, "entities", 0, member_of=(second,)), "entities", 1, member_of=(first,))


def provenance(**changes: Any) -> Mutation:
    return lambda document: structs.replace(document, provenance=structs.replace(document.provenance, **changes))


def first(name: str) -> Callable[[Document], Any]:
    """What a field of the first attribution holds, which is the outer one of two or three."""
    return lambda document: getattr(document.attributions[OUTER], name)


def time_of(document: Document) -> str:
    return document.mentions[TIME].entity


def opposite(document: Document) -> str:
    return "negative" if document.stances[INNER].polarity == "positive" else "positive"


# Where to find, in every document: the thing and the time of the author's sentence, the author's two stances, the
# outermost voice of the sentence after it and the one within, and the stance of its innermost voice toward a thing.
THING, TIME = 0, 1
AUTHORS, AUTHORS_CLAIM, INNER = 0, 1, 2
OUTER, WITHIN = 0, 1

ADA = Annotator(id="ada", kind="human", name="Ada")
LUNDE = Entity(id="e999", type="place", name="Lunde")

KINDS: dict[str, tuple[str, Mutation]] = {
    "text missing": ("SB101", lambda document: structs.replace(document, text=None)),
    "text longer": ("SB102", retext(lambda document: f"{document.text}!", with_checksum=False)),
    "text decomposed": ("SB102", retext(lambda d: (d.text or "").replace("é", "e\u0301"), with_checksum=False)),
    "carriage return": ("SB103", retext(lambda d: (d.text or "").replace("\n\n", "\r\n"), with_checksum=True)),
    "expression empty": ("SB110", put("stances", INNER, expression=(Span(start=3, end=3),))),
    "cue backwards": ("SB110", put("attributions", OUTER, cue=(Span(start=3, end=1),))),
    "paragraph empty": ("SB110", put("paragraphs", 0, end=0)),
    "sentence past the end": ("SB111", put("sentences", -1, end=lambda d: len(d.text or "") + 1)),
    "head past the end": ("SB111", put("mentions", THING, head=Span(start=0, end=2**53 - 1))),
    "quote of other words": ("SB112", put("stances", INNER, expression=(Span(start=0, end=4, text="Tea ☃"),))),
    "fragments swapped": ("SB113", put("propositions", 0, spans=lambda d: d.propositions[0].spans[::-1])),
    "fragments overlapping": ("SB113", put("propositions", 0, spans=overlapping)),
    "cue from the blank before": ("SB114", move("attributions", OUTER, "cue", start=-1)),
    "cue to the blank after": ("SB114", move("attributions", WITHIN, "cue", end=1)),
    "sentence from the blank before": ("SB114", put("sentences", 1, start=lambda d: d.sentences[1].start - 1)),
    "cue within a word": ("SB115", move("attributions", OUTER, "cue", start=1)),
    "character cut": ("SB116", move("stances", INNER, "expression", end=-1)),
    "offsets in UTF-16": ("SB117", count_in("utf-16-le", 2)),
    "offsets in bytes": ("SB117", count_in("utf-8", 1)),
    **{
        f"id of {layer} twice": ("SB201", put(layer, 1, id=lambda d, layer=layer: getattr(d, layer)[0].id))
        for layer in LAYERS
        if layer != "paragraphs"
    },
    "no such entity of a mention": ("SB202", put("mentions", THING, entity="e998")),
    "no such issuer": ("SB202", put("entities", 0, issuer="e998")),
    "no such set": ("SB202", put("entities", 0, member_of=("e998",))),
    "no such proposition denoted": ("SB202", put("entities", 0, denotes="p998")),
    "no such source": ("SB202", put("attributions", OUTER, source_entity="e998")),
    "no such parent": ("SB202", put("attributions", WITHIN, parent="a998")),
    "no such time": ("SB202", put("stances", INNER, time="e998")),
    "no such holder": ("SB202", put("stances", INNER, holder="e998")),
    "no such target": ("SB202", put("stances", AUTHORS_CLAIM, target="p998")),
    "no such mention of the holder": ("SB202", put("stances", INNER, holder_mention="m998")),
    "no such attribution": ("SB202", put("stances", INNER, attribution="a998")),
    "decision about nothing": ("SB202", provenance(decisions=(Decision(about=("t998",), reason="None."),))),
    "annotator not listed": ("SB203", provenance(adjudicated_by="bob")),
    "annotator twice": ("SB203", provenance(annotators=(ADA, ADA))),
    "sentences marked none": ("SB204", label(sentences="none")),
    "paragraphs marked none": ("SB204", label(paragraphs="none")),
    "propositions marked none": ("SB204", label(propositions="none")),
    "stances marked none": ("SB204", label(stances="none")),
    "mentions marked none": ("SB204", label(mentions="none")),
    "attributions marked none": ("SB204", label(attributions="none")),
    "entities marked partial": ("SB205", label(entities="partial")),
    "sentences swapped": ("SB210", swap("sentences")),
    "sentences overlapping": ("SB210", put("sentences", 1, end=next_words)),
    "paragraphs swapped": ("SB211", swap("paragraphs")),
    "sentence dropped": ("SB212", drop_last("sentences")),
    "paragraph within a sentence": ("SB213", halved),
    "paragraph dropped": ("SB214", drop_last("paragraphs")),
    "entity without words": ("SB220", with_unmentioned),
    "NIL without reason": ("SB221", reasonless),
    "reason beside a key": ("SB221", put("entities", 0, key="Q130", nil_reason="no_entry")),
    "reason without key": ("SB221", put("entities", 0, key=None, nil_reason="generic")),
    "key twice": ("SB222", same_key),
    "entity within itself": ("SB223", members_of_each_other),
    "issuer of itself": ("SB223", put("entities", 0, issuer=lambda d: d.entities[0].id)),
    "proposition without stance": ("SB224", put("stances", AUTHORS_CLAIM, target="implicit", attitude="speculation")),
    "time with a maker": ("SB225", put("entities", TIME, issuer="author")),
    "head outside": ("SB230", put("mentions", THING, head=lambda d: d.mentions[TIME].head)),
    "mention of two": ("SB231", copy("mentions", THING, entity=time_of)),
    "mention twice": ("SB231", copy("mentions", THING)),
    "mentions crossing": ("SB232", crossing),
    "mention across sentences": ("SB233", long_mention),
    "name as pronoun": ("SB234", put("mentions", TIME, form="pronoun")),
    "head as a mention": ("SB235", copy("mentions", THING, spans=lambda d: (d.mentions[THING].head,))),
    "expression across sentences": ("SB236", put("stances", AUTHORS, expression=into_next_sentence)),
    "attributions in a circle": ("SB301", put("attributions", OUTER, parent=lambda d: d.attributions[WITHIN].id)),
    "source without words": ("SB302", put("attributions", OUTER, source=())),
    "words for an implicit source": ("SB303", put("attributions", OUTER, source_entity="implicit")),
    "source is another entity": ("SB304", put("attributions", OUTER, source_entity=time_of)),
    "source has other words": ("SB304", put("attributions", OUTER, source=lambda d: d.stances[AUTHORS].expression)),
    "cue dropped": ("SB305", put("attributions", OUTER, cue=())),
    "content dropped": ("SB306", put("attributions", OUTER, content=())),
    "content elsewhere": ("SB307", put("attributions", OUTER, content=lambda d: d.propositions[0].spans)),
    "cue in content": ("SB308", put("attributions", OUTER, cue=lambda d: d.attributions[WITHIN].cue)),
    "source in content": ("SB308", lambda d: edit(d, "attributions", OUTER, content=whole(d.attributions[OUTER]))),
    "time is a person": ("SB309", put("attributions", OUTER, time=first("source_entity"))),
    "own parent": ("SB310", put("attributions", OUTER, parent=first("id"))),
    "belief in a decree": ("SB311", put("attributions", OUTER, kind="decree")),
    "endorsed attitude": ("SB312", put("attributions", OUTER, kind="attitude", engagement="endorse")),
    "holder is another voice": ("SB401", put("stances", INNER, holder=first("source_entity"), holder_mention=None)),
    "author holds what is said": ("SB401", put("stances", INNER, holder="author", holder_mention=None)),
    "attribution is the outer one": ("SB401", put("stances", INNER, attribution=first("id"))),
    "mention of another holder": ("SB402", put("stances", INNER, holder_mention=lambda d: d.mentions[TIME].id)),
    "mention of another target": ("SB402", put("stances", INNER, target_mention=lambda d: d.mentions[TIME].id)),
    "target is the holder": (
        "SB403",
        put("stances", INNER, target=lambda d: d.stances[INNER].holder, target_mention=None),
    ),
    "expression dropped": ("SB404", put("stances", INNER, expression=())),
    "expression elsewhere": ("SB405", put("stances", INNER, expression=lambda d: d.stances[AUTHORS].expression)),
    "stance twice": ("SB406", copy("stances", INNER)),
    "stance turned round": ("SB407", copy("stances", INNER, polarity=opposite)),
    "neutral and strong": ("SB408", put("stances", INNER, polarity="neutral", intensity="high")),
    "mention of what is implicit": ("SB409", put("stances", INNER, target="implicit")),
}

COMPANIONS = {
    # Attributions build on mentions, and stances on attributions: a foundation that is gone is gone for them too.
    "mentions marked none": {"SB205"},
    "attributions marked none": {"SB205"},
}


@given(documents())
@settings(deadline=None, max_examples=100)
def test_a_drawn_document_is_valid(document: Document) -> None:
    assert stancebank.validate(document) == []


@pytest.mark.parametrize("kind", KINDS)
@given(document=documents())
@settings(deadline=None, max_examples=6)
def test_a_slip_is_found_under_its_code_alone(kind: str, document: Document) -> None:
    code, mutate = KINDS[kind]
    found = {finding.code for finding in stancebank.validate(mutate(document))}
    assert code in found
    assert found <= {code} | COMPANIONS.get(kind, set())
