"""Collections: named groups of documents whose names are told apart whatever their capitals."""

from __future__ import annotations

import pytest

from reader.domain.errors import InvalidInput, NotFound
from reader.library.library import Library
from reader.library.removal import Marks


def identifiers(library: Library) -> list[str]:
    return [each.id for each in library.documents.all()]


def test_a_document_is_in_as_many_collections_as_one_likes(library: Library) -> None:
    one, two = identifiers(library)
    library.collections.put("  Gold \n and   rivers ", [one, two])
    changes = library.collections.put("Border", [one])

    assert changes.documents == {one}
    assert library.collections.all() == {"Border": 1, "Gold and rivers": 2}
    assert library.documents.get(one).collections == ("Border", "Gold and rivers")

    library.collections.take("border", [one])
    assert library.collections.all() == {"Border": 0, "Gold and rivers": 2}
    library.collections.put("gold AND rivers", [one])
    assert library.collections.all()["Gold and rivers"] == 2


def test_names_are_unique_whatever_their_capitals(library: Library) -> None:
    library.collections.create("Straße")
    for name in ("strasse", "  STRASSE ", "", "   ", "\u200b", "x" * 121):
        with pytest.raises(InvalidInput):
            library.collections.create(name)
    library.collections.create("Other")
    with pytest.raises(InvalidInput):
        library.collections.rename("other", "STRASSE")
    library.collections.rename("other", "OTHER")
    assert list(library.collections.all()) == ["OTHER", "Straße"]


def test_deleting_a_collection_keeps_its_documents(library: Library) -> None:
    one, _ = identifiers(library)
    library.collections.put("Gold", [one])

    changes = library.collections.delete("gold")

    assert changes.documents == {one}
    assert library.collections.all() == {}
    assert library.documents.get(one).collections == ()
    with pytest.raises(NotFound):
        library.collections.delete("gold")
    with pytest.raises(NotFound):
        library.collections.put("Gold", ["nobody"])
    assert library.collections.all() == {}


def test_a_removed_document_is_counted_out_and_in_again(library: Library) -> None:
    one, _ = identifiers(library)
    library.collections.put("Gold", [one])
    library.removal.remove([one], Marks.KEEP)
    assert library.collections.all() == {"Gold": 0}
    library.removal.restore([one])
    assert library.collections.all() == {"Gold": 1}
    library.removal.purge([one])
    assert library.collections.all() == {"Gold": 0}
    assert library.integrity.verify() is not None
