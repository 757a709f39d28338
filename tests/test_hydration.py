"""The release without text: what it holds back, and how it becomes the full one again, byte for byte."""

import json
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pyarrow.parquet as pq
import pytest
from datasets import load_dataset

import stancebank
from stancebank import hydration, labels, publish, release, repository, tables
from stancebank.errors import UsageError
from stancebank.findings import InvalidContent

WITHHELD = ("tiny-1", "tiny-3")
LABELS = {name for label_set in vars(labels).values() for name in get_args(label_set) if isinstance(name, str)}


def sources(root: Path) -> release.Sources:
    return release.Sources(root / "corpus", root / "seeds", root / "DATASET_CARD.md")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def rows(build: Path, config: str) -> list[dict[str, Any]]:
    return [row for path in sorted((build / "data" / config).iterdir()) for row in pq.read_table(path).to_pylist()]


@pytest.fixture(scope="module")
def bare_built(tiny_built: Path) -> Path:
    release.build(sources(tiny_built.parent), tiny_built.parent / "bare", without_text=True)
    return tiny_built.parent / "bare"


@pytest.fixture
def bare(bare_built: Path, tmp_path: Path) -> Path:
    """The tiny corpus, built without the texts that may not go out."""
    return Path(shutil.copytree(bare_built, tmp_path / "bare"))


@pytest.fixture
def texts(tiny_built: Path, tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    for document_id in WITHHELD:
        shutil.copy(tiny_built.parent / "seeds" / f"{document_id}.txt", tmp_path / "texts")
    return tmp_path / "texts"


def test_no_word_of_a_withheld_text_is_left_but_names_and_title(tiny_built: Path, bare: Path) -> None:
    full = {document.id: document for document in stancebank.documents(tiny_built)}
    for config in tables.CONFIGS:
        for row in rows(bare, config):
            document = full[row["document_id"]]
            if document.id not in WITHHELD:
                continue
            allowed = {entity.name for entity in document.entities} | {document.metadata.title} | LABELS
            found = {string for string in strings(row) if len(string) > 1 and string in (document.text or "")}
            assert found <= allowed, (config, row["id"])


def test_the_other_texts_and_every_label_are_there(tiny_built: Path, bare: Path) -> None:
    def numbers(value: Any) -> Any:
        """What is no string and not null: labels, offsets, flags, and how long the lists are."""
        if isinstance(value, dict):
            return {key: numbers(part) for key, part in value.items() if not isinstance(part, str | None)}
        return [numbers(part) for part in value] if isinstance(value, list) else isinstance(value, str | None) or value

    for config in tables.CONFIGS:
        for full, row in zip(rows(tiny_built, config), rows(bare, config), strict=True):
            if row["document_id"] in WITHHELD:
                assert numbers(row) == numbers(full)
            else:
                assert row == full


def test_loads_like_any_build(bare: Path, tmp_path: Path) -> None:
    for config in tables.CONFIGS:
        loaded = load_dataset(str(bare), config, cache_dir=str(tmp_path / "cache"))
        assert {split: found.num_rows for split, found in loaded.items()} == {
            split: pq.read_metadata(bare / "data" / config / f"{split}-00000-of-00001.parquet").num_rows
            for split in ("train", "validation", "test")
        }
    assert [document.text is None for document in stancebank.documents(bare)] == [True, True, False]


def test_card_says_what_is_left_out(bare: Path, tiny_built: Path) -> None:
    said = "**2 of 3 documents are here without their text**"
    assert said in (bare / "README.md").read_text(encoding="utf-8")
    assert said not in (tiny_built / "README.md").read_text(encoding="utf-8")


def test_may_be_published(bare: Path, tmp_path: Path) -> None:
    assert publish.publish(bare, str(tmp_path / "out")).done == "published"


def test_check_compares_with_a_build_of_the_same_kind(tiny_built: Path, bare: Path) -> None:
    assert release.check(sources(tiny_built.parent), bare, without_text=True) == []
    assert "README.md differs" in release.check(sources(tiny_built.parent), bare)


def test_hydrated_is_the_full_build_byte_for_byte(bare: Path, tiny_built: Path, texts: Path, tmp_path: Path) -> None:
    done = hydration.hydrate(bare, texts, tmp_path / "full")
    assert contents(tmp_path / "full") == contents(tiny_built)
    assert [(one.document_id, one.mended) for one in done] == [("tiny-1", ()), ("tiny-3", ())]
    hydration.hydrate(bare, texts, bare)
    assert contents(bare) == contents(tiny_built)


def test_this_corpus_without_text_has_no_stretch_of_it_and_hydrated_is_the_full_build(
    built: Path, repository: Path, tmp_path: Path
) -> None:
    release.build(sources(repository), tmp_path / "bare", without_text=True)
    full = {document.id: document for document in stancebank.documents(built)}
    withheld = {row["id"] for row in rows(built, "documents") if not row["redistribute"]}
    assert withheld
    for config in tables.CONFIGS:
        for row in rows(tmp_path / "bare", config):
            if row["document_id"] in withheld:
                document = full[row["document_id"]]
                long = {string for string in strings(row) if len(string) > 60} - {document.metadata.title}
                stretches = {string[at : at + 60] for string in long for at in range(len(string) - 59)}
                assert not any(stretch in (document.text or "") for stretch in stretches)
    hydration.hydrate(tmp_path / "bare", repository / "seeds", tmp_path / "full")
    assert contents(tmp_path / "full") == contents(built)


@pytest.mark.parametrize(
    ("change", "mended"),
    [
        (lambda text: text.replace("\n", "\r\n").encode(), "made all line ends LF"),
        (lambda text: text.replace("\n", "\r").encode(), "made all line ends LF"),
        (lambda text: text.encode("utf-8-sig"), "dropped the byte order mark"),
        (lambda text: text.encode("utf-16"), "read as UTF-16"),
        (lambda text: unicodedata.normalize("NFD", text).encode(), "put it into NFC"),
        (lambda text: text.rstrip("\n").encode(), "changed the line ends at its end"),
        (lambda text: text.encode() + b"\n\n\n", "changed the line ends at its end"),
    ],
)
def test_text_that_came_another_way_is_mended(
    bare: Path, tiny_built: Path, texts: Path, tmp_path: Path, change: Any, mended: str
) -> None:
    path = texts / "tiny-3.txt"
    path.write_bytes(change(path.read_bytes().decode()))
    done = hydration.hydrate(bare, texts, tmp_path / "full")
    assert done[1].mended == (mended,)
    assert contents(tmp_path / "full") == contents(tiny_built)


def test_all_at_once_are_mended(bare: Path, tiny_built: Path, texts: Path, tmp_path: Path) -> None:
    path = texts / "tiny-3.txt"
    text = unicodedata.normalize("NFD", path.read_bytes().decode()).rstrip("\n").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8-sig"))
    hydration.hydrate(bare, texts, tmp_path / "full")
    assert contents(tmp_path / "full") == contents(tiny_built)


@pytest.mark.parametrize(
    ("before", "after", "place", "message"),
    [
        ("fishers want", "fishers need", "3:1", "the first sentence that differs is s2; here it reads 'The Bellmoor"),
        ("Under Fire", "under Fire", "1:1", "the first sentence that differs is s1; here it reads 'Ångström"),
        ("out. “", "out.  “", "3:64", "1 code point too many between here and sentence s3: '  '"),
        ("\n\nThe", "\nThe", "1:27", "1 code point too few between here and sentence s2: '\\n'"),
        ("\n\nThe", "\n\nBy Ana\n\nThe", "1:27", "8 code points too many between here and sentence s2"),
        ("sound.”\n", "sound.”\n\nMore news", "5:10", "all sentences are as annotated"),
    ],
)
def test_another_text_is_refused_with_its_first_difference(
    bare: Path, texts: Path, tmp_path: Path, before: str, after: str, place: str, message: str
) -> None:
    path = texts / "tiny-3.txt"
    text = path.read_bytes().decode()
    assert before in text
    path.write_bytes(text.replace(before, after).replace("\n", "\r\n").encode())
    with pytest.raises(InvalidContent) as caught:
        hydration.hydrate(bare, texts, tmp_path / "full")
    assert f"{path}:{place}: error SB102 {message}" in str(caught.value)
    assert not (tmp_path / "full").exists()


def test_unreadable_missing_and_needless_texts_are_told(
    bare: Path, tiny_built: Path, texts: Path, tmp_path: Path
) -> None:
    (texts / "tiny-1.txt").write_bytes(b"\xff")
    with pytest.raises(InvalidContent, match=r"tiny-1\.txt:1: error SB001 not UTF-8"):
        hydration.hydrate(bare, texts, tmp_path / "full")
    (texts / "tiny-1.txt").unlink()
    with pytest.raises(UsageError, match=r"tiny-1\.txt is missing: the text of tiny-1"):
        hydration.hydrate(bare, texts, tmp_path / "full")
    with pytest.raises(UsageError, match="has all its texts"):
        hydration.hydrate(tiny_built, texts, tmp_path / "full")
    (bare / "CITATION.cff").write_text("other", encoding="utf-8")
    with pytest.raises(UsageError, match=r"CITATION\.cff is not what SHA256SUMS says"):
        hydration.hydrate(bare, texts, tmp_path / "full")


def test_what_people_wrote_may_quote_a_phrase_but_no_text(tiny: Path) -> None:
    text = (tiny / "seeds" / "tiny-3.txt").read_text(encoding="utf-8")
    path = tiny / "corpus" / "GUIDELINES.md"
    path.write_text(text[:50], encoding="utf-8")
    release.build(sources(tiny), tiny / "bare", without_text=True)
    path.write_text(text[:90], encoding="utf-8")
    with pytest.raises(UsageError, match=r"GUIDELINES\.md quotes tiny-\d, whose text is to be left out"):
        release.build(sources(tiny), tiny / "bare", without_text=True)


def test_reports_may_not_quote_a_text_either_however_they_escape_it(tiny: Path) -> None:
    path = tiny / "corpus" / "reports" / "counts.json"
    text = (tiny / "seeds" / "tiny-3.txt").read_text(encoding="utf-8")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"quoted": text[60:]}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"counts\.json quotes tiny-3"):
        release.build(sources(tiny), tiny / "bare", without_text=True)


def test_checksums_of_a_build_are_told_apart(bare: Path, tiny_built: Path) -> None:
    left, right = repository.read_checksums(bare), repository.read_checksums(tiny_built)
    assert left.keys() == right.keys()
    same = {name for name in left if left[name] == right[name]}
    assert {name for name in same if name.endswith(".parquet")} == {
        f"data/{config}/validation-00000-of-00001.parquet" for config in tables.CONFIGS
    }
