"""Correcting a document: by hand, unknown by hand, and back to what its source says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.domain.dates import PartialDate
from reader.domain.document import Document, Origin
from reader.domain.errors import InvalidInput, LibraryUnavailable, NotFound
from reader.library.importing import ImportOptions
from reader.library.library import Library


@pytest.fixture
def river(library: Library) -> Document:
    return next(each for each in library.documents.all() if each.metadata.title == "River gold")


def _now(library: Library, document: Document) -> Document:
    return library.documents.get(document.id)


def test_every_field_can_be_set_and_is_by_hand_then(library: Library, river: Document) -> None:
    changes = library.metadata.edit(
        river.id,
        title="  Gold \n of the river ",
        publisher="Another\x00 House",
        authors=["B. One", "", "C. Two", "B. One"],
        published="3 March 2022",
        accessed="2023-11",
        url="HTTPS://example.org/a?b=c#d",
        language="ES",
        kind="report",
        countries=["Bolivia", "per", "BO"],
        tags=["gold", "  river  "],
    )
    metadata = _now(library, river).metadata
    assert metadata.title == "Gold of the river"
    assert metadata.publisher == "Another House"
    assert metadata.authors == ("B. One", "C. Two")
    assert (metadata.published, metadata.accessed) == (
        PartialDate(2022, 3, 3),
        PartialDate(2023, 11),
    )
    assert metadata.url == "HTTPS://example.org/a?b=c#d"
    assert (metadata.language, metadata.kind) == ("es", "report")
    assert metadata.countries == ("BO", "PE")
    assert metadata.country_reasons == {"BO": "by hand", "PE": "stated"}
    assert metadata.tags == ("gold", "river")
    assert set(metadata.origins.values()) == {Origin.BY_HAND}
    assert changes.documents == {river.id}
    assert changes.countries == changes.evidence == {"PE", "BO"}
    assert changes.search_index


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("title", ""),
        ("title", "\u2028"),
        ("title", "x" * 1001),
        ("published", "last May"),
        ("published", "2023-13"),
        ("accessed", "05/06/07"),
        ("url", "example.org"),
        ("url", "javascript:alert(1)"),
        ("url", "file:///etc/passwd"),
        ("url", "https://"),
        ("url", "https://[oops"),
        ("url", "https://a b.example"),
        ("language", "Spanish"),
        ("language", "qq"),
        ("countries", ["Peru", "Atlantis"]),
        ("countries", ["European Union"]),
        ("tags", ["x" * 81]),
        ("publisher", ["two", "values"]),
        ("extra", "x"),
    ],
)
def test_an_error_names_its_field_and_changes_nothing(
    field: str, written: str | list[str], library: Library, river: Document
) -> None:
    with pytest.raises(InvalidInput) as error:
        library.metadata.edit(river.id, **{"kind": "note", field: written})
    assert error.value.item == field
    assert _now(library, river) == river


def test_an_unknown_document_is_named(library: Library) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        library.metadata.edit("nowhere", title="x")


def test_a_library_open_for_reading_refuses(library: Library, river: Document) -> None:
    library.close()
    with Library.open(library.folder, writing=False, program="x") as reading:
        with pytest.raises(LibraryUnavailable, match="reading only"):
            reading.metadata.edit(river.id, title="x")


def test_unknown_by_hand_and_back(library: Library, river: Document) -> None:
    library.metadata.edit(river.id, published="", authors=[], countries=None)
    metadata = _now(library, river).metadata
    assert (metadata.published, metadata.authors, metadata.countries) == (None, (), ())
    assert metadata.origins["published"] is Origin.BY_HAND
    library.metadata.reset(river.id, "published", "authors", "countries")
    assert _now(library, river) == river


def test_an_edit_can_be_undone(library: Library, river: Document) -> None:
    library.metadata.edit(river.id, title="x", countries=["CO"])
    changes = library.metadata.restore(river.id, river.metadata)
    assert _now(library, river) == river
    assert changes.countries == {"PE", "CO"}
    assert not library.metadata.restore(river.id, river.metadata)


def test_what_is_set_by_hand_survives_a_new_version(
    library: Library, river: Document, sources: Path
) -> None:
    library.metadata.edit(river.id, title="Mine", published=None, countries=["CO"])
    text = (sources / "river.md").read_text(encoding="utf-8")
    (sources / "river.md").write_text(
        text.replace("published: 2021-03", "published: 2022").replace("by night", "at night"),
        encoding="utf-8",
    )
    result = library.importing.run([sources / "river.md"])
    (source,) = result.sources
    assert (source.status, source.document) == ("updated", river.id)
    assert source.metadata is not None
    assert source.metadata.title == "Mine"
    assert result.changes.countries == {"CO"}
    now = _now(library, river)
    assert now.version.number == 2
    assert (now.metadata.title, now.metadata.published) == ("Mine", None)
    assert now.metadata.countries == ("CO",)
    library.metadata.reset(river.id, "title", "published", "countries")
    now = _now(library, river)
    assert (now.metadata.title, now.metadata.published) == ("River gold", PartialDate(2022))
    assert now.metadata.countries == ("PE",)
    assert now.metadata.replaced == {}


def test_a_source_that_moves_to_other_countries_touches_both(
    library: Library, river: Document, sources: Path
) -> None:
    text = (sources / "river.md").read_text(encoding="utf-8")
    (sources / "river.md").write_text(text.replace("[PE]", "[BO]"), encoding="utf-8")
    assert library.importing.run([sources / "river.md"]).changes.countries == {"PE", "BO"}


def test_what_is_stated_with_an_import_is_by_hand_and_can_be_reset(
    empty_library: Library, sources: Path
) -> None:
    options = ImportOptions(title="Mine", country="Chile")
    empty_library.importing.run([sources / "river.md"], options)
    (document,) = empty_library.documents.all()
    assert document.metadata.country_reasons == {"CL": "by hand"}
    empty_library.metadata.reset(document.id, "title", "countries")
    (document,) = empty_library.documents.all()
    assert (document.metadata.title, document.metadata.countries) == ("River gold", ("PE",))


def test_search_and_evidence_follow(library: Library, river: Document) -> None:
    def found(query: str) -> set[str]:
        return {hit.document.id for hit in library.searching.run(query).hits}

    assert river.id in found("country:PE miners")
    assert river.id in {each.document.id for each in library.evidence.of_country("PE")}
    library.metadata.edit(river.id, title="Quicksilver", countries=["CO"], language="en")
    assert not library.deriving.is_current()
    derived = library.deriving.run()
    assert (derived.indexed, derived.evaluated) == (1, 1)
    assert library.deriving.is_current()
    assert river.id not in found("country:PE miners")
    assert river.id in found("country:CO miners")
    assert river.id not in {each.document.id for each in library.evidence.of_country("PE")}
    assert river.id in {each.document.id for each in library.evidence.of_country("CO")}


def test_what_index_and_evidence_do_not_know_of_makes_no_work(
    library: Library, river: Document
) -> None:
    changes = library.metadata.edit(river.id, publisher="Another", tags=["x"], url="")
    assert not changes.search_index
    assert library.deriving.is_current()
    library.metadata.edit(river.id, title=river.metadata.title)
    assert library.deriving.is_current()
