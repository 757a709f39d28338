"""Time and memory of `stancebank.validate`, by the size of what it is given.

Each file is made and each is validated in a process of its own, so that a peak is that of one validation. Growth is
linear where the last column stays the same down a group.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

import stancebank
from stancebank import manifest, standoff
from stancebank.model import Attribution, Document, Entity, Layers, Mention, Paragraph, Sentence, Stance
from stancebank.spans import Span

TIMEOUT = 240
MEGABYTE = 1_000_000

HOLDER, CUE, TARGET, EXPRESSION = "Ada Brook", "said", "the café ferry", "a disgrace 🎉"
CLAUSE = f"{HOLDER} {CUE} {TARGET} is {EXPRESSION}"
CLAUSES_PER_ENTITY = 10
SENTENCES_PER_PARAGRAPH = 4
COMPLETE = Layers(
    paragraphs="complete",
    sentences="complete",
    entities="complete",
    mentions="complete",
    propositions="complete",
    attributions="complete",
    stances="complete",
)


class Row(NamedTuple):
    """A line of the table: what is validated, how much of it, and the file that is made for it."""

    group: str
    size: float
    unit: str
    suffix: str
    write: Callable[[Path, float], None]


def span(start: int, within: str, words: str) -> Span:
    first = start + within.index(words)
    return Span(start=first, end=first + len(words), text=words)


def entities_of(number: int) -> tuple[Entity, Entity]:
    person = Entity(id=f"e{number}", type="person", name=HOLDER)
    return person, Entity(id=f"e{number + 1}", type="object", name=TARGET)


def annotate(start: int, number: int) -> tuple[list[Mention], Attribution, Stance]:
    """What is annotated in the clause with this number, from 0, which begins at `start`."""
    who, what = (f"e{number // CLAUSES_PER_ENTITY * 2 + place}" for place in (1, 2))
    holder, target = span(start, CLAUSE, HOLDER), span(start, CLAUSE, TARGET)
    first, second = f"m{2 * number + 1}", f"m{2 * number + 2}"
    mentions = [
        Mention(id=first, entity=who, spans=(holder,), head=holder, form="name"),
        Mention(id=second, entity=what, spans=(target,), head=span(start, CLAUSE, "ferry"), form="nominal"),
    ]
    attribution = Attribution(
        id=f"a{number + 1}",
        source=(holder,),
        source_entity=who,
        cue=(span(start, CLAUSE, CUE),),
        content=(span(start, CLAUSE, f"{TARGET} is {EXPRESSION}"),),
        kind="statement",
        belief="CB",
    )
    stance = Stance(
        id=f"t{number + 1}",
        holder=who,
        holder_mention=first,
        target=what,
        target_mention=second,
        attitude="sentiment",
        polarity="negative",
        intensity="high",
        expression=(span(start, CLAUSE, EXPRESSION),),
        attribution=attribution.id,
    )
    return mentions, attribution, stance


def stretches(clauses: int, gaps: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where each clause stands with the mark at its end, and what follows it; `gaps` are taken in turn."""
    start = 0
    for number in range(clauses):
        gap = gaps[number % len(gaps)] if number < clauses - 1 else "."
        end = start + len(CLAUSE) + 1
        yield start, end, gap
        start += len(CLAUSE) + len(gap)


def assemble(clauses: int, gaps: Sequence[str]) -> Document:
    """A document without faults; a gap of `. ` ends a sentence, one with blank lines a paragraph as well."""
    mentions: list[Mention] = []
    attributions: list[Attribution] = []
    stances: list[Stance] = []
    sentences: list[Sentence] = []
    paragraphs: list[Paragraph] = []
    parts: list[str] = []
    sentence = paragraph = 0
    for number, (start, end, gap) in enumerate(stretches(clauses, gaps)):
        found, attribution, stance = annotate(start, number)
        mentions.extend(found)
        attributions.append(attribution)
        stances.append(stance)
        parts.append(CLAUSE + gap)
        if gap.startswith("."):
            sentences.append(Sentence(id=f"s{len(sentences) + 1}", start=sentence, end=end))
            sentence = start + len(CLAUSE) + len(gap)
        if gap in (".", ".\n\n"):
            paragraphs.append(Paragraph(start=paragraph, end=end))
            paragraph = sentence
    text = "".join(parts)
    groups = range((clauses + CLAUSES_PER_ENTITY - 1) // CLAUSES_PER_ENTITY)
    return Document(
        schema_version="1.0",
        id="measured",
        sha256=manifest.sha256(text),
        text=text,
        layers=COMPLETE,
        paragraphs=tuple(paragraphs),
        sentences=tuple(sentences),
        entities=tuple(entity for group in groups for entity in entities_of(2 * group + 1)),
        mentions=tuple(mentions),
        attributions=tuple(attributions),
        stances=tuple(stances),
    )


def article(clauses: int) -> Document:
    return assemble(clauses, [". "] * (SENTENCES_PER_PARAGRAPH - 1) + [".\n\n"])


def article_of_bytes(size: float) -> Document:
    sample = 1000
    return article(round(size * sample / len(standoff.encode(article(sample)))))


def write_article(path: Path, megabytes: float) -> None:
    path.write_bytes(standoff.encode(article_of_bytes(megabytes * MEGABYTE)))


def write_mentions(path: Path, mentions: float) -> None:
    """Half of the mentions are of one person, the others of one thing."""
    document = article(round(mentions / 2))
    merged = tuple(
        replace(mention, entity=f"e{1 + number % 2}", id=mention.id) for number, mention in enumerate(document.mentions)
    )
    attributions = tuple(replace(attribution, source_entity="e1") for attribution in document.attributions)
    stances = tuple(replace(stance, holder="e1", target="e2") for stance in document.stances)
    document = replace(
        document, entities=document.entities[:2], mentions=merged, attributions=attributions, stances=stances
    )
    path.write_bytes(standoff.encode(document))


def write_sentence(path: Path, megabytes: float) -> None:
    """One sentence of so many megabytes, with all that is annotated in its clauses."""
    size = len((CLAUSE + ", ").encode())
    path.write_bytes(standoff.encode(assemble(round(megabytes * MEGABYTE / size), [", "])))


def write_faulty(path: Path, megabytes: float) -> None:
    """One label near the end is none of its set, so that the decoder refuses and every fault is looked for."""
    head, _, tail = standoff.encode(article_of_bytes(megabytes * MEGABYTE)).rpartition(b'"sentiment"')
    path.write_bytes(head + b'"sentimental"' + tail)


def write_lines(path: Path, documents: float) -> None:
    small = article(3)
    lines = (standoff.encode_line(replace(small, id=f"small-{number}")) for number in range(round(documents)))
    path.write_bytes(b"\n".join(lines) + b"\n")


ROWS = [
    *(Row("one document", size, "MB", ".json", write_article) for size in (1, 5, 10, 25, 50)),
    *(Row("mentions of two entities", size, "mentions", ".json", write_mentions) for size in (1_000, 10_000, 100_000)),
    *(Row("one sentence", size, "MB of text", ".json", write_sentence) for size in (0.1, 0.5, 1)),
    *(Row("one structural fault", size, "MB", ".json", write_faulty) for size in (5, 50)),
    *(Row("documents in a JSONL", size, "documents", ".jsonl", write_lines) for size in (1_000, 10_000)),
]


def measure(path: Path) -> dict[str, float]:
    """Seconds, peak of resident memory in MiB and findings of one validation in this process."""
    start = time.perf_counter()
    findings = stancebank.validate(path)
    seconds = time.perf_counter() - start
    unit = 1024**2 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    return {"seconds": seconds, "peak": peak, "findings": len(findings)}


def run(*arguments: str) -> str:
    """The output of this script with these arguments, in a process of its own."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=TIMEOUT).stdout


def print_row(cells: Sequence[str]) -> None:
    print(f"{cells[0]:26}{cells[1]:>20}" + "".join(f"{cell:>12}" for cell in cells[2:]), flush=True)


def print_table(folder: Path) -> None:
    print_row(["", "size", "file, MB", "seconds", "peak, MiB", "findings", "ms / size"])
    for number, row in enumerate(ROWS):
        path = folder / f"measured{row.suffix}"
        run("make", str(number), str(path))
        cells = [row.group, f"{row.size:,} {row.unit}", f"{path.stat().st_size / MEGABYTE:.1f}"]
        try:
            found = json.loads(run("measure", str(path)))
        except subprocess.TimeoutExpired:
            print_row([*cells, f"> {TIMEOUT}"])
            continue
        share = f"{1000 * found['seconds'] / row.size:,.3g}"
        print_row([*cells, f"{found['seconds']:.2f}", f"{found['peak']:,.0f}", str(found["findings"]), share])


def main(arguments: Sequence[str]) -> int:
    match arguments:
        case ["make", number, path]:
            ROWS[int(number)].write(Path(path), ROWS[int(number)].size)
        case ["measure", path]:
            print(json.dumps(measure(Path(path))))
        case []:
            with tempfile.TemporaryDirectory() as folder:
                print_table(Path(folder))
        case _:
            print("usage: validation.py", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
