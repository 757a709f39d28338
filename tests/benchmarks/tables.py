"""How long the rows of a corpus take, in one process and in two: python tests/benchmarks/tables.py [DOCUMENTS]

Copies of the documents in corpus/ and their passes, in a single split.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from stancebank import release, tables

REPOSITORY = Path(__file__).parents[2]


def rows(articles: list[tables.Article]) -> int:
    return sum(table.num_rows for table in tables.tables(articles).values())


def main(wanted: int) -> None:
    sources = release.Sources(REPOSITORY / "corpus", REPOSITORY / "seeds", REPOSITORY / "DATASET_CARD.md")
    articles = release.read_articles(sources)
    articles = (articles * (wanted // len(articles) + 1))[:wanted]
    started = time.perf_counter()
    number = rows(articles)
    one = time.perf_counter() - started
    started = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        assert sum(pool.map(rows, (articles[::2], articles[1::2]))) == number
    two = time.perf_counter() - started
    print(f"{wanted} documents, {number} rows: {one:.1f} s in one process, {two:.1f} s in two")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 41)
