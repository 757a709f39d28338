"""The tokenizer's output on whole sentences, and its guarantees on any string."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stancebank import tokens
from stancebank.tokens import TOKENIZER, tokenize

ATTACHED = ("\u0301", "\u093f", "\u200d", "\ufe0f", "\u20e3", "\U0001f3fd", "\u00ad", "\u200f")
TRICKY = (
    *ATTACHED,
    *"aZ9 \n\u00a0\u3000.,:/'’-@#$%&!?…—“”[]日本שع½😀🇫🇷❤\ud83d\udc00",
    "n't",
    "http://",
    "www.",
    "re-",
)
LONGEST_BOUNDED = 64
any_text = st.text(st.characters()) | st.lists(st.sampled_from(TRICKY)).map("".join)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n\t", ""),
        ("The mayor spoke.", "The mayor spoke ."),
        ("It wasn't so; they’re late, he'd've said.", "It was n't so ; they ’re late , he 'd 've said ."),
        ("DON'T! You can't, won’t, cannot.", "DO N'T ! You ca n't , wo n’t , can not ."),
        ("The sisters' boat and Rosa's car", "The sisters ' boat and Rosa 's car"),
        ("O'Neal met D’Arcy at 9 o'clock", "O'Neal met D’Arcy at 9 o'clock"),
        ("the '90s and rock 'em", "the '90s and rock 'em"),
        ("‘Stop,’ she said. “Now!”", "‘ Stop , ’ she said . “ Now ! ”"),
        ("It cost $1,250.50, US$3 or £4 (5.5%).", "It cost $ 1,250.50 , US $ 3 or £ 4 ( 5.5 % ) ."),
        ("at 10:30, 6:45am on 9/11, the 21st", "at 10:30 , 6:45 am on 9/11 , the 21st"),
        ("Mr. Lee of the U.S. left at 5 a.m. today", "Mr. Lee of the U.S. left at 5 a.m. today"),
        ("Dr. J. Roe, Ph.D., of Acme Inc., see no. 7", "Dr. J. Roe , Ph.D. , of Acme Inc. , see no. 7"),
        ("He said no. Then he left.", "He said no . Then he left ."),
        ("Well... no… What?! --- yes", "Well ... no … What ?! --- yes"),
        (
            "See https://example.org/a?b=c, (www.example.org).",
            "See https://example.org/a?b=c , ( www.example.org ) .",
        ),
        (
            "Write to jo.doe@mail.example.org or example.com.",
            "Write to jo.doe@mail.example.org or example.com .",
        ),
        ("#Budget2024 by @desk_one", "#Budget2024 by @desk_one"),
        ("a well-known pro-reform ex-mayor", "a well - known pro-reform ex-mayor"),
        ("a 22-year-old with an F-16", "a 22 - year - old with an F-16"),
        ("I th- thought", "I th- thought"),
        ("and/or AT&T", "and / or AT&T"),
        ("*** == ~", "*** == ~"),
        ("UN-led Co-founder", "UN - led Co-founder"),
        ("rain—then sun – 1939–45", "rain — then sun – 1939 – 45"),
        ("end.Then file.txt", "end . Then file.txt"),
        ("cafe\u0301's re\u0301sume\u0301", "cafe\u0301 's re\u0301sume\u0301"),
        ("👩\u200d👩\u200d👧👍🏽!", "👩\u200d👩\u200d👧 👍🏽 !"),
        ("🇫🇷🇩🇪🇯", "🇫🇷 🇩🇪 🇯"),
        ("❤\ufe0f\u200d🔥1\ufe0f\u20e3", "❤\ufe0f\u200d🔥 1\ufe0f\u20e3"),
        ("שָׁלוֹם, עולם!", "שָׁלוֹם , עולם !"),
        ("हिन्दी में।", "हिन्दी में ।"),
        ("日本語、です。", "日本語 、 です 。"),
        ("co\u00adoperate", "co\u00adoperate"),
        ("\ud83d \udc00x", "\ud83d \udc00 x"),
    ],
)
def test_tokens_of_a_sentence(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_offsets_count_code_points() -> None:
    assert tokenize(" 😀  it's") == [(1, 2), (4, 6), (6, 8)]


def test_version_is_part_of_the_name() -> None:
    assert re.fullmatch(r"[a-z-]+-\d+", TOKENIZER)


@given(any_text)
@example("\u0301")
@example("''\u0301")
def test_every_visible_code_point_is_in_one_token(text: str) -> None:
    covered = [position for start, end in tokenize(text) for position in range(start, end)]
    assert covered == [position for position, point in enumerate(text) if not point.isspace()]
    assert all(start < end for start, end in tokenize(text))


@given(any_text)
def test_no_token_starts_inside_a_cluster(text: str) -> None:
    assert not [
        start for start, _ in tokenize(text) if text[start] in ATTACHED and start > 0 and not text[start - 1].isspace()
    ]


@given(any_text, any_text)
def test_lines_far_apart_do_not_influence_each_other(first: str, second: str) -> None:
    gap = first + "\n\n"
    shifted = [(start + len(gap), end + len(gap)) for start, end in tokenize(second)]
    assert tokenize(gap + second) == tokenize(gap) + shifted


def repeats(node: Any) -> Iterator[tuple[str, int]]:
    """Name and upper bound of each repeat in a parsed pattern."""
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]).endswith("REPEAT"):
        yield str(node[0]), int(node[1][1])
    if hasattr(node, "data"):
        node = node.data
    if isinstance(node, list | tuple):
        for child in node:
            yield from repeats(child)


def test_no_unbounded_repeat_can_give_back_what_it_took() -> None:
    parser: Any = re._parser  # type: ignore[attr-defined]
    found = list(repeats(parser.parse(tokens._TOKEN.pattern, tokens._TOKEN.flags)))
    assert found
    assert {name for name, most in found if most > LONGEST_BOUNDED} == {"POSSESSIVE_REPEAT"}


@pytest.mark.parametrize("unit", [*"a'.@-#,1😀\u0301\u200d", "'s", "a-", "a.", "a@b.", "http://)", "A&", "1,"])
def test_a_long_run_of_one_unit_is_covered(unit: str) -> None:
    text = unit * 50_000
    assert sum(end - start for start, end in tokenize(text)) == len(text)
