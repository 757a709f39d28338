"""The grammar of every identifier.

Each pattern is anchored at both ends and reads alike in Python and in ECMA-262, which JSON Schema uses.
"""

from typing import Final

AUTHOR: Final = "author"
IMPLICIT: Final = "implicit"
RESERVED: Final = frozenset({AUTHOR, IMPLICIT})

_END: Final = r"$(?!\n)"
_NUMBER: Final = "[1-9][0-9]{0,8}"

DOCUMENT: Final = "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}" + _END
SHA256: Final = "^[0-9a-f]{64}" + _END
SENTENCE: Final = f"^s{_NUMBER}{_END}"
ENTITY: Final = f"^e{_NUMBER}{_END}"
MENTION: Final = f"^m{_NUMBER}{_END}"
PROPOSITION: Final = f"^p{_NUMBER}{_END}"
ATTRIBUTION: Final = f"^a{_NUMBER}{_END}"
STANCE: Final = f"^t{_NUMBER}{_END}"
AGENT: Final = f"^(e{_NUMBER}|{AUTHOR}|{IMPLICIT}){_END}"
TARGET: Final = f"^([ep]{_NUMBER}|{IMPLICIT}){_END}"
DENOTATION: Final = f"^[ap]{_NUMBER}{_END}"
ANNOTATION: Final = f"^[semapt]{_NUMBER}{_END}"
KEY: Final = f"^(Q[1-9][0-9]*|NIL-[a-z0-9]+(-[a-z0-9]+)*){_END}"
NAME: Final = "^[a-z0-9]+([_-][a-z0-9]+)*" + _END
