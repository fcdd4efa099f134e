"""Collections: named groups of documents, as many as the reader likes."""

from __future__ import annotations

from collections.abc import Sequence

from reader.catalogue.collection_store import CollectionStore
from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.domain.changes import LibraryChanges
from reader.domain.errors import InvalidInput, NotFound

LONGEST_NAME = 120


class Collections:
    """Makes, fills and changes collections. Names are found whatever their capitals."""

    def __init__(
        self, database: Database, collections: CollectionStore, documents: DocumentStore
    ) -> None:
        self._database = database
        self._collections = collections
        self._documents = documents

    def all(self) -> dict[str, int]:
        """Every collection by name, with how many documents in use it holds."""
        found = self._collections.in_use()
        return dict(sorted(found.items(), key=lambda each: each[0].casefold()))

    def get(self, name: str) -> str:
        """The name of a collection as it is written. Raises NotFound."""
        found = self._find(name)
        if found is None:
            raise NotFound(
                "no such collection", item=name, remedy="`dossier collection list` lists them"
            )
        return found

    def create(self, name: str) -> LibraryChanges:
        """Make an empty collection. Raises InvalidInput for an empty name or one in use."""
        clean = self._free_name(name)
        with self._database.transaction() as connection:
            self._collections.add(connection, clean)
        return LibraryChanges(collections=frozenset({clean}))

    def rename(self, name: str, new: str) -> LibraryChanges:
        """Give a collection another name. Raises NotFound, or InvalidInput for a name in use."""
        old = self.get(name)
        clean = self._free_name(new, but=old)
        with self._database.transaction() as connection:
            self._collections.rename(connection, old, clean)
        return self._touched(clean) | LibraryChanges(collections=frozenset({old}))

    def delete(self, name: str) -> LibraryChanges:
        """Delete a collection; its documents stay. Raises NotFound."""
        found = self.get(name)
        changes = self._touched(found)
        with self._database.transaction() as connection:
            self._collections.delete(connection, found)
        return changes

    def put(self, name: str, documents: Sequence[str]) -> LibraryChanges:
        """Put documents into a collection, which is made if there is none of that name.

        Raises NotFound for an unknown document, InvalidInput for an empty name.
        """
        for each in documents:
            self._documents.get(each)
        known = self._find(name)
        clean = known or self._free_name(name)
        with self._database.transaction() as connection:
            if known is None:
                self._collections.add(connection, clean)
            self._collections.put(connection, clean, documents)
        return LibraryChanges(collections=frozenset({clean}), documents=frozenset(documents))

    def take(self, name: str, documents: Sequence[str]) -> LibraryChanges:
        """Take documents out of a collection. Raises NotFound."""
        found = self.get(name)
        for each in documents:
            self._documents.get(each)
        with self._database.transaction() as connection:
            self._collections.take(connection, found, documents)
        return LibraryChanges(collections=frozenset({found}), documents=frozenset(documents))

    def _touched(self, name: str) -> LibraryChanges:
        documents = frozenset(self._collections.all().get(name, ()))
        return LibraryChanges(collections=frozenset({name}), documents=documents)

    def _find(self, name: str) -> str | None:
        folded = _clean(name).casefold()
        return next((each for each in self._collections.all() if each.casefold() == folded), None)

    def _free_name(self, name: str, *, but: str | None = None) -> str:
        clean = _clean(name)
        if not clean:
            raise InvalidInput("a collection needs a name", item=name)
        if len(clean) > LONGEST_NAME:
            raise InvalidInput(
                f"a collection's name has at most {LONGEST_NAME} characters", item=f"{clean[:40]}…"
            )
        known = self._find(clean)
        if known is not None and known != but:
            raise InvalidInput(
                "there is a collection of that name", item=known, remedy="Choose another"
            )
        return clean


def _clean(name: str) -> str:
    """The name without outer and double space, and without what cannot be seen."""
    printable = "".join(each if each.isprintable() else " " for each in name)
    return " ".join(printable.split())
