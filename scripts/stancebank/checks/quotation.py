"""SB02x: what is found while the YAML that people write is compiled."""

from stancebank.checks.catalogue import declare

declare(
    "SB020",
    "not-yaml",
    """The file is not YAML of the quote-anchored form.

    It is one YAML document, a mapping, without aliases. Mostly a quotation mark or an indent is missing.

    Bad yaml:
        id: "ferry

    Good yaml:
        id: "ferry"
    """,
)
declare(
    "SB021",
    "missing-quote",
    """A quote does not stand in the text where it is said to.

    It was mistyped, or the text was changed. Quotes are matched to the letter, so that typographic marks count.

    Bad yaml:
        sentences:
          s1: Ada Brook says the ferry is a disgrace.
          s2: She left.

    Good yaml:
        sentences:
          s1: Ada Brook said the ferry is a disgrace.
          s2: She left.
    """,
)
declare(
    "SB022",
    "ambiguous-quote",
    """A quote stands in the text more than once, and nothing says which is meant.

    The first is not taken for granted: `occurrence` counts from 1 within the sentence.

    Bad yaml:
        entities:
          ferry:
            type: object
            name: ferry
            mentions:
              - {in: s1, exact: r, form: nominal}

    Good yaml:
        entities:
          ferry:
            type: object
            name: ferry
            mentions:
              - {in: s1, exact: r, occurrence: 2, form: nominal}
    """,
)
declare(
    "SB023",
    "unknown-name",
    """A name stands for nothing in this document, or stands for two things.

    Names are those of entities, sentences, propositions, attributions and stances of the same file.

    Bad yaml:
        paragraphs: [s1-s3]

    Good yaml:
        paragraphs: [s1-s2]
    """,
)
declare(
    "SB024",
    "no-article",
    """The article that is annotated is not in seeds/, so that quotes can not be found.

    Either the id is not that of the article, or the article was not added, or `--seeds` names another folder.

    Bad yaml:
        text: null

    Good yaml:
        text: Ada Brook said the ferry is a disgrace. She left.
    """,
)
