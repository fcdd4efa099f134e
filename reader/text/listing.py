"""Many things in one sentence: the first few by name, the rest by number."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMED = 5


def some_of(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """`a, b and 12 more`: at most `most` of the names, without repeats, in their order."""
    different = list(dict.fromkeys(names))
    named = ", ".join(different[:most])
    more = len(different) - most
    return f"{named} and {more} more" if more > 0 else named
