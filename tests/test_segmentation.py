"""Proposed paragraphs and sentences: whole outputs, and the guarantees on any string."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancebank.segmentation import SplitterMismatch, propose_paragraphs, propose_sentences

PIECES = (
    "A",
    "b",
    "é",
    "e\u0301",
    ". ",
    "! ",
    "? ",
    "...",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u00a0",
    "“",
    "”",
    "[1]",
    "Mr. ",
    "😀",
    "日。",
    "\ud800",
)
any_text = st.text(st.characters()) | st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("One line", ["One line"]),
        ("First line\nsecond line", ["First line", "second line"]),
        ("\n\nFirst line\nsecond line\n\n", ["First line", "second line"]),
        ("Head\n\nfirst\nsecond\n \t\n  third \n", ["Head", "first\nsecond", "third"]),
        ("Head\r\n\r\nfirst\r\nsecond", ["Head", "first\r\nsecond"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in propose_paragraphs(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Town Votes On Bridge\n\nIt passed. Few came.", ["Town Votes On Bridge", "It passed.", "Few came."]),
        ("Town Votes On Bridge\nIt passed. Few came.", ["Town Votes On Bridge", "It passed.", "Few came."]),
        ("Mr. Roe met Dr. Lee at noon.  They ate.", ["Mr. Roe met Dr. Lee at noon.", "They ate."]),
        (
            "Rates rose 3.5 percent. Why?\u00a0Nobody knows!",
            ["Rates rose 3.5 percent.", "Why?", "Nobody knows!"],
        ),
        ("She said: “It is late. We must go.”", ["She said: “It is late.", "We must go.”"]),
        ("It rose. [3] [note 2] It fell.[4]", ["It rose. [3] [note 2]", "It fell.[4]"]),
        ("The 🎉 was loud. It’s over.", ["The 🎉 was loud.", "It’s over."]),
        ("The talk\nwent on. It\nended.\n\nEnd", ["The talk\nwent on.", "It\nended.", "End"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in propose_sentences(text)] == expected


@given(any_text)
def test_guarantees(text: str) -> None:
    visible = [position for position, point in enumerate(text) if not point.isspace()]
    paragraphs = propose_paragraphs(text)
    sentences = propose_sentences(text)
    for spans in (paragraphs, sentences):
        assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        covered = {position for start, end in spans for position in range(start, end)}
        assert covered.issuperset(visible)
    assert all(any(a <= start and end <= b for a, b in paragraphs) for start, end in sentences)


@pytest.mark.parametrize("spans", [[], [(0, 3)], [(4, 8), (0, 4)], [(0, 4), (3, 8)], [(0, 99)], [(4, 8)]])
def test_spans_that_do_not_fit_the_text_are_refused(
    spans: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nupunkt.sent_spans", lambda text: spans)
    with pytest.raises(SplitterMismatch, match=r"\d"):
        propose_sentences("One two.")


def test_the_library_is_loaded_only_when_sentences_are_asked_for() -> None:
    code = "import sys, stancebank.segmentation; sys.exit('nupunkt' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}).returncode == 0
