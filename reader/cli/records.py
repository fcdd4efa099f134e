"""The JSON records that several commands print, and plain words for the same things."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reader.domain.bookmark import Bookmark
from reader.domain.citation import content_date
from reader.domain.country import Country
from reader.domain.dates import PartialDate
from reader.domain.document import Document, SourceMetadata, Work
from reader.domain.evidence import Coverage
from reader.domain.metadata import EDITABLE
from reader.domain.scoring import Total, half_up

if TYPE_CHECKING:
    from reader.library.other_indices import OtherIndex

Record = dict[str, object]


def figure(value: Decimal | None) -> str | None:
    """A score or a change with two decimals and the keyboard's minus, as data carries it."""
    if value is None:
        return None
    rounded = half_up(value)
    return f"{abs(rounded) if rounded == 0 else rounded:.2f}"


def date_text(date: PartialDate | None) -> str | None:
    """A date in ISO 8601, as exact as it is known."""
    return None if date is None else str(date)


def country_record(country: Country) -> Record:
    """A country by its codes and its name."""
    return {"iso2": country.iso2, "iso3": country.iso3, "name": country.name}


def coverage_record(coverage: Coverage) -> Record:
    """How well a score is supported."""
    return {
        "passages": coverage.passages,
        "sources": coverage.sources,
        "newest": date_text(coverage.newest),
    }


def total_record(total: Total | None) -> Record:
    """An average; all parts are unknown where the figures allow none."""
    return {
        "value": figure(total.value) if total else None,
        "change": figure(total.shown_change) if total else None,
        "comparable": total.comparable if total else None,
        "computed": total.computed if total else None,
        "published_change": figure(total.change) if total and not total.computed else None,
        "computed_change": figure(total.computed_change) if total else None,
    }


def document_record(document: Document) -> Record:
    """A document's metadata; `published` is its own date, `summarises` the work it is after."""
    metadata = document.metadata
    return {
        "document": document.id,
        "title": metadata.title,
        "publisher": metadata.publisher,
        "authors": list(metadata.authors),
        "published": date_text(metadata.published),
        "accessed": date_text(metadata.accessed),
        "url": metadata.url,
        "language": metadata.language,
        "countries": list(metadata.countries),
        "tags": list(metadata.tags),
        "kind": metadata.kind,
        "summarises": _work_record(metadata.summarises),
        "origins": {
            **dict.fromkeys(EDITABLE),
            **{field: str(origin) for field, origin in metadata.origins.items()},
        },
        "country_reasons": {
            code: metadata.country_reasons.get(code) for code in metadata.countries
        },
        "version": document.version.number,
        "imported": document.version.imported_at,
        "source_name": document.version.source_name,
        "format": document.version.format,
        "sha256": document.version.sha256,
    }


def _work_record(work: Work | None) -> Record | None:
    if work is None:
        return None
    return {
        "title": work.title,
        "publisher": work.publisher,
        "authors": list(work.authors),
        "published": date_text(work.published),
        "published_basis": work.published_basis,
        "url": work.url,
    }


def other_rows(other: OtherIndex) -> list[tuple[str, str, str]]:
    """The figures of an index as lines of a table: name, figure, and what it means."""
    from reader.library.other_indices import figure_words, meaning_words

    rows = [
        (
            f"  {each.indicator.name}",
            figure_words(each),
            meaning_words(each, other.previous_edition),
        )
        for each in other.figures
    ]
    return rows + [(f"  {each.name}", each.value, "") for each in other.categories]


def bookmark_record(bookmark: Bookmark) -> Record:
    """A bookmark as the W3C's selectors have it."""
    return {
        "id": bookmark.id,
        "document": bookmark.document,
        "quote": bookmark.quote.exact,
        "note": bookmark.note,
        "tags": list(bookmark.tags),
        "colour": str(bookmark.colour),
        "selectors": [bookmark.quote.as_json(), bookmark.position.as_json()],
        "anchor": str(bookmark.anchor),
    }


def source_words(metadata: SourceMetadata) -> str:
    """Publisher and date on one line; a summary says after whom it speaks."""
    parts = [metadata.publisher or "publisher not known"]
    if metadata.summarises is not None:
        parts.append(f"summary after {metadata.summarises.publisher or metadata.summarises.title}")
    parts.append(date_text(content_date(metadata)) or "n.d.")
    return ", ".join(parts)
