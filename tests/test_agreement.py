"""Agreement: against the definitions, on articles that six people annotated, and the places where they differ."""

import hashlib
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import binary_distance

import stancebank
from stancebank import agreement, standoff
from stancebank.agreement import rendering
from stancebank.model import Attribution, Decision, Document, Entity, Layers, Mention
from stancebank.spans import Span
from stancebank.tokens import tokenize

_SPAN = re.compile(r"^(T\d+)\t(Source|Cue|Content) ([\d ;]+)\t", re.MULTILINE)
_EVENT = re.compile(r"^E\d+\tAttribution:T\d+(.*)$", re.MULTILINE)
_ROLE = re.compile(r"(Source|Cue|Content)\d*:(T\d+)")

Spans = tuple[Span, ...]


def read_polnear(folder: Path) -> dict[str, list[Document]]:
    """The documents of a compartment of PolNeAR, by annotator: brat stand-off with an event for each attribution."""
    found: dict[str, list[Document]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        name, _, annotator = path.stem.rpartition("_")
        text = (folder / "text" / f"{name}.txt").read_bytes().decode()
        found[annotator].append(polnear_document(name, text, path.read_text(encoding="utf-8")))
    return dict(found)


def polnear_document(name: str, text: str, annotations: str) -> Document:
    """One annotator's attributions; every source is an entity of its own, since PolNeAR has no coreference."""
    spans = {key: list(_spans(offsets)) for key, _, offsets in _SPAN.findall(annotations)}
    entities, mentions, attributions = [], [], []
    for number, roles in enumerate(_EVENT.findall(annotations), start=1):
        source, cue, content = (_joined(spans, roles, role) for role in ("Source", "Cue", "Content"))
        if source:
            entities.append(Entity(id=f"e{number}", type="other", name=f"source {number}", key=None))
            head = source[-1]
            mentions.append(Mention(id=f"m{number}", entity=f"e{number}", spans=source, head=head, form="nominal"))
        attributions.append(
            Attribution(
                id=f"a{number}",
                source=source,
                source_entity=f"e{number}" if source else "implicit",
                cue=cue,
                content=content,
                kind="statement",
                belief="NA",
            )
        )
    return Document(
        schema_version="1.0",
        id=re.sub(r"[^A-Za-z0-9._-]", "-", name),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        layers=Layers(attributions="complete"),
        entities=tuple(entities),
        mentions=tuple(mentions),
        attributions=tuple(attributions),
    )


def _spans(offsets: str) -> Iterator[Span]:
    for part in offsets.split(";"):
        start, end = map(int, part.split())
        yield Span(start=start, end=end)


def _joined(spans: dict[str, list[Span]], roles: str, role: str) -> Spans:
    found: Sequence[Span] = [span for name, key in _ROLE.findall(roles) if name == role for span in spans[key]]
    return tuple(sorted(found, key=lambda span: span.start))


EXTERNAL = os.environ.get("STANCEBANK_EXTERNAL_DATA")
needs_polnear = pytest.mark.skipif(not EXTERNAL, reason="STANCEBANK_EXTERNAL_DATA is not set")


def passes(folder: Path, by_annotator: dict[str, list[Document]]) -> list[Path]:
    """A JSONL file of each annotator."""
    paths = []
    for annotator, documents in by_annotator.items():
        paths.append(folder / f"{annotator}.jsonl")
        paths[-1].write_bytes(b"".join(standoff.encode_line(document).rstrip(b"\n") + b"\n" for document in documents))
    return paths


@needs_polnear
@pytest.mark.parametrize(
    ("compartments", "documents", "alpha"),
    [
        (("annotator-training",), 4, 0.820),
        (("dev",), 2, 0.920),
        (("train",), 1, 0.105),
        (("annotator-training", "dev", "train"), 7, 0.726),
    ],
)
def test_token_alpha_of_polnear(compartments: Sequence[str], documents: int, alpha: float, tmp_path: Path) -> None:
    """PolNeAR publishes 0.754 over some sixty articles that several annotators marked; these are seven of them."""
    by_annotator: dict[str, list[Document]] = defaultdict(list)
    for compartment in compartments:
        for annotator, found in read_polnear(Path(str(EXTERNAL)) / "polnear" / compartment).items():
            by_annotator[annotator] += found
    measured = stancebank.agree(*passes(tmp_path, by_annotator), resamples=0)
    assert (len(measured.annotators), measured.documents) == (6, documents)
    value = measured.results["attributions.token_alpha"].value
    assert value == pytest.approx(alpha, abs=0.0005)
    shared = {name: [d for d in own if d.id not in measured.left_out] for name, own in by_annotator.items()}
    assert value == pytest.approx(alpha_of_tokens(shared, tokenize))
    assert value == pytest.approx(alpha_of_tokens(shared, split), abs=0.02)


def split(text: str) -> list[tuple[int, int]]:
    """Tokens at white space."""
    return [match.span() for match in re.finditer(r"\S+", text)]


def alpha_of_tokens(by_annotator: dict[str, list[Document]], tokens: Callable[[str], list[tuple[int, int]]]) -> float:
    """The same from NLTK, over one label for each token."""
    triples = []
    for annotator, documents in by_annotator.items():
        for document in documents:
            for number, (start, end) in enumerate(tokens(str(document.text))):
                role = "none"
                for candidate in ("content", "source", "cue"):
                    spans = (s for a in document.attributions for s in getattr(a, candidate))
                    role = candidate if any(s.start < end and start < s.end for s in spans) else role
                triples.append((annotator, (document.id, number), role))
    assert set(Counter(unit for _, unit, _ in triples).values()) == {len(by_annotator)}
    return float(AnnotationTask(triples, distance=binary_distance).alpha())


HARBOUR = Path(__file__).parent / "valid" / "harbour.json"


def harbour(**fields: Any) -> Document:
    return replace(stancebank.read(HARBOUR), **fields)


def change(annotations: Sequence[Any], number: int, **fields: Any) -> tuple[Any, ...]:
    """The annotations, one of them with other fields."""
    return tuple(replace(one, **fields) if n == number else one for n, one in enumerate(annotations))


def test_annotators_who_agree_in_all_agree_perfectly(tmp_path: Path) -> None:
    measured = stancebank.agree(*passes(tmp_path, {"ada": [harbour()], "bo": [harbour()], "cy": [harbour()]}))
    assert {result.value for result in measured.results.values()} <= {1.0, None}
    assert measured.results["stances.tuple"].value == 1.0
    assert list(agreement.differences(*sorted(tmp_path.iterdir()))) == []


def test_ids_say_nothing_across_annotators(tmp_path: Path) -> None:
    """Numbering the annotations of one annotator otherwise changes nothing."""
    text = standoff.encode_line(harbour()).decode()
    renumbered = re.sub(r'"([emapt])(\d)"', lambda match: f'"{match[1]}{20 - int(match[2])}"', text)
    other = standoff.decode(renumbered.encode())
    assert other.entities[0].id != harbour().entities[0].id
    paths = passes(tmp_path, {"ada": [harbour()], "bo": [other]})
    assert {result.value for result in stancebank.agree(*paths).results.values()} <= {1.0, None}
    assert list(agreement.differences(*paths)) == []


def test_measures_of_two_annotators_who_differ(tmp_path: Path) -> None:
    one = harbour()
    assert [stance.polarity for stance in one.stances] == ["positive", "negative"]
    other = harbour(stances=change(one.stances, 0, polarity="negative")[:1])
    found = stancebank.agree(*passes(tmp_path, {"ada": [one], "bo": [other]})).results
    assert found["stances.nonpolar"].value == pytest.approx(2 / 3)
    assert found["stances.tuple"].value == 0
    assert found["stances.polarity.kappa"].values == {"kappa": 0.0, "agreement": 0.0}
    assert found["stances.polarity.kappa"].counts == {
        "units": 1,
        "labels": ["positive", "negative"],
        "confusion": [[0, 1], [0, 0]],
    }
    assert found["stances.agr"].values == {"agr": 0.75, "agr_first": 0.5, "agr_second": 1.0}


def test_disagreements_show_every_reading(tmp_path: Path) -> None:
    decision = Decision(about=("t1",), rule="S7", reason="A gift is good.")
    one = harbour(provenance=replace(harbour().provenance, decisions=(decision,)))
    other = harbour(
        stances=change(one.stances, 0, polarity="negative", intensity="high")[:1],
        attributions=change(one.attributions, 0, belief="NCB"),
    )
    paths = passes(tmp_path, {"ada": [one], "bo": [other]})
    found = list(agreement.differences(*paths))
    assert [(d.layer, d.fields, d.rules, [side is not None for side in d.sides.values()]) for d in found] == [
        ("attributions", ("belief",), (), [True, True]),
        ("stances", ("polarity", "intensity"), ("S7",), [True, True]),
        ("stances", (), (), [True, False]),
    ]
    text = "\n".join(rendering.describe(found))
    assert "(rule S7)" in text
    assert "    ada  t1 polarity positive, intensity medium\n    bo   t1 polarity negative, intensity high\n" in text
    assert "    bo   nothing" in text


def test_layers_and_documents_that_one_annotator_lacks_are_left_out(tmp_path: Path) -> None:
    one = harbour()
    bare = harbour(layers=replace(one.layers, stances="none"), stances=())
    more = harbour(id="more")
    measured = stancebank.agree(*passes(tmp_path, {"ada": [more, one], "bo": [bare]}))
    assert (measured.documents, measured.left_out) == (1, ("more",))
    assert measured.results["stances.tuple"].value is None
    assert measured.results["mentions.exact"].value == 1.0
    assert list(agreement.differences(*sorted(tmp_path.iterdir()))) == []


def test_gaps_among_more_than_two_annotators(tmp_path: Path) -> None:
    """Fleiss' kappa takes the units that all have, alpha those that two have."""
    one = harbour()
    other = harbour(stances=one.stances[1:])
    found = stancebank.agree(*passes(tmp_path, {"ada": [one], "bo": [one], "cy": [other]})).results
    assert found["stances.polarity.kappa"].counts == {"units": 1}
    assert found["stances.polarity.alpha"].counts == {"pairable_values": 5}


def test_a_split_and_named_documents_are_chosen(repository: Path) -> None:
    both = [repository / "corpus" / "passes" / name for name in ("annotator-a", "annotator-b")]
    chosen = stancebank.agree(*both, split="test", origin="seed", resamples=0)
    assert chosen.annotators == ("annotator-a", "annotator-b")
    ids = {document.id for document in stancebank.documents(both[0])}
    seed = min(ids)
    assert stancebank.agree(*both, documents=[seed], resamples=0).documents == 1
    with pytest.raises(stancebank.UsageError, match="no such document: nowhere"):
        stancebank.agree(*both, documents=["nowhere"])
    with pytest.raises(stancebank.UsageError, match="no document is of this split"):
        stancebank.agree(*both, origin="external")


def test_agreement_needs_two_annotators_with_names(tmp_path: Path) -> None:
    path, _ = passes(tmp_path, {"ada": [harbour()], "bo": [harbour(id="other")]})
    with pytest.raises(stancebank.UsageError, match="two annotators"):
        stancebank.agree(path)
    with pytest.raises(stancebank.UsageError, match="given twice"):
        stancebank.agree(path, path)
    with pytest.raises(stancebank.UsageError, match="in two of the passes"):
        stancebank.agree(path, tmp_path / "bo.jsonl")


@pytest.mark.parametrize("annotators", [2, 3])
def test_json_is_complete_and_stable(annotators: int, tmp_path: Path, repository: Path) -> None:
    """The keys are those of the file; a change of them is a change of the interface."""
    names = ("ada", "bo", "cy")[:annotators]
    measured = stancebank.agree(*passes(tmp_path, {name: [harbour()] for name in names}))
    keys = "".join(f"{path}\n" for path in key_paths(json.loads(json.dumps(rendering.plain(measured)))))
    assert keys == (repository / "tests" / "keys" / f"agree-{annotators}.txt").read_text(encoding="utf-8")


def key_paths(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from key_paths(inner, f"{path}.{key}".lstrip("."))
    else:
        yield path
