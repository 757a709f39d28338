"""SB0xx: what is found while a file is read."""

from stancebank.checks.catalogue import declare

declare(
    "SB001",
    "not-utf8",
    """The file is not UTF-8, or begins with a byte order mark.

    In another encoding the same bytes are other characters, and offsets point elsewhere. A byte order mark is a
    character to some readers and nothing to others.

    Bad bytes:
        ef bb bf 7b 7d

    Good bytes:
        7b 7d
    """,
)
declare(
    "SB002",
    "not-json",
    """The file is not JSON: empty, cut short, or followed by something else.

    A file that was cut off in copying must not pass for a short document.

    Bad file:
        {"schema_version": "1.0", "id": "ferry"

    Good file:
        {"schema_version": "1.0", "id": "ferry"}
    """,
)
declare(
    "SB003",
    "duplicate-key",
    """A key stands twice in one object, so that a value would be lost.

    Readers of JSON keep the last value, the first, or neither, and most do not say so.

    Bad file:
        {"schema_version": "1.0", "id": "ferry", "id": "harbour"}

    Good file:
        {"schema_version": "1.0", "id": "ferry"}
    """,
)
declare(
    "SB004",
    "not-an-integer",
    """A number is not an integer; offsets are counts of code points.

    1.0 and 1e3 are read as integers by some programs and as fractions by others.

    Bad:
        "paragraphs": [{"start": 0, "end": 49.0}]

    Good:
        "paragraphs": [{"start": 0, "end": 49}]
    """,
)
declare(
    "SB005",
    "lone-surrogate",
    r"""A string holds half of a surrogate pair, which is no character.

    It comes of cutting a text in the middle of an emoji, in a program that counts UTF-16 units. It can not be written
    as UTF-8.

    Bad:
        "metadata": {"title": "\ud83c"}

    Good:
        "metadata": {"title": "\ud83c\udf89"}
    """,
)
declare(
    "SB006",
    "too-deep",
    """The file is nested deeper than any document.

    A document has less than ten levels. A file of thousands of brackets is a mistake or an attack on the reader.

    Bad file:
        [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
        ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

    Good file:
        [[]]
    """,
)
declare(
    "SB010",
    "missing-key",
    """A required key is missing.

    Only keys with a default may be left out. An entity without a type can not be taken for one of a certain type.

    Bad:
        "entities": [{"id": "e3", "name": "Lunde"}]

    Good:
        "entities": [{"id": "e3", "name": "Lunde", "type": "place"}]
    """,
)
declare(
    "SB011",
    "unknown-key",
    """A key is not part of the format.

    It is mostly a misspelt key, whose value would be silently replaced by the default.

    Bad:
        "stances": [{"id": "t1", "hedge": true}]

    Good:
        "stances": [{"id": "t1", "hedged": true}]
    """,
)
declare(
    "SB012",
    "wrong-type",
    """A value is not of the type that its key asks for.

    Programs differ in what they make of "true" in quotation marks; the format does not leave it to them.

    Bad:
        "stances": [{"id": "t1", "hedged": "true"}]

    Good:
        "stances": [{"id": "t1", "hedged": true}]
    """,
)
declare(
    "SB013",
    "unknown-label",
    """A label is not of its closed set.

    Labels are numbered in published files. One that is not on the list has no number, and nobody could count it.

    Bad:
        "stances": [{"id": "t1", "polarity": "against"}]

    Good:
        "stances": [{"id": "t1", "polarity": "negative"}]
    """,
)
declare(
    "SB014",
    "malformed-value",
    """An id, a checksum, a key or a date has not the form that it must have.

    A day that is written first is read as a month elsewhere; an id with a slash is a path.

    Bad:
        "metadata": {"date": "3 May 2024"}

    Good:
        "metadata": {"date": "2024-05-03"}
    """,
)
declare(
    "SB015",
    "out-of-range",
    """A number is negative, or larger than readers keep exact.

    Many readers of JSON hold numbers as floating point, which is exact to 2^53 only (RFC 8259).

    Bad:
        "paragraphs": [{"start": -1, "end": 49}]

    Good:
        "paragraphs": [{"start": 0, "end": 49}]
    """,
)
declare(
    "SB016",
    "empty-list",
    """A list that must have an element is empty.

    A mention or a proposition is words of the text, and has at least one span.

    Bad:
        "mentions": [{"id": "m1", "spans": []}]

    Good:
        "mentions": [{"id": "m1", "spans": [{"start": 0, "end": 9}]}]
    """,
)
