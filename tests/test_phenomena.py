"""The signs of the phenomena: in the documents that list them, and in none that has nothing annotated."""

from pathlib import Path
from typing import get_args

import pytest
from msgspec import structs

import stancebank
from stancebank.checks.phenomena import SIGNS
from stancebank.index import DocumentIndex
from stancebank.labels import Phenomenon
from stancebank.model import Document


@pytest.fixture(scope="module")
def documents(repository: Path) -> list[Document]:
    return list(stancebank.documents(repository / "corpus"))


def test_every_phenomenon_has_a_sign() -> None:
    assert list(SIGNS) == list(get_args(Phenomenon))


@pytest.mark.parametrize("phenomenon", get_args(Phenomenon))
def test_the_sign_is_where_the_phenomenon_is_and_not_where_nothing_is(
    phenomenon: Phenomenon, documents: list[Document]
) -> None:
    listed = [document for document in documents if phenomenon in document.metadata.phenomena]
    assert listed
    for document in listed:
        assert SIGNS[phenomenon](DocumentIndex(document)), document.id
        nothing = structs.replace(
            document, text="-" * len(document.text or ""), mentions=(), attributions=(), stances=()
        )
        assert not SIGNS[phenomenon](DocumentIndex(nothing)), document.id
