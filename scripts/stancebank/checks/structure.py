"""SB0xx: what is found while a file is read."""

from stancebank.checks.catalogue import declare

declare("SB001", "not-utf8", "The file is not UTF-8, or begins with a byte order mark.")
declare("SB002", "not-json", "The file is not JSON: empty, cut short, or followed by something else.")
declare("SB003", "duplicate-key", "A key stands twice in one object, so that a value would be lost.")
declare("SB004", "not-an-integer", "A number is not an integer; offsets are counts of code points.")
declare("SB005", "lone-surrogate", "A string holds half of a surrogate pair, which is no character.")
declare("SB006", "too-deep", "The file is nested deeper than any document.")
declare("SB010", "missing-key", "A required key is missing.")
declare("SB011", "unknown-key", "A key is not part of the format.")
declare("SB012", "wrong-type", "A value is not of the type that its key asks for.")
declare("SB013", "unknown-label", "A label is not of its closed set.")
declare("SB014", "malformed-value", "An id, a checksum, a key or a date has not the form that it must have.")
declare("SB015", "out-of-range", "A number is negative, or larger than readers keep exact.")
declare("SB016", "empty-list", "A list that must have an element is empty.")
declare("SB020", "not-yaml", "The file is not YAML of the quote-anchored form.")
declare("SB021", "missing-quote", "A quote does not stand in the text where it is said to.")
declare("SB022", "ambiguous-quote", "A quote stands in the text more than once, and nothing says which is meant.")
declare("SB023", "unknown-name", "A name stands for nothing in this document, or stands for two things.")
declare("SB024", "no-article", "The article that is annotated is not in seeds/, so that quotes can not be found.")
