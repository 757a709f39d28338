"""Quotes to offsets and back: where a quoted text stands in an article (W3C TextQuoteSelector)."""

from difflib import get_close_matches
from functools import cached_property
from typing import Final

from stancebank.tokens import tokenize

Scope = tuple[int, int]

_LOOKED_AT: Final = 2000
"""Tokens that are compared for a near miss."""


class MissingQuote(Exception):
    """The quote does not stand in its scope."""


class AmbiguousQuote(Exception):
    """The quote stands in its scope more than once."""


class Anchors:
    """Finds quotes in a text. Offsets are code points."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _tokens(self) -> list[tuple[int, int]]:
        return tokenize(self.text)

    @cached_property
    def _boundaries(self) -> tuple[frozenset[int], frozenset[int]]:
        return frozenset(start for start, _ in self._tokens), frozenset(end for _, end in self._tokens)

    def candidates(self, exact: str, scope: Scope, prefix: str = "", suffix: str = "") -> list[int]:
        """Where `exact` starts within `scope`, between `prefix` and `suffix`, white space aside.

        Occurrences that cut a token ("his" in "this") count only where there is no other.
        """
        starts: list[int] = []
        at = self.text.find(exact, *scope) if exact else -1
        while at >= 0:
            if self._fits(at, at + len(exact), prefix, suffix):
                starts.append(at)
            at = self.text.find(exact, at + 1, scope[1])
        token_starts, token_ends = self._boundaries
        whole = [start for start in starts if start in token_starts and start + len(exact) in token_ends]
        return whole or starts

    def _fits(self, start: int, end: int, prefix: str, suffix: str) -> bool:
        before = self.text[max(start - len(prefix) - 9, 0) : start].rstrip()
        after = self.text[end : end + len(suffix) + 9].lstrip()
        return before.endswith(prefix.strip()) and after.startswith(suffix.strip())

    def find(
        self, exact: str, scope: Scope, *, prefix: str = "", suffix: str = "", occurrence: int | None = None
    ) -> int:
        """The start of the one place that is meant; `occurrence` counts from 1."""
        starts = self.candidates(exact, scope, prefix, suffix)
        if not starts:
            raise MissingQuote(self._explain_missing(exact, scope))
        if occurrence is not None:
            if not 1 <= occurrence <= len(starts):
                raise MissingQuote(f"{exact!r} stands here {len(starts)} times, not {occurrence}")
            return starts[occurrence - 1]
        if len(starts) > 1:
            raise AmbiguousQuote(
                f"{exact!r} stands here {len(starts)} times; say which by `in`, `occurrence`, `prefix` or `suffix`"
            )
        return starts[0]

    def _explain_missing(self, exact: str, scope: Scope) -> str:
        elsewhere = self.text.find(exact) if exact else -1
        if elsewhere >= 0:
            return f"{exact!r} does not stand here; it does at {elsewhere} to {elsewhere + len(exact)}"
        near = self._nearest(exact, scope)
        return f"{exact!r} does not stand here" + (f"; near to it is {near!r}" if near else "")

    def _nearest(self, exact: str, scope: Scope) -> str | None:
        """The stretch of as many tokens within the scope that is most like `exact`, if one is."""
        tokens = [token for token in self._tokens if scope[0] <= token[0] and token[1] <= scope[1]][:_LOOKED_AT]
        width = len(tokenize(exact))
        stretches = zip(tokens, tokens[width - 1 :], strict=False) if width else ()
        near = get_close_matches(exact, [self.text[first[0] : last[1]] for first, last in stretches], n=1)
        return near[0] if near else None

    def select(self, start: int, end: int, scope: Scope) -> dict[str, str | int]:
        """The selector that `find` turns back into `start`: the quote, and no more help than it needs."""
        exact = self.text[start:end]
        starts = self.candidates(exact, scope)
        if starts == [start]:
            return {"exact": exact}
        if start in starts:
            return {"exact": exact, "occurrence": starts.index(start) + 1}
        width = 8
        while self.candidates(exact, scope, prefix=self.text[max(start - width, 0) : start]) != [start]:
            if width > start:
                raise ValueError(f"no quote selects {start} to {end}")
            width *= 2
        return {"exact": exact, "prefix": self.text[max(start - width, 0) : start]}
