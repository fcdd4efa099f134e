"""A document's metadata to and from the columns that hold it as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from reader.domain.dates import PartialDate
from reader.domain.document import Origin, Replaced, SourceMetadata, Work


def work_json(work: Work | None) -> str | None:
    """The JSON of a summarised work, None for none."""
    if work is None:
        return None
    return json.dumps(
        {
            "title": work.title,
            "publisher": work.publisher,
            "authors": work.authors,
            "published": str(work.published) if work.published else None,
            "url": work.url,
            "published_basis": work.published_basis,
        },
        ensure_ascii=False,
    )


def origins_json(origins: Mapping[str, Origin]) -> str:
    """The JSON of where each field's value comes from."""
    return json.dumps({field: origin.value for field, origin in origins.items()})


def extra_json(extra: Mapping[str, object]) -> str:
    """The JSON of unknown front matter; what JSON has no form for becomes text."""
    return json.dumps(dict(extra), ensure_ascii=False, default=str)


def replaced_json(replaced: Mapping[str, Replaced]) -> str:
    """The JSON of what the source says in fields that were set by hand."""
    return json.dumps(
        {
            name: {
                "entries": each.entries,
                "origin": each.origin,
                "reasons": dict(each.reasons),
            }
            for name, each in replaced.items()
        },
        ensure_ascii=False,
    )


def metadata_from_row(
    row: sqlite3.Row, countries: Sequence[tuple[str, str | None]]
) -> SourceMetadata:
    """The metadata of a row of the table `document`, with its countries and their reasons."""
    return SourceMetadata(
        title=row["title"],
        publisher=row["publisher"],
        authors=tuple(json.loads(row["authors"])),
        published=_date(row["published"]),
        accessed=_date(row["accessed"]),
        url=row["url"],
        language=row["language"],
        countries=tuple(country for country, _ in countries),
        country_reasons={country: reason for country, reason in countries if reason},
        tags=tuple(json.loads(row["tags"])),
        kind=row["kind"],
        summarises=_work(row["summarises"]),
        origins={field: Origin(value) for field, value in json.loads(row["origins"]).items()},
        extra=json.loads(row["extra"]),
        replaced={name: _replaced(each) for name, each in json.loads(row["replaced"]).items()},
    )


def _replaced(data: Mapping[str, Any]) -> Replaced:
    origin = data["origin"]
    return Replaced(tuple(data["entries"]), Origin(origin) if origin else None, data["reasons"])


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _work(text: str | None) -> Work | None:
    if not text:
        return None
    data = json.loads(text)
    return Work(
        title=data["title"],
        publisher=data["publisher"],
        authors=tuple(data["authors"]),
        published=_date(data["published"]),
        url=data["url"],
        published_basis=data.get("published_basis"),
    )
