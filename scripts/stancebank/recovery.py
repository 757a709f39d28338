"""The very text that was annotated, from a copy that came another way; or where the copy first differs."""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from msgspec.structs import replace

from stancebank import manifest, places
from stancebank.findings import Finding, InvalidContent
from stancebank.model import Document, Sentence

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "dropped the byte order mark"),
    (b"\xff\xfe", "utf-16", "read as UTF-16"),
    (b"\xfe\xff", "utf-16", "read as UTF-16"),
)
_Form = Literal["NFC", "NFD"] | None
_FORMS: Final[tuple[_Form, ...]] = (None, "NFC", "NFD")
_REACH: Final = 500
"""How far a sentence may have moved and still be found, in code points."""

Checksums = Mapping[str, str]
"""SHA-256 of each sentence's text, by the sentence's id."""


def recover(document: Document, path: Path, checksums: Checksums) -> tuple[Document, tuple[str, ...]]:
    """The document with the text in the file `path`, and what was mended of that to get the text that was annotated.

    Mends byte order marks, line ends, line ends at the end of the file, and Unicode normal forms. Raises
    `InvalidContent`, with the place of the first difference, where the text is still another.
    """
    text, read = _decode(path, document.id)
    for candidate, mended in _candidates(text):
        if manifest.sha256(candidate) == document.sha256:
            return replace(document, text=candidate), (*read, *mended)
    raise InvalidContent([_difference(document, path, _nearest(text, document, checksums), checksums)])


def _decode(path: Path, document_id: str) -> tuple[str, tuple[str, ...]]:
    data = path.read_bytes()
    encoding, said = next(((name, (what,)) for mark, name, what in _MARKS if data.startswith(mark)), ("utf-8", ()))
    try:
        return data.decode(encoding), said
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"not UTF-8: {error.reason}"
        raise InvalidContent(
            [Finding(code="SB001", message=message, path=str(path), line=line, document_id=document_id)]
        ) from None


def _candidates(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text, mended as little as possible first."""
    unified = _with_line_feeds(text)
    for lines, ends in ((text, ()), (unified, ("made all line ends LF",)))[: 1 + (unified != text)]:
        for form in _FORMS:
            normal = _normal(lines, form)
            if form and normal == lines:
                continue
            forms = (f"put it into {form}",) if form else ()
            yield normal, (*ends, *forms)
            bare = normal.rstrip("\n")
            for number in range(3):
                yield bare + "\n" * number, (*ends, *forms, "changed the line ends at its end")


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _normal(text: str, form: _Form) -> str:
    return unicodedata.normalize(form, text) if form else text


def _nearest(text: str, document: Document, checksums: Checksums) -> str:
    """Of the normal forms, the one in which most sentences are as they should be from the start."""
    forms = [_normal(_with_line_feeds(text), form) for form in _FORMS]
    return max(forms, key=lambda form: _agreeing(form, document, checksums))


def _agreeing(text: str, document: Document, checksums: Checksums) -> int:
    """How many sentences are as they should be before the first that is not."""
    return next(
        (
            number
            for number, sentence in enumerate(document.sentences)
            if manifest.sha256(text[sentence.start : sentence.end]) != checksums[sentence.id]
        ),
        len(document.sentences),
    )


def _difference(document: Document, path: Path, text: str, checksums: Checksums) -> Finding:
    number = _agreeing(text, document, checksums)
    if number == len(document.sentences):
        place, message = len(text), "all sentences are as annotated; what differs stands between or after them"
    else:
        sentence = document.sentences[number]
        before = document.sentences[number - 1].end if number else 0
        moved = next((by for by in _moves() if _is_at(text, sentence.start + by, sentence, checksums)), None)
        if moved is None:
            place = sentence.start
            here = text[sentence.start : sentence.end]
            message = f"the first sentence that differs is {sentence.id}; here it reads {here!r}"
        else:
            place = before
            count = f"{abs(moved)} code point{'s' * (abs(moved) != 1)}"
            what = f"{count} too {'many' if moved > 0 else 'few'}"
            message = f"{what} between here and sentence {sentence.id}: {text[before : sentence.start + moved]!r}"
    line, column = places.Lines(text).place(min(place, len(text)))
    return Finding(code="SB102", message=message, path=str(path), line=line, column=column, document_id=document.id)


def _moves() -> Iterator[int]:
    for by in range(1, _REACH + 1):
        yield by
        yield -by


def _is_at(text: str, start: int, sentence: Sentence, checksums: Checksums) -> bool:
    end = start + sentence.end - sentence.start
    return start >= 0 and manifest.sha256(text[start:end]) == checksums[sentence.id]
