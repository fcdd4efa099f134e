"""Saved searches of another library: those that are not here under any name or number of theirs."""

from __future__ import annotations

import dataclasses

from reader.catalogue.database import Connection
from reader.catalogue.saved_search_store import SavedSearchStore
from reader.domain.errors import InvalidInput
from reader.domain.saved_search import SavedSearch
from reader.library.merge_matching import digest
from reader.library.saved_searches import arriving, free_name


def take_saved_searches(
    connection: Connection, ours: SavedSearchStore, theirs: SavedSearchStore
) -> tuple[set[str], list[str]]:
    """Take over saved searches inside a transaction; their identifiers, and what was refused.

    One of the same name and query is there already. Another query of the same name gets a number.
    What the library holds at this moment counts as seen: their reader's looking was not at ours.
    """
    taken: set[str] = set()
    refused: list[str] = []
    for coming in theirs.all():
        try:
            saved = arriving(coming, ours.newest_version())
        except InvalidInput as error:
            refused.append(str(error))
            continue
        other = digest(saved.id, saved.name, saved.query)
        held = ours.all()
        if any(_is_same(each, saved) or each.id == other for each in held):
            continue
        identifiers = {each.id for each in held}
        saved = dataclasses.replace(
            saved,
            id=other if saved.id in identifiers else saved.id,
            name=free_name(saved.name, [each.name for each in held]),
        )
        ours.put(connection, saved)
        taken.add(saved.id)
    return taken, refused


def _is_same(ours: SavedSearch, theirs: SavedSearch) -> bool:
    """Whether it is the same search: one that was given another name since is, too."""
    same_name = ours.name.casefold() == theirs.name.casefold() or ours.id == theirs.id
    return same_name and ours.query == theirs.query
