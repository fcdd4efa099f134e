"""Saved searches: queries that the reader keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name.

    `created` and `seen` are ISO 8601 instants in UTC; `seen` is when its hits were last looked at,
    `seen_version` the newest version that the library held then. `total` counts its passages now,
    `fresh` those in versions that came into the library since; None where they were not counted.
    """

    id: str
    name: str
    query: str
    created: str
    seen: str
    total: int | None = None
    fresh: int | None = None
    seen_version: int = 0
