"""Where a text can not be cut without parting what a reader sees as one character (UAX #29, in short)."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import Final

_JOINER: Final = "\u200d"


def cuts_cluster(text: str, offset: int) -> bool:
    """Whether the code points on both sides of `offset` belong to one grapheme cluster."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if before.isascii() and after.isascii():
        return before == "\r" and after == "\n"
    if _extends(after):
        return not before.isspace()
    if before == _JOINER:
        return unicodedata.category(after) == "So"
    if _is_regional(before) and _is_regional(after):
        return _regionals_before(text, offset) % 2 == 1
    return _is_syllable_tail(after) and ("\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3")


def _extends(point: str) -> bool:
    """Marks, joiners, variation selectors, emoji modifiers and tags."""
    return (
        unicodedata.category(point) in {"Mn", "Mc", "Me"}
        or point in "\u200c\u200d"
        or "\U0001f3fb" <= point <= "\U0001f3ff"
        or "\U000e0020" <= point <= "\U000e007f"
    )


def _is_regional(point: str) -> bool:
    return "\U0001f1e6" <= point <= "\U0001f1ff"


def _regionals_before(text: str, offset: int) -> int:
    starts = _regional_runs(text)
    return offset - starts[bisect_right(starts, offset - 1) - 1]


@lru_cache(maxsize=1)
def _regional_runs(text: str) -> list[int]:
    """Where each run of regional indicators starts."""
    return [match.start() for match in re.finditer("[\U0001f1e6-\U0001f1ff]+", text)]


def _is_syllable_tail(point: str) -> bool:
    """A Korean vowel or final consonant, written as a letter of its own."""
    return "\u1160" <= point <= "\u11ff"
