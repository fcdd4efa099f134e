"""Metadata set by hand: what a reader says of a source goes before what the source says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from reader.domain.dates import PartialDate
from reader.domain.document import FieldValue, Origin, Replaced, SourceMetadata
from reader.domain.errors import InvalidInput

# What a reader can set, in the order in which it is shown.
EDITABLE = (
    "title",
    "publisher",
    "authors",
    "published",
    "accessed",
    "url",
    "language",
    "kind",
    "countries",
    "tags",
)
LISTS = frozenset({"authors", "countries", "tags"})
DATES = frozenset({"published", "accessed"})
BY_HAND = "by hand"


def field_value(metadata: SourceMetadata, name: str) -> FieldValue:
    """The value of an editable field; None or empty where it is unknown."""
    value: FieldValue = getattr(metadata, name)
    return value


def set_by_hand(metadata: SourceMetadata, values: Mapping[str, FieldValue]) -> SourceMetadata:
    """`metadata` with fields set by its reader; what the source says of them is kept beside.

    None or empty says that it is unknown. A country that the document had keeps its reason.
    """
    replaced, origins = dict(metadata.replaced), dict(metadata.origins)
    reasons = dict(metadata.country_reasons)
    for name, value in values.items():
        if origins.get(name) is not Origin.BY_HAND:
            replaced[name] = Replaced(
                entries=_entries(field_value(metadata, name)),
                origin=origins.get(name),
                reasons=dict(metadata.country_reasons) if name == "countries" else {},
            )
        origins[name] = Origin.BY_HAND
        if name == "countries" and isinstance(value, tuple):
            reasons = {code: reasons.get(code, BY_HAND) for code in value}
    fields: dict[str, Any] = dict(values)
    return dataclasses.replace(
        metadata,
        **fields,
        country_reasons=reasons,
        origins=origins,
        replaced=replaced,
    )


def reset(metadata: SourceMetadata, name: str) -> SourceMetadata:
    """`metadata` with what the source says in a field that was set by hand.

    A field that was not set by hand stays as it is. Raises InvalidInput when it is not known any
    more what the source says.
    """
    if metadata.origins.get(name) is not Origin.BY_HAND:
        return metadata
    before = metadata.replaced.get(name)
    if before is None or (name == "title" and not before.entries):
        raise InvalidInput(
            "what the source itself says is not known",
            item=name,
            remedy="Import the source again, or set it by hand",
        )
    origins = {key: origin for key, origin in metadata.origins.items() if key != name}
    if before.origin is not None:
        origins[name] = before.origin
    fields: dict[str, Any] = {name: _value(name, before.entries)}
    return dataclasses.replace(
        metadata,
        **fields,
        country_reasons=before.reasons if name == "countries" else metadata.country_reasons,
        origins=origins,
        replaced={key: each for key, each in metadata.replaced.items() if key != name},
    )


def _entries(value: FieldValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (str(value),)


def _value(name: str, entries: tuple[str, ...]) -> FieldValue:
    if name in LISTS:
        return entries
    if not entries:
        return None
    return PartialDate.parse(entries[0]) if name in DATES else entries[0]


def as_source_says(metadata: SourceMetadata) -> SourceMetadata:
    """`metadata` without anything that was set by hand, as far as what the source says is known."""
    for name, said in metadata.replaced.items():
        if name != "title" or said.entries:
            metadata = reset(metadata, name)
    return metadata


def merged(held: SourceMetadata, found: SourceMetadata) -> SourceMetadata:
    """What an import `found`, with what its reader had set by hand in what the library `held`.

    What is stated by hand with the import itself goes before.
    """
    kept = {
        name: field_value(held, name)
        for name in EDITABLE
        if held.origins.get(name) is Origin.BY_HAND
        and found.origins.get(name) is not Origin.BY_HAND
    }
    whole = set_by_hand(found, kept)
    if "countries" not in kept:
        return whole
    reasons = {code: held.country_reasons.get(code, BY_HAND) for code in whole.countries}
    return dataclasses.replace(whole, country_reasons=reasons)
