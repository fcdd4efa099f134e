"""Metadata of one document from two libraries: what ours does not know is taken from the other."""

from __future__ import annotations

import dataclasses
from typing import Any

from reader.domain.document import Origin, SourceMetadata

_SINGLE = (
    "publisher",
    "authors",
    "published",
    "accessed",
    "url",
    "language",
    "kind",
    "summarises",
)


def filled(ours: SourceMetadata, theirs: SourceMetadata) -> SourceMetadata:
    """Our metadata with its gaps filled, tags of both, and countries of both unless set by hand."""
    changes: dict[str, Any] = {}
    origins = dict(ours.origins)
    for name in _SINGLE:
        value = getattr(theirs, name)
        # What a reader emptied by hand is not a gap.
        if value and not getattr(ours, name) and origins.get(name) is not Origin.BY_HAND:
            changes[name] = value
            if name in theirs.origins:
                origins[name] = theirs.origins[name]
    known = {each.casefold() for each in ours.tags}
    changes["tags"] = (*ours.tags, *(each for each in theirs.tags if each.casefold() not in known))
    if origins.get("countries") is not Origin.BY_HAND:
        changes["countries"] = tuple(dict.fromkeys((*ours.countries, *theirs.countries)))
        changes["country_reasons"] = {**theirs.country_reasons, **ours.country_reasons}
    changes["extra"] = {**theirs.extra, **ours.extra}
    return dataclasses.replace(ours, **changes, origins=origins)
