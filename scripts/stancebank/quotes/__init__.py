"""The quote-anchored form that people write: YAML in which every span is given by its quoted text."""

from stancebank.quotes.compilation import Compiled, decode, read
from stancebank.quotes.writing import encode

__all__ = ["Compiled", "decode", "encode", "read"]
