"""Golden pairs: `repair/<what>.json` is mended to `<what>.fixed.json`; and what is never touched.

Where the document does not embed its text, that is in `<what>.txt`; names that begin with `refill-` refill quotes.
"""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stancebank import standoff, validate
from stancebank.index import spans_of
from stancebank.repair import diff, repair, repair_lines

TESTS = Path(__file__).resolve().parent
GOLDEN = TESTS / "repair"
VALID = sorted([*(TESTS / "valid").glob("*.json"), *(TESTS.parent / "corpus").glob("*.json")])
LINES = (TESTS / "valid" / "lines.jsonl").read_bytes()
RICH = json.loads((TESTS / "valid" / "rich.json").read_bytes())
CAFE = json.loads((GOLDEN / "utf-16.fixed.json").read_bytes())
FIXED = ".fixed.json"


def article(path: Path) -> str | None:
    return path.read_bytes().decode() if path.exists() else None


@pytest.mark.parametrize("what", sorted(path.name.removesuffix(FIXED) for path in GOLDEN.glob(f"*{FIXED}")))
def test_documents_are_mended_to_the_golden_file(what: str) -> None:
    damaged, fixed = (GOLDEN / f"{what}{end}" for end in (".json", FIXED))
    text, refill = article(GOLDEN / f"{what}.txt"), what.startswith("refill-")
    assert repair(damaged.read_bytes(), text, refill_quotes=refill) == fixed.read_bytes()
    assert repair(fixed.read_bytes(), text, refill_quotes=refill) == fixed.read_bytes()
    if refill:
        assert repair(damaged.read_bytes(), text) == damaged.read_bytes()
    if text is None:
        assert [finding for finding in validate(fixed) if finding.severity == "error"] == []


def test_lines_are_mended_each_by_itself() -> None:
    asked: list[str] = []

    def text_of(document_id: str) -> str | None:
        asked.append(document_id)
        return {"cafe": CAFE["text"]}.get(document_id)

    fixed = (GOLDEN / "lines.fixed.jsonl").read_bytes()
    assert repair_lines((GOLDEN / "lines.jsonl").read_bytes(), text_of) == fixed
    assert asked == ["other", "cafe"]
    assert repair_lines(fixed, text_of) == fixed
    assert repair_lines(LINES, lambda _: None, refill_quotes=True) == LINES


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_a_valid_document_keeps_its_bytes(path: Path) -> None:
    data, text = path.read_bytes(), standoff.read(path).text
    assert text is not None
    assert repair(data, text) == data
    assert repair(data, text, refill_quotes=True) == data
    assert repair(data, None, refill_quotes=True) == data


Json = dict[str, Any]


def fragments_that_overlap(document: Json) -> None:
    document["propositions"][0]["spans"] = [span(12, 17), span(8, 15)]


def a_copy_without_its_id(document: Json) -> None:
    document["mentions"].append({**document["mentions"][0], "id": "m9"})


def equal_decisions_and_phenomena(document: Json) -> None:
    document["provenance"] = {"decisions": [{"reason": "So."}, {"reason": "So."}]}
    document["metadata"] = {"phenomena": ["irony", "irony"]}


def sentences_that_overlap(document: Json) -> None:
    document["sentences"].reverse()
    document["sentences"][0]["start"] -= 8


def an_empty_sentence(document: Json) -> None:
    document["sentences"].reverse()
    document["sentences"][0]["start"] = document["sentences"][0]["end"]


def nothing_but_white_space(document: Json) -> None:
    document["propositions"][0]["spans"] = [span(5, 6)]


def white_space_beside_a_quote_that_differs(document: Json) -> None:
    document["mentions"][1]["spans"][0]["text"] = "Rui  Paz"
    document["sentences"][1]["start"] -= 1


def white_space_in_a_text_that_was_changed(document: Json) -> None:
    document["text"] += " "
    document["sentences"][1]["start"] -= 1


def white_space_in_a_text_that_is_not_there(document: Json) -> None:
    document["text"] = None
    document["sentences"][1]["start"] -= 1


def white_space_under_a_key_that_stands_nowhere(document: Json) -> None:
    document["sentences"][1]["start"] -= 1
    document["sentences"][1]["note"] = ""


def utf16_offsets_but_one_within_a_character(document: Json) -> None:
    document.update(converted(document, "utf-16-le", 2))
    document["sentences"][0]["end"] = CAFE["text"].index("🎉") + 1


def utf16_quotes_beside_sentences_that_are_right(document: Json) -> None:
    kept = {layer: document[layer] for layer in ("paragraphs", "sentences")}
    document.update(converted(document, "utf-16-le", 2), **kept)


REFUSED = [
    fragments_that_overlap,
    a_copy_without_its_id,
    equal_decisions_and_phenomena,
    sentences_that_overlap,
    an_empty_sentence,
    nothing_but_white_space,
    white_space_beside_a_quote_that_differs,
    white_space_in_a_text_that_was_changed,
    white_space_in_a_text_that_is_not_there,
    white_space_under_a_key_that_stands_nowhere,
    utf16_offsets_but_one_within_a_character,
    utf16_quotes_beside_sentences_that_are_right,
]


@pytest.mark.parametrize("damage", REFUSED)
def test_what_may_be_read_in_two_ways_is_left_alone(damage: Callable[[Json], None]) -> None:
    document = copy.deepcopy(CAFE)
    damage(document)
    data = json.dumps(document, indent=2).encode()
    assert repair(data, None) == data


@pytest.mark.parametrize("damage", [REFUSED[-1], REFUSED[-2]])
def test_quotes_are_not_refilled_at_offsets_of_another_unit(damage: Callable[[Json], None]) -> None:
    document = copy.deepcopy(CAFE)
    damage(document)
    data = json.dumps(document, indent=2).encode()
    assert repair(data, None, refill_quotes=True) == data


def test_quotes_are_refilled_only_where_they_cut_no_token() -> None:
    document, expected = copy.deepcopy(CAFE), copy.deepcopy(CAFE)
    for changed in (document, expected):
        changed["mentions"][1]["head"].update(start=26, end=28, text="Rui")
    document["attributions"][0]["cue"][0]["text"] = "says"
    assert CAFE["mentions"][1]["head"] == {"start": 25, "end": 28, "text": "Rui"}
    assert json.loads(repair(json.dumps(document).encode(), None, refill_quotes=True)) == expected


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[]", b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"id": "cafe"}'])
def test_what_is_no_document_keeps_its_bytes(data: bytes) -> None:
    assert repair(data, "Text.", refill_quotes=True) == data
    assert repair_lines(data, lambda _: "Text.", refill_quotes=True) == data


def test_a_text_of_its_own_wins_over_that_of_the_article() -> None:
    damaged, fixed = ((GOLDEN / f"white-space{end}").read_bytes() for end in (".json", FIXED))
    assert repair(damaged, "Another text.") == fixed


def test_a_diff_is_one_that_patch_takes() -> None:
    before, after = b'{"a": "\xe2\x80\xa8"}\r\n{"b": 1}', b'{"a": "\xe2\x80\xa8"}\r\n{"b": 2}'
    assert diff(before, after, "corpus/a b.json") == (
        "--- a/corpus/a b.json\n"
        "+++ b/corpus/a b.json\n"
        "@@ -1,2 +1,2 @@\n"
        ' {"a": "\u2028"}\r\n'
        '-{"b": 1}\n'
        "\\ No newline at end of file\n"
        '+{"b": 2}\n'
        "\\ No newline at end of file\n"
    )
    assert diff(b"\xff", b"\xff", "x.jsonl") == ""
    assert diff(b"1\n", b"2\n", "/tmp/x.json") == "--- a/tmp/x.json\n+++ b/tmp/x.json\n@@ -1 +1 @@\n-1\n+2\n"


def span(start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": CAFE["text"][start:end]}


def converted(value: Any, encoding: str, size: int, text: str = CAFE["text"]) -> Any:
    """The value with every offset into the text in code units of an encoding."""
    if isinstance(value, list):
        return [converted(item, encoding, size, text) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: len(text[:item].encode(encoding)) // size
        if key in ("start", "end")
        else converted(item, encoding, size, text)
        for key, item in value.items()
    }


def lists(document: Json) -> Iterator[list[Any]]:
    """The lists whose items are there once at most."""
    for layer in ("paragraphs", "sentences", "entities", "mentions", "propositions", "attributions", "stances"):
        yield document[layer]
    yield document["provenance"]["annotators"]
    yield from span_lists(document)


def span_lists(document: Json) -> Iterator[list[Any]]:
    for pointer, _, kind in spans_of(standoff.decode(json.dumps(document).encode())):
        if kind != "head":
            found: Any = document
            for part in pointer.split("/")[1:]:
                found = found[int(part)] if isinstance(found, list) else found[part]
            yield found


def widen(document: Json, draw: st.DrawFn) -> None:
    """Move the edges of something over the white space beside it."""
    heads = [mention["head"] for mention in document["mentions"]]
    spans = [item for items in span_lists(document) for item in items]
    chosen = draw(st.sampled_from([*document["paragraphs"], *document["sentences"], *heads, *spans]))
    text, start, end = document["text"], chosen["start"], chosen["end"]
    while start and text[start - 1].isspace() and draw(st.booleans()):
        start -= 1
    while text[end : end + 1].isspace() and draw(st.booleans()):
        end += 1
    chosen.update(start=start, end=end, **({"text": text[start:end]} if "text" in chosen else {}))


def shuffle(document: Json, draw: st.DrawFn) -> None:
    """Put fragments, sentences or paragraphs in another order."""
    candidates = [document["paragraphs"], document["sentences"], *span_lists(document)]
    chosen = draw(st.sampled_from([items for items in candidates if len(items) > 1]))
    chosen[:] = draw(st.permutations(chosen))


def duplicate(document: Json, draw: st.DrawFn) -> None:
    """Add an exact copy of an item, somewhere after it."""
    chosen = draw(st.sampled_from([items for items in lists(document) if items]))
    number = draw(st.integers(0, len(chosen) - 1))
    chosen.insert(draw(st.integers(number + 1, len(chosen))), copy.deepcopy(chosen[number]))


@st.composite
def damaged_documents(draw: st.DrawFn) -> Json:
    document: Json = copy.deepcopy(RICH)
    for damage in draw(st.lists(st.sampled_from([widen, shuffle, duplicate]), max_size=5)):
        damage(document, draw)
    unit = draw(st.sampled_from([None, ("utf-16-le", 2), ("utf-8", 1)]))
    if unit is not None:
        document.update(converted(document, *unit, RICH["text"]))
    return document


STYLES: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 0, 3, "\t"]),
        "ensure_ascii": st.booleans(),
        "sort_keys": st.booleans(),
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,\r\n", "\t:\n")]),
    }
)


@settings(deadline=None)
@given(damaged_documents(), STYLES)
def test_known_damage_is_mended_to_the_byte(damaged: Json, style: Json) -> None:
    original = json.dumps(RICH, **style).encode()
    assert repair(json.dumps(damaged, **style).encode(), None) == original
    assert repair(original, None, refill_quotes=True) == original


@settings(deadline=None)
@given(st.data(), st.sampled_from(["start", "end"]), st.booleans())
def test_a_second_repair_changes_nothing(data: st.DataObject, edge: str, refill_quotes: bool) -> None:
    document: Json = copy.deepcopy(CAFE)
    places = [*document["sentences"], *document["paragraphs"], *(s for items in span_lists(document) for s in items)]
    for place in data.draw(st.lists(st.sampled_from(places), max_size=6)):
        place[edge] = data.draw(st.integers(0, len(CAFE["text"]) + 3))
    once = repair(json.dumps(document).encode(), None, refill_quotes=refill_quotes)
    assert repair(once, None, refill_quotes=refill_quotes) == once
