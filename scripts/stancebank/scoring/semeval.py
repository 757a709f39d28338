"""Predictions and gold in the form of SemEval-2022 Task 10: a JSON array of sentences with opinion tuples."""

from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct, field

from stancebank.findings import InvalidContent
from stancebank.scoring.readings import Tokens
from stancebank.scoring.sentiment_graph import Tuple

_WHITE_SPACE: Final = b" \t\r\n"
_Part = tuple[list[str], list[Annotated[str, Meta(pattern="^[0-9]{1,9}:[0-9]{1,9}$")]]]


class Opinion(Struct, frozen=True, rename="pascal"):
    """An opinion; each part is its words and their offsets, `b:e` in code points of the sentence."""

    source: _Part
    target: _Part
    polar_expression: _Part = field(name="Polar_expression")
    polarity: str | None


class Sentence(Struct, frozen=True):
    """A sentence with its opinions."""

    sent_id: str
    text: str
    opinions: list[Opinion]


def is_array(path: Path | str) -> bool:
    """Whether a file holds a JSON array, which no document of the corpus does."""
    path = Path(path)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4096).lstrip(_WHITE_SPACE).startswith(b"[")


def read(path: Path | str) -> list[tuple[str, list[Tuple]]]:
    """The sentences of an array with their tuples, by `sent_id`. Raises `InvalidContent`."""
    data = Path(path).read_bytes()
    try:
        sentences = msgspec.json.decode(data, type=list[Sentence])
    except UnicodeDecodeError as error:
        raise InvalidContent.single("SB001", f"not UTF-8: {error.reason}", path=str(path)) from None
    except msgspec.DecodeError as error:
        is_fault_of_json = not isinstance(error, msgspec.ValidationError)
        code = "SB002" if is_fault_of_json else "SB010" if "missing required field" in str(error) else "SB012"
        raise InvalidContent.single(code, f"not of SemEval-2022 Task 10: {error}", path=str(path)) from None
    return [(sentence.sent_id, _tuples(sentence)) for sentence in sentences]


def split_tokens(text: str) -> list[tuple[int, int]]:
    """Spans of the tokens: the text split at each single space, as NLTK's SpaceTokenizer gives them."""
    spans: list[tuple[int, int]] = []
    start = 0
    while (end := text.find(" ", start)) >= 0:
        if end:
            spans.append((start, end))
        start = end + 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _tuples(sentence: Sentence) -> list[Tuple]:
    tokens = split_tokens(sentence.text)
    return [
        Tuple(
            _numbers(opinion.source[1], tokens),
            _numbers(opinion.target[1], tokens),
            _numbers(opinion.polar_expression[1], tokens),
            opinion.polarity,
        )
        for opinion in sentence.opinions
    ]


def _numbers(offsets: list[str], tokens: list[tuple[int, int]]) -> Tokens:
    """The tokens of spans: from the one that starts where a span starts to the one that ends where it ends.

    As in evaluate.py, a span that starts inside a token has none, and one that ends inside a token runs to the end of
    the sentence.
    """
    numbers = []
    for offset in offsets:
        start, end = map(int, offset.split(":"))
        inside = False
        for number, (token_start, token_end) in enumerate(tokens):
            inside = inside or token_start == start
            if inside:
                numbers.append(number)
            inside = inside and token_end != end
    return frozenset(numbers)
