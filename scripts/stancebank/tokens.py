"""The tokenizer: word tokens of English news text, as Universal Dependencies English (GUM) writes them."""

import re
import unicodedata
from itertools import pairwise
from typing import Final

TOKENIZER: Final = "stancebank-en-1"
"""Name and version; any change to the spans of any text needs a new version."""

# A text is scanned through a shadow of equal length in which these stand for whole classes of code points, so
# that the patterns stay short: all marks and format characters (MARK), the joiner (JOINER), apostrophes (').
_MARK: Final = "\u0300"
_JOINER: Final = "\u200d"
_APOSTROPHES: Final = "\u2019\u02bc\uff07"

_PREFIXES: Final = (
    "agro|ante|anti|arch|bi|bio|co|counter|cross|cyber|de|e|eco|ex|extra|i|inter|intra|macro|mega|micro|mid|mini"
    "|mono|multi|neo|non|over|pan|para|post|pre|pro|pseudo|re|semi|sub|super|trans|tri|u|ultra|un|uni|vice|x"
)
_ABBREVIATIONS: Final = (
    "Adm|Ala|Apr|Ariz|Assn|Attn|Aug|Ave|Bldg|Blvd|Bros|Calif|Capt|Cmdr|Co|Col|Colo|Conn|Corp|Cpl|Ct|Dec|Del|Dept"
    "|DR|Det|Dist|Dr|Ed|Eds|Esq|Est|Feb|Fla|Fri|Ft|Ga|Gen|Gov|Hon|Hwy|Inc|Insp|Jan|Jr|Jul|Jun|Kan|Ky|La|Lt|Ltd|Maj|Mar"
    "|Md|Messrs|Mich|Minn|Mlle|Mme|MR|MRS|MS|Mo|Mont|Mr|Mrs|Ms|Mt|Mx|Neb|Nev|Nov|Oct|Okla|Ont|Ore|Pfc|Ph|Pres"
    "|Prof|Pvt|Rep|Reps|Rev|Sen|Sens|Sept|Sgt|Spc|Sr|St|Ste|Supt|Tenn|Tex|Thur|Thurs|Tue|Tues|Univ|Va|Wed|Wis"
    "|al|approx|ca|cf|comp|div|ed|eds|etc|viz|vs|yr"
)
_NUMBERED: Final = "Art|Ch|Eq|Fig|Figs|No|Nos|Op|Sec|Vol|art|b|c|d|fig|figs|m|no|nos|p|pp|r|sec|vol"

# Each unbounded repeat is possessive and each look beyond the token is bounded: that keeps the scan linear.
_WORD: Final = rf"[\w{_MARK}{_JOINER}]"
_LETTER: Final = r"[^\W\d_]"
_END: Final = rf"(?!{_WORD})"
_PICTURE: Final = rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[^\w\s])[{_MARK}{_JOINER}]*+"
_TOKEN: Final = re.compile(
    rf"""
    (?: (?P<address>(?:https?://|www\.)[^\s<>"\u201c\u201d]*+)
    | {_WORD}{{1,64}}+(?:[.+-]{_WORD}{{1,64}}+){{0,8}}+@{_WORD}{{1,64}}+(?:[.-]{_WORD}{{1,64}}+){{1,8}}+
    | [\#@]{_WORD}++                                                    # hashtag, mention
    | '(?:\d\d(?:'?s)?|em|cause|cuz|til|[sdm]|ll|re|ve){_END}           # elision; clitic after a symbol
    | (?:{_LETTER}\.){{2,}}+(?:{_LETTER}{_END})? | {_LETTER}\.{_LETTER}{_END} | (?:Ph\.D|[BM]\.Sc){_END}\.?
    | (?-i:[A-HJ-Z]|{_ABBREVIATIONS})\.(?![.\w])
    | (?-i:{_NUMBERED})\.(?=\s?\d)
    | (?:\d++(?:[.,:/]\d++)*+|\.\d++)(?:(?=[ap]m{_END})|{_WORD}*+)      # 1,000.5  10:30  9/11  20th
    | (?-i:[A-Z]{{1,3}}&[A-Z]{{1,3}}){_END}                             # AT&T
    | (?-i:[A-Z]{{1,8}}(?:-\d++)++){_END}                               # F-16
    | (?:{_LETTER}{{1,2}}|{_PREFIXES})-(?=[\s,.?!]|\Z)                  # broken off: th- that
    | (?P<word>(?:(?!(?-i:[A-Z]{{2}}))(?:{_PREFIXES})-(?={_WORD}))?     # pro-reform, not UN-led
        {_WORD}++(?:'{_WORD}++|\.(?-i:(?=[a-z])){_WORD}++)*+)           # O'Neal  example.org
    | [.\u2026]{{2,}}+ | [!?]{{2,}}+ | -{{2,}}+ | ''|`` | (?P<rule>[*=~])(?P=rule)++
    | {_PICTURE}(?:(?<={_JOINER}){_PICTURE})*+
    )[{_MARK}{_JOINER}]*+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FUSED: Final = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "gimme": 3, "lemme": 3}
_CLITIC: Final = re.compile(r"(?:n't|'(?:s|d|m|ll|re|ve))\Z", re.IGNORECASE)
_CLITIC_LENGTH: Final = 3
_ADDRESS_TAIL: Final = ".,;:!?)]}'*\u2026"


def tokenize(text: str) -> list[tuple[int, int]]:
    """Spans of the tokens of `text`, in order and disjoint; each non-space code point is in exactly one.

    Half-open offsets in code points, for any string. No token holds white space (`str.isspace`), and none
    starts with a mark, joiner, variation selector or emoji modifier unless white space comes before it.
    Time is linear in the length of the text. Standard: the UD guidelines for English, as GUM follows them;
    unlike GUM, an unknown word with a hyphen between letters is always cut at the hyphen.
    """
    shadow = text if text.isascii() else text.translate({ord(point): _class(point) for point in set(text)})
    spans: list[tuple[int, int]] = []
    position = 0
    while match := _TOKEN.search(shadow, position):
        start, position = match.span()
        if match["address"]:
            position = start + len(match["address"].rstrip(_ADDRESS_TAIL))
            spans.append((start, position))
        elif match["word"]:
            spans.extend(_parts(shadow, start, position))
        else:
            spans.append((start, position))
    return spans


def _class(point: str) -> str:
    """What stands for `point` in the shadow."""
    if point == _JOINER:
        return point
    if point in _APOSTROPHES:
        return "'"
    if unicodedata.category(point) in {"Mn", "Mc", "Me", "Cf"} or "\U0001f3fb" <= point <= "\U0001f3ff":
        return _MARK
    return point


def _parts(shadow: str, start: int, end: int) -> list[tuple[int, int]]:
    """The word in `shadow[start:end]` cut before its clitics, or in two where two words are fused."""
    cuts = [end]
    while clitic := _CLITIC.search(shadow, max(start + 1, cuts[-1] - _CLITIC_LENGTH), cuts[-1]):
        cuts.append(clitic.start())
    if len(cuts) == 1 and (fused := _FUSED.get(shadow[start:end].lower())):
        cuts.append(start + fused)
    cuts.append(start)
    return list(pairwise(reversed(cuts)))
