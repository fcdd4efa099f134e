"""Metadata of one document from two libraries: what ours does not know is taken from the other."""

from __future__ import annotations

import dataclasses
from typing import Any

from reader.domain.document import FieldValue, Origin, SourceMetadata
from reader.domain.metadata import BY_HAND, EDITABLE, as_source_says, field_value, set_by_hand

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
    """Our metadata with its gaps filled, tags of both, and countries of both unless set by hand.

    What only the other's reader set by hand goes before what the source says, as if it had been
    set here; what both set stays as it is here.
    """
    whole = _gaps_filled(ours, as_source_says(theirs))
    known = {each.casefold() for each in ours.tags}
    tags = (*ours.tags, *(each for each in theirs.tags if each.casefold() not in known))
    kept: dict[str, FieldValue] = {
        name: field_value(theirs, name)
        for name in EDITABLE
        if _by_hand(theirs, name) and not _by_hand(ours, name)
    }
    whole = dataclasses.replace(set_by_hand(whole, kept), tags=tags)
    if "countries" not in kept:
        return whole
    reasons = {code: theirs.country_reasons.get(code, BY_HAND) for code in whole.countries}
    return dataclasses.replace(whole, country_reasons=reasons)


def disagreements(ours: SourceMetadata, theirs: SourceMetadata) -> tuple[str, ...]:
    """The fields that the readers of both libraries set by hand, to different values."""
    return tuple(
        name
        for name in EDITABLE
        if name != "tags"
        and _by_hand(ours, name)
        and _by_hand(theirs, name)
        and field_value(ours, name) != field_value(theirs, name)
    )


def _by_hand(metadata: SourceMetadata, name: str) -> bool:
    return metadata.origins.get(name) is Origin.BY_HAND


def _gaps_filled(ours: SourceMetadata, theirs: SourceMetadata) -> SourceMetadata:
    changes: dict[str, Any] = {}
    origins = dict(ours.origins)
    for name in _SINGLE:
        value = getattr(theirs, name)
        # What a reader emptied by hand is not a gap.
        if value and not getattr(ours, name) and origins.get(name) is not Origin.BY_HAND:
            changes[name] = value
            if name in theirs.origins:
                origins[name] = theirs.origins[name]
    if origins.get("countries") is not Origin.BY_HAND:
        changes["countries"] = tuple(dict.fromkeys((*ours.countries, *theirs.countries)))
        changes["country_reasons"] = {**theirs.country_reasons, **ours.country_reasons}
    changes["extra"] = {**theirs.extra, **ours.extra}
    return dataclasses.replace(ours, **changes, origins=origins)
