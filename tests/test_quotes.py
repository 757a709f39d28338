"""The quote-anchored form: what people write, compiled, and written again."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

import stancebank
from stancebank import collection, manifest, quotes
from stancebank.findings import InvalidContent
from stancebank.model import Document

TEXT = "No entry\n\nAna said she saw Ana. “It rained,” Ana said, “and it rained again.”\n"
HEAD = f"""\
schema_version: "1.0"
id: rain
sha256: {manifest.sha256(TEXT)}
layers: {{}}
sentences:
  s1: {{role: headline, exact: No entry}}
  s2: Ana said she saw Ana.
  s3: “It rained,” Ana said, “and it rained again.”
paragraphs: [s1, s2-s3]
"""


def compile_yaml(body: str) -> Document:
    return quotes.decode((HEAD + dedent(body)).encode(), lambda _: TEXT).document


def faults(body: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InvalidContent) as caught:
        compile_yaml(body)
    first_line = HEAD.count("\n")
    return [(f.code, f.line - first_line if f.line else None, f.message) for f in caught.value.findings]


def mention_offsets(selector: str) -> list[tuple[int, int]]:
    document = compile_yaml(f"entities: {{ana: {{type: person, name: Ana, mentions: [{{{selector}, form: name}}]}}}}")
    return [(span.start, span.end) for span in document.mentions[0].spans]


def test_sentences_and_paragraphs() -> None:
    document = compile_yaml("")
    assert [TEXT[s.start : s.end] for s in document.sentences] == [
        "No entry",
        "Ana said she saw Ana.",
        "“It rained,” Ana said, “and it rained again.”",
    ]
    assert [s.role for s in document.sentences] == ["headline", "body", "body"]
    assert [(p.start, p.end) for p in document.paragraphs] == [(0, 8), (10, 77)]


@pytest.mark.parametrize(
    ("selector", "offsets"),
    [
        ("in: s3, exact: Ana", [(45, 48)]),
        ("in: s2, exact: Ana, occurrence: 2", [(27, 30)]),
        ("exact: Ana, occurrence: 3", [(45, 48)]),
        ("exact: Ana, prefix: saw", [(27, 30)]),
        ("exact: Ana, suffix: said she", [(10, 13)]),
        ("in: s2-s3, exact: Ana, suffix: 'said,'", [(45, 48)]),
        ("in: s3, exact: [It rained, it rained again]", [(33, 42), (60, 75)]),
        ("exact: [{in: s2, exact: saw}, {in: s3, exact: Ana}]", [(23, 26), (45, 48)]),
    ],
)
def test_selectors(selector: str, offsets: list[tuple[int, int]]) -> None:
    assert mention_offsets(selector) == offsets


def test_occurrence_inside_a_word_counts_only_where_there_is_no_other() -> None:
    text = "This is his hat."
    anchors = quotes.anchors.Anchors(text)
    assert anchors.candidates("his", (0, len(text))) == [8]
    assert anchors.candidates("hi", (0, len(text))) == [1, 8]


@pytest.mark.parametrize(
    ("selector", "code", "message"),
    [
        ("exact: Bob", "SB021", "'Bob' does not stand here"),
        ("in: s1, exact: rained", "SB021", "'rained' does not stand here; it does at 36 to 42"),
        ("in: s3, exact: and it reined again", "SB021", "near to it is 'and it rained again'"),
        ("in: s2, exact: Ana", "SB022", "'Ana' stands here 2 times"),
        ("in: s2, exact: Ana, occurrence: 3", "SB021", "stands here 2 times, not 3"),
        ("in: s9, exact: Ana", "SB023", "names no sentence"),
        ("exact: {a: b}", "SB012", "a quote from the text is wanted here"),
        ("in: s2", "SB012", "a quote from the text is wanted here"),
    ],
)
def test_quote_that_is_missing_or_ambiguous_names_its_line(selector: str, code: str, message: str) -> None:
    found = faults(f"""\
        entities:
          ana:
            type: person
            name: Ana
            mentions:
              - {{in: s3, exact: Ana, form: name}}
              - {{{selector}, form: name}}
        """)
    assert [(c, line) for c, line, _ in found] == [(code, 7)]
    assert message in found[0][2]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("entities: {ana: {type: persn, name: Ana}}", [("SB013", 1)]),
        ("entities:\n  ana: {type: person, name: Ana}\n  ana: {type: person, name: Ana}", [("SB003", 3)]),
        ("entities:\n  ana: {type: person, name: Ana}\nstances:\n  ana: {}", [("SB023", 4)]),
        ("entities:\n  Ana B: {type: person, name: Ana}", [("SB023", 2)]),
        ("entities:\n  ana: {type: person, name: Ana, member_of: [bob]}", [("SB023", 2)]),
        ("entities:\n  ana: {type: person, name: Ana, id: e7}", [("SB011", 2)]),
        ("mentions: []", [("SB011", 1)]),
        ("colour: red", [("SB011", 1)]),
        ("entities: [1, 2]", [("SB012", 1)]),
        ("a: &x 1\nb: *x", [("SB020", 2)]),
        ("a: [", [("SB020", 2)]),
    ],
)
def test_faults(body: str, expected: list[tuple[str, int]]) -> None:
    found = [(code, line) for code, line, _ in faults(body)]
    assert sorted(set(found)) == sorted(expected)


def test_unknown_name_suggests_a_near_one() -> None:
    found = faults("entities: {fishers: {type: person, name: f}, x: {type: person, name: x, issuer: fisher}}")
    assert found == [("SB023", 1, "nothing here is named 'fisher'; did you mean 'fishers'?")]


def test_mention_of_another_entity_is_not_taken() -> None:
    found = faults("""\
        entities:
          ana: {type: person, name: Ana, mentions: [{in: s3, exact: Ana, form: name}]}
          rain: {type: event, name: rain}
        stances:
          t: {in: s3, holder: rain, holder_mention: Ana, target: ana}
        """)
    assert [(code, line) for code, line, _ in found] == [("SB023", 5)]


def test_without_the_article_nothing_can_be_found() -> None:
    with pytest.raises(InvalidContent, match="no article 'rain' in seeds/"):
        quotes.decode(HEAD.encode(), lambda _: None)


def worked_example(repository: Path) -> str:
    readme = (repository / "corpus" / "README.md").read_text(encoding="utf-8")
    match = re.search(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert match
    return match.group(1)


def test_worked_example_of_the_readme(repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "harbour.yaml"
    path.write_text(worked_example(repository), encoding="utf-8")
    assert stancebank.validate(path) == []
    document = stancebank.read(path)
    said = document.attributions[2]
    assert [span.text for span in said.content] == ["“The plan,”", "“is sound.”"]
    assert [(t.holder, t.target, t.inferred) for t in document.stances] == [
        ("e2", "p1", False),
        ("e2", "e3", True),
        ("e3", "e4", False),
    ]


def test_findings_about_yaml_have_its_lines(repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "harbour.yaml"
    source = worked_example(repository).replace("holder: lind", "holder: herald")
    path.write_text(source.replace("    holder_mention: Lind\n", ""), encoding="utf-8")
    line = source.splitlines().index("    holder: herald") + 1
    assert [(f.code, f.line) for f in stancebank.validate(path)] == [("SB401", line)]


def test_corpus_sources_are_what_the_json_was_made_of(repository: Path) -> None:
    sources = sorted((repository / "corpus" / "source").glob("*.yaml"))
    assert [path.stem for path in sources] == sorted(path.stem for path in (repository / "corpus").glob("*.json"))
    for path in sources:
        assert collection.read(path) == collection.read(repository / "corpus" / f"{path.stem}.json")


def test_written_quotes_compile_to_the_same_document(repository: Path) -> None:
    rich = Path(__file__).parent / "valid" / "rich.json"
    for document in (*stancebank.documents(repository / "corpus"), stancebank.read(rich)):
        encoded = quotes.encode(document, embed_text=True)
        assert quotes.decode(encoded, lambda _: None).document == document
