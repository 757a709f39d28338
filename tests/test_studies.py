"""Reports: they are about the corpus as it is, and say what the commands find."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

import stancebank
from stancebank import collection, plots, stats, studies
from stancebank.errors import UsageError

PNG = b"\x89PNG\r\n\x1a\n"


def test_reports_are_about_the_corpus(repository: Path) -> None:
    checksum = collection.checksum(repository / "corpus", repository / "seeds")
    for path in (repository / "corpus" / "reports").glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["corpus_sha256"] == checksum, (
            f"{path} is stale: make it anew"
        )


def test_the_agreement_report_is_what_the_passes_give(repository: Path, tmp_path: Path) -> None:
    studies.write_agreement(repository / "corpus", repository / "seeds", tmp_path)
    page = repository / "corpus" / "reports" / "agreement.md"
    assert (tmp_path / page.name).read_text(encoding="utf-8") == page.read_text(encoding="utf-8")


def test_the_build_of_another_corpus_is_refused(built: Path, checkout: Path) -> None:
    document = next(stancebank.documents(checkout / "corpus"))
    changed = structs.replace(document, metadata=structs.replace(document.metadata, topic="another"))
    stancebank.write(changed, checkout / "corpus" / f"{document.id}.json")
    with pytest.raises(UsageError, match=f"{document.id} differs; `stancebank build` makes it anew"):
        studies.check_build(built, checkout / "corpus", checkout / "seeds")


@pytest.mark.parametrize(
    ("command", "library", "extra"), [("baseline", "sklearn", "baseline"), ("plot", "matplotlib", "plot")]
)
def test_a_missing_library_is_named(repository: Path, tmp_path: Path, command: str, library: str, extra: str) -> None:
    script = f"import sys; sys.modules[{library!r}] = None; import stancebank.__main__ as m; m.main()"
    arguments = [sys.executable, "-c", script, command, "--out", str(tmp_path)]
    done = subprocess.run(arguments, cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"pip install 'stancebank[{extra}]'" in done.stderr


def test_statistics_are_those_of_the_corpus_and_drawn_alike_each_time(repository: Path, tmp_path: Path) -> None:
    corpus, seeds = repository / "corpus", repository / "seeds"
    first = studies.write_statistics(corpus, seeds, tmp_path / "one")
    second = studies.write_statistics(corpus, seeds, tmp_path / "two")
    assert [path.name for path in first] == ["statistics.json", "statistics.labels.png", "statistics.phenomena.png"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert all(path.read_bytes().startswith(PNG) for path in first[1:])
    counts = stats.count((split or "", document) for split, document in collection.documents_by_split(corpus, seeds))
    report = json.loads(first[0].read_text(encoding="utf-8"))
    assert report == {"corpus_sha256": collection.checksum(corpus, seeds), **msgspec.to_builtins(counts)}


def test_a_document_without_phenomena_and_stances_is_drawn(tmp_path: Path) -> None:
    document = stancebank.read(Path(__file__).parent / "valid" / "minimal.json")
    paths = plots.draw(stats.count([("train", document)]), tmp_path / "reports" / "statistics")
    assert all(path.read_bytes().startswith(PNG) for path in paths)
