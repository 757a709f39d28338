"""Time and memory of `stancebank.score` on documents like the seed, and its time beside that of the task's algorithm.

The predictions are an independent pass over the seed, so that matching has work to do. Each collection is scored in a
process of its own. Then the tuples of SemEval-2022's opener_en, from STANCEBANK_EXTERNAL_DATA, with mistakes: counted
by loops over every pair of tuples, as the task's evaluate.py goes about it, and by ours, without reading.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

import stancebank
from stancebank import layout, standoff
from stancebank.scoring import semeval, sentiment_graph
from stancebank.scoring.bootstrap import Bootstrap, results
from stancebank.scoring.sentiment_graph import Tuple
from stancebank.scoring.statistics import Tally

REPOSITORY = Path(__file__).parent.parent.parent
SIZES = (1_000, 10_000)
ROUNDS = 5

Sentences = list[tuple[str, list[Tuple]]]


def seed(folder: Path) -> stancebank.Document:
    """The first document of the repository's test split, as `folder` has it."""
    return next(document for document in stancebank.documents(folder) if document.text)


def write_copies(document: stancebank.Document, number: int, path: Path) -> None:
    with path.open("wb") as file:
        for copy in range(number):
            file.write(standoff.encode_line(replace(document, id=f"d{copy}")).rstrip(b"\n") + b"\n")


def measure(gold: str, predicted: str) -> dict[str, float]:
    start = time.perf_counter()
    scores = stancebank.score(gold, predicted)
    seconds = time.perf_counter() - start
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return {
        "documents": scores.documents,
        "seconds": seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit,
    }


def print_sizes(folder: Path) -> None:
    gold = seed(REPOSITORY / "corpus")
    passes = [seed(path) for path in layout.pass_folders(REPOSITORY / "corpus")]
    predicted = next(document for document in passes if document.id == gold.id and document.stances != gold.stances)
    print(f"{'documents':>12}{'seconds':>12}{'ms each':>12}{'peak, MiB':>12}")
    for size in SIZES:
        paths = [folder / "gold.jsonl", folder / "predicted.jsonl"]
        for document, path in zip((gold, predicted), paths, strict=True):
            write_copies(document, size, path)
        command = [sys.executable, __file__, *map(str, paths)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        each = 1000 * found["seconds"] / size
        print(f"{size:>12,}{found['seconds']:>12.1f}{each:>12.1f}{found['peak']:>12,.0f}", flush=True)


def mistaken(sentences: Sentences) -> Sentences:
    """The tuples with mistakes: polarity turned, tokens lost and added, tuples lost and repeated."""
    chance = random.Random(0)
    turned = {"Positive": "Negative", "Negative": "Positive"}

    def change(one: Tuple) -> Tuple:
        parts = [frozenset(n + (chance.random() < 0.2) for n in part) for part in one[:3]]
        return Tuple(*parts, turned[str(one.polarity)] if chance.random() < 0.2 else one.polarity)

    return [
        (name, [change(one) for one in tuples for _ in range(chance.choice([0, 1, 1, 1, 2]))])
        for name, tuples in sentences
    ]


def by_loops(gold: Sentences, predicted: Sentences) -> float:
    """F1 as the task's script goes about it: for each tuple, once whether and once how far it overlaps another."""
    missing = frozenset([-1])

    def meet(one: Tuple, other: Tuple) -> bool:
        return bool(
            (one.holder or missing) & (other.holder or missing)
            and (one.target or missing) & (other.target or missing)
            and one.expression & other.expression
        )

    def weight(one: Tuple, others: Sequence[Tuple]) -> float:
        best = 0.0
        for other in others:
            if meet(one, other):
                shares = (
                    len((a or missing) & (b or missing)) / len(a or missing)
                    for a, b in zip(one[:3], other[:3], strict=True)
                )
                best = max(best, sum(shares) / 3)
        return best

    def share(own: Sentences, others: dict[str, list[Tuple]]) -> float:
        credit, number = 0.0, 0
        for name, tuples in own:
            for one in tuples:
                number += 1
                if any(one.polarity == other.polarity and meet(one, other) for other in others[name]):
                    credit += weight(one, others[name])
        return credit / number

    precision, recall = share(predicted, dict(gold)), share(gold, dict(predicted))
    return 2 * precision * recall / (precision + recall)


def by_ours(gold: Sentences, predicted: Sentences) -> float:
    tally = Tally(sentiment_graph.STATISTICS)
    for (name, left), (_, right) in zip(gold, predicted, strict=True):
        tally.add(name, sentiment_graph.counts(left, right))
    return results(tally, Bootstrap(resamples=0))[sentiment_graph.NAME].value or 0.0


def fastest(score: Callable[[Sentences, Sentences], float], gold: Sentences, predicted: Sentences) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        score(gold, predicted)
        times.append(time.perf_counter() - start)
    return min(times)


def print_ratio(path: Path) -> None:
    gold = semeval.read(path)
    predicted = mistaken(gold)
    assert abs(by_loops(gold, predicted) - by_ours(gold, predicted)) < 1e-9
    loops, ours = (fastest(score, gold, predicted) for score in (by_loops, by_ours))
    number = sum(len(tuples) for _, tuples in (*gold, *predicted))
    print(f"\n{path.stem}: {len(gold):,} sentences, {number:,} tuples, F1 {by_ours(gold, predicted):.3f}")
    print(f"the task's loops {1000 * loops:.1f} ms; ours, three scores at once, {1000 * ours:.1f} ms: ", end="")
    print(f"{ours / loops:.2f} times as long")


def main(arguments: Sequence[str]) -> int:
    match arguments:
        case [gold, predicted]:
            print(json.dumps(measure(gold, predicted)))
        case []:
            with tempfile.TemporaryDirectory() as folder:
                print_sizes(Path(folder))
            if external := os.environ.get("STANCEBANK_EXTERNAL_DATA"):
                print_ratio(Path(external) / "semeval22" / "opener_en_train.json")
        case _:
            print("usage: scoring.py", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
