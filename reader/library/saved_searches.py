"""Saved searches: queries kept under a name, with what came in since they were looked at."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from reader.catalogue.database import Database
from reader.catalogue.saved_search_store import SavedSearchStore
from reader.domain.changes import LibraryChanges
from reader.domain.errors import IndexUnavailable, InvalidInput, NotFound
from reader.domain.saved_search import SavedSearch
from reader.text.plain import plain_text

LONGEST_NAME = 120
LONGEST_QUERY = 2000

Counts = Callable[[str], Mapping[int, int]]
"""How many passages a query finds, by version. Raises IndexUnavailable."""


class SavedSearches:
    """Keeps, changes and counts saved searches. Names are found whatever their capitals."""

    def __init__(self, database: Database, saved: SavedSearchStore, counts: Counts) -> None:
        self._database = database
        self._saved = saved
        self._counts = counts

    def all(self) -> list[SavedSearch]:
        """Every saved search by name, not counted."""
        return self._saved.all()

    def counted(self) -> list[SavedSearch]:
        """Every saved search by name, with its passages now and those that are new.

        While there is no sound index, they stay uncounted.
        """
        found = self._saved.all()
        try:
            return [self._with_counts(each) for each in found]
        except IndexUnavailable:
            return found

    def get(self, name: str) -> SavedSearch:
        """The saved search of that name or identifier, not counted. Raises NotFound."""
        folded = _visible(name).casefold()
        found = self._saved.all()
        by_name = [each for each in found if each.name.casefold() == folded]
        match = next(iter(by_name or [each for each in found if each.id == name]), None)
        if match is None:
            raise NotFound(
                "no such saved search", item=name, remedy="`dossier saved list` lists them"
            )
        return match

    def add(self, name: str, query: str) -> tuple[SavedSearch, LibraryChanges]:
        """Keep a query under a name; what the library holds now counts as seen.

        Raises InvalidInput for an empty name or query, an endless one, or a name in use.
        """
        now = _now()
        saved = SavedSearch(
            id=secrets.token_hex(6),
            name=self._free_name(name),
            query=clean_query(query),
            created=now,
            seen=now,
            seen_version=self._saved.newest_version(),
        )
        return saved, self._put(saved)

    def rename(self, identifier: str, name: str) -> tuple[SavedSearch, LibraryChanges]:
        """Give a saved search another name. Raises NotFound, InvalidInput as `add` does."""
        held = self._saved.get(identifier)
        saved = dataclasses.replace(held, name=self._free_name(name, but=identifier))
        return saved, self._put(saved)

    def change(self, identifier: str, query: str) -> tuple[SavedSearch, LibraryChanges]:
        """Give a saved search another query, whose hits now count as seen.

        Raises NotFound, InvalidInput as `add` does.
        """
        held = self._saved.get(identifier)
        saved = dataclasses.replace(self._seen_now(held), query=clean_query(query))
        return saved, self._put(saved)

    def mark_seen(self, identifier: str) -> tuple[SavedSearch, LibraryChanges]:
        """Note that its hits were looked at: only what comes from now on is new.

        Raises NotFound.
        """
        saved = self._seen_now(self._saved.get(identifier))
        return saved, self._put(saved)

    def remove(self, identifier: str) -> tuple[SavedSearch, LibraryChanges]:
        """Remove a saved search; `restore` puts back what is returned. Raises NotFound."""
        saved = self._saved.get(identifier)
        with self._database.transaction() as connection:
            self._saved.remove(connection, identifier)
        return saved, _touched(identifier)

    def restore(self, saved: SavedSearch) -> LibraryChanges:
        """Put back a saved search as it was; under a number where its name was given anew."""
        taken = [each.name for each in self._saved.all() if each.id != saved.id]
        return self._put(dataclasses.replace(saved, name=free_name(saved.name, taken)))

    def _with_counts(self, saved: SavedSearch) -> SavedSearch:
        counts = self._counts(saved.query)
        fresh = sum(hits for version, hits in counts.items() if version > saved.seen_version)
        return dataclasses.replace(saved, total=sum(counts.values()), fresh=fresh)

    def _seen_now(self, saved: SavedSearch) -> SavedSearch:
        return dataclasses.replace(
            saved, seen=_now(), seen_version=self._saved.newest_version(), total=None, fresh=None
        )

    def _put(self, saved: SavedSearch) -> LibraryChanges:
        with self._database.transaction() as connection:
            self._saved.put(connection, saved)
        return _touched(saved.id)

    def _free_name(self, name: str, *, but: str | None = None) -> str:
        clean = clean_name(name)
        for each in self._saved.all():
            if each.id != but and each.name.casefold() == clean.casefold():
                raise InvalidInput(
                    "there is a saved search of that name",
                    item=each.name,
                    remedy="Choose another name, or remove that one first",
                )
        return clean


def free_name(name: str, taken: list[str]) -> str:
    """`name`, or with the first number from 2 on where it is taken, whatever its capitals."""
    folded = {each.casefold() for each in taken}
    number, free = 2, name
    while free.casefold() in folded:
        free, number = f"{name} ({number})", number + 1
    return free


def arriving(saved: SavedSearch, seen_version: int) -> SavedSearch:
    """A saved search from another library as it comes into ours, where all counts as seen.

    Raises InvalidInput for a name or a query that none of ours could have.
    """
    now = _now()
    return dataclasses.replace(
        saved,
        name=clean_name(saved.name),
        query=clean_query(saved.query),
        created=saved.created if _is_instant(saved.created) else now,
        seen=now,
        seen_version=seen_version,
    )


def clean_name(name: str) -> str:
    """A name on one line, without what cannot be seen. Raises InvalidInput: empty or endless."""
    clean = _visible(name)
    if not clean:
        raise InvalidInput("a saved search needs a name", remedy="Give it one")
    if len(clean) > LONGEST_NAME:
        raise InvalidInput(
            f"a saved search's name has at most {LONGEST_NAME} characters",
            item=f"{clean[:40]}…",
            remedy="Shorten it",
        )
    return clean


def clean_query(query: str) -> str:
    """A query on one line. Raises InvalidInput for an empty or endless one."""
    clean = plain_text(query)
    if not clean:
        raise InvalidInput("a saved search needs a query", remedy="Type what it searches for")
    if len(clean) > LONGEST_QUERY:
        raise InvalidInput(
            f"a saved search's query has at most {LONGEST_QUERY} characters",
            item=f"{clean[:40]}…",
            remedy="Shorten it",
        )
    return clean


def _visible(name: str) -> str:
    printable = "".join(each if each.isprintable() else " " for each in name)
    return " ".join(printable.split())


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _touched(identifier: str) -> LibraryChanges:
    return LibraryChanges(saved_searches=frozenset({identifier}))
